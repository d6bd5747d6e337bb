"""Ingest: from files and URLs to snapshots, byte for byte as they came. Nothing is extracted here.

No page is worth a whole run: what cannot be read is an InputError (FetchError for URLs) beside the snapshots.
"""

from __future__ import annotations

from glosspress.ingest.entries import LeftOutError, MissingError
from glosspress.ingest.fetched import Fetched
from glosspress.ingest.files import read_file
from glosspress.ingest.probing import probe
from glosspress.ingest.settings import FetchSettings
from glosspress.ingest.stage import fetch, ingest, revisit

__all__ = [
    "FetchSettings",
    "Fetched",
    "LeftOutError",
    "MissingError",
    "fetch",
    "ingest",
    "probe",
    "read_file",
    "revisit",
]
