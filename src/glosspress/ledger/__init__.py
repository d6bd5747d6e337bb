"""The ledger: what must never be lost and never be done twice. Content-addressed, append-only, one SQL database.

Snapshots and visits, cleaned articles, translations, pages with the decisions about them, the event chain, runs,
editions. Any run may be killed at any time: what a call returned from is stored, and a call that did not return left
nothing.
"""

from __future__ import annotations

from glosspress.ledger.records import Decoding, Edition, HeldPage, PageInputs, PageRef, Run, Shown, Visit
from glosspress.ledger.store import Ledger, open_ledger
from glosspress.ledger.tables import tables

__all__ = [
    "Decoding",
    "Edition",
    "HeldPage",
    "Ledger",
    "PageInputs",
    "PageRef",
    "Run",
    "Shown",
    "Visit",
    "open_ledger",
    "tables",
]
