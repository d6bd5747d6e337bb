"""What the ledger knows of a URL, and what it is told: every request is a visit, every new body a snapshot.

It is also the cache: the validators of the newest visit (ETag, Last-Modified) are sent along, and at 304 the body is the
snapshot's. docs/adr/0008 says why no other cache stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import anyio
import anyio.to_thread

from glosspress.digest import utc_now
from glosspress.errors import FetchError, InputError, LedgerError
from glosspress.ingest.fetched import Fetched
from glosspress.ledger import Ledger, Visit
from glosspress.snapshot import Snapshot

_LONGEST = 1000
"""Characters of a validator that are kept and sent back."""


@dataclass(frozen=True, slots=True)
class Known:
    """The newest version of a URL that the ledger has."""

    snapshot: Snapshot
    final_url: str
    etag: str
    last_modified: str

    def conditions(self, url: str) -> Mapping[str, str]:
        """Headers that ask `url` for news only; none where another URL gave the body."""
        if url != self.final_url:
            return {}
        wanted = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in wanted.items() if value}


class Evidence:
    """The ledger as the client sees it; without one, nothing is known and nothing kept."""

    def __init__(self, ledger: Ledger | None, source: str) -> None:
        self._ledger = ledger
        self._source = source
        # One at a time: writers of an SQLite ledger that meet wait longer than those that queue.
        self._turn = anyio.CapacityLimiter(1)

    async def known(self, url: str) -> Known | None:
        """The version to ask news of; None: never fetched, no validators, or its body is not there."""
        if self._ledger is None:
            return None
        return await anyio.to_thread.run_sync(self._known, self._ledger, url, limiter=self._turn)

    async def keep(self, fetched: Fetched, purpose: str) -> Fetched:
        """Store the body and the visit; returns it with the time and headers of the first time."""
        if self._ledger is None:
            return fetched
        return await anyio.to_thread.run_sync(self._keep, self._ledger, fetched, purpose, limiter=self._turn)

    async def keep_failure(self, url: str, error: InputError, purpose: str) -> None:
        """Store the visit of a page that could not be fetched."""
        if self._ledger is not None:
            status = error.status if isinstance(error, FetchError) else 200
            visit = self._visit(url, purpose, status, {"error": error.what[:500]})
            await anyio.to_thread.run_sync(self._ledger.put_visits, [visit], limiter=self._turn)

    def _known(self, ledger: Ledger, url: str) -> Known | None:
        for visit in ledger.visits(url, 10):
            if not visit.snapshot or visit.status not in {200, 304}:
                continue
            if not visit.etag and not visit.last_modified:
                return None
            try:
                snapshot = ledger.snapshot(visit.snapshot, url)
            except LedgerError:
                return None
            final = dict(visit.facts).get("final_url", url)
            return Known(snapshot, final, visit.etag, visit.last_modified)
        return None

    def _keep(self, ledger: Ledger, fetched: Fetched, purpose: str) -> Fetched:
        kept = ledger.put_snapshot(fetched.snapshot(self._source))
        facts = {"final_url": fetched.final_url} if fetched.final_url != fetched.url else {}
        visit = self._visit(fetched.url, purpose, fetched.status, facts)
        validators = (fetched.header("etag")[:_LONGEST], fetched.header("last-modified")[:_LONGEST])
        ledger.put_visits([replace(visit, snapshot=kept.sha256, etag=validators[0], last_modified=validators[1])])
        return replace(fetched, fetched_at=kept.fetched_at)

    def _visit(self, url: str, purpose: str, status: int, facts: Mapping[str, str]) -> Visit:
        """Only pages count as the source's: its feeds, sitemaps and robots.txt name it as a fact."""
        if purpose == "page":
            return Visit(url, self._source, utc_now(), status, facts=tuple(sorted(facts.items())))
        more = {**facts, "purpose": purpose, **({"for": self._source} if self._source else {})}
        return Visit(url, "", utc_now(), status, facts=tuple(sorted(more.items())))
