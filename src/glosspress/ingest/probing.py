"""Is a source there? Its list and its first articles, asked once; nothing is kept."""

from __future__ import annotations

from itertools import islice

from glosspress.errors import InputError
from glosspress.ingest.blocking import blocking_client
from glosspress.ingest.fetching import articles
from glosspress.ingest.listing import listed
from glosspress.ingest.stage import ingest
from glosspress.snapshot import Snapshot
from glosspress.sources import Source
from glosspress.workspace import Workspace


def probe(source: Source, workspace: Workspace, most: int) -> tuple[int, list[Snapshot | InputError]]:
    """How many articles a source lists, and the first `most` of them, read now. InputError: the list cannot be read.

    The manners of a run hold: robots.txt, certificates, checked addresses, delays. Of files only the first are counted.
    """
    if not source.web:
        found = list(islice(ingest(source, workspace), most))
        return len(found), found
    with blocking_client(workspace, None, source=source.id) as client:
        entries, problems = listed(source, client)
        if not entries and problems:
            raise problems[0]
        return len(entries), list(articles(source, client, entries[:most]))
