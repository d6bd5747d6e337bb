"""What the ledger knows of a URL, and what it is told: every request is a visit, every new body a snapshot.

It is the storage of the cache too (`caching`): an entry is the newest visit of a URL with its snapshot, and nothing beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import anyio
import anyio.to_thread

from glosspress.digest import utc_now
from glosspress.errors import FetchError, InputError, LedgerError
from glosspress.ingest.caching import LONGEST_FRESH, Known, kept_of
from glosspress.ingest.fetched import Fetched
from glosspress.ledger import Ledger, Visit

_REUSE = "reuse"
"""Fact of a visit whose answer the site does not let be used again: `no`."""
_UNFIT = "304 for a version that is not known"
_ABSENT = frozenset(range(400, 500)) - {429}


class Evidence:
    """The ledger as the client sees it; without one, nothing is known and nothing kept."""

    def __init__(self, ledger: Ledger | None, source: str) -> None:
        self._ledger = ledger
        self._source = source
        # One at a time: writers of an SQLite ledger that meet wait longer than those that queue.
        self._turn = anyio.CapacityLimiter(1)

    async def known(self, url: str, purpose: str) -> Known | None:
        """The version to ask news of; None: never fetched for this purpose, not to be used again, or its body is not there."""
        if self._ledger is None:
            return None
        return await anyio.to_thread.run_sync(self._known, self._ledger, url, purpose, limiter=self._turn)

    async def absent(self, url: str) -> int:
        """The status (400 to 499) with which a robots.txt was said not to be there within the last day; else 0."""
        if self._ledger is None:
            return 0
        visits = await anyio.to_thread.run_sync(self._ledger.visits, url, 1, limiter=self._turn)
        lately = [visit.status for visit in visits if datetime.now(UTC) - _time(visit) < LONGEST_FRESH]
        return lately[0] if lately and lately[0] in _ABSENT else 0

    async def unfit(self, url: str, purpose: str) -> None:
        """Note that a 304 was about another version than the known one, which is not offered again."""
        if self._ledger is not None:
            visit = self._visit(url, purpose, 304, {"error": _UNFIT})
            await anyio.to_thread.run_sync(self._ledger.put_visits, [visit], limiter=self._turn)

    async def keep(self, fetched: Fetched, purpose: str) -> Fetched:
        """Store the body and the visit; returns it with the time of the first time. Nothing where nothing was asked."""
        if self._ledger is None or fetched.fresh:
            return fetched
        return await anyio.to_thread.run_sync(self._keep, self._ledger, fetched, purpose, limiter=self._turn)

    async def keep_failure(self, url: str, error: InputError, purpose: str) -> None:
        """Store the visit of a page that could not be fetched."""
        if self._ledger is not None:
            status = error.status if isinstance(error, FetchError) else 200
            visit = self._visit(url, purpose, status, {"error": error.what[:500]})
            await anyio.to_thread.run_sync(self._ledger.put_visits, [visit], limiter=self._turn)

    def _known(self, ledger: Ledger, url: str, purpose: str) -> Known | None:
        for visit in ledger.visits(url, 10):
            facts = dict(visit.facts)
            if facts.get("purpose", "page") != purpose or visit.status not in {200, 304}:
                continue
            if visit.status == 304 and not visit.snapshot:
                return None
            if visit.snapshot:
                return None if facts.get(_REUSE) == "no" else _entry(ledger, visit, facts)
        return None

    def _keep(self, ledger: Ledger, fetched: Fetched, purpose: str) -> Fetched:
        kept = ledger.put_snapshot(fetched.snapshot(self._source))
        facts = {"final_url": fetched.final_url} if fetched.final_url != fetched.url else {}
        said = dict(fetched.said)
        etag, last_modified = said.pop("etag", ""), said.pop("last-modified", "")
        facts |= said if fetched.reusable else {_REUSE: "no"}
        visit = self._visit(fetched.url, purpose, fetched.status, facts)
        ledger.put_visits([replace(visit, snapshot=kept.sha256, etag=etag, last_modified=last_modified)])
        return replace(fetched, fetched_at=kept.fetched_at)

    def _visit(self, url: str, purpose: str, status: int, facts: Mapping[str, str]) -> Visit:
        """Only pages count as the source's: its feeds, sitemaps and robots.txt name it as a fact."""
        if purpose == "page":
            return Visit(url, self._source, utc_now(), status, facts=tuple(sorted(facts.items())))
        more = {**facts, "purpose": purpose, **({"for": self._source} if self._source else {})}
        return Visit(url, "", utc_now(), status, facts=tuple(sorted(more.items())))


def _entry(ledger: Ledger, visit: Visit, facts: Mapping[str, str]) -> Known | None:
    try:
        snapshot = ledger.snapshot(visit.snapshot, visit.url)
    except LedgerError:
        return None
    said = {**facts, **kept_of({"etag": visit.etag, "last-modified": visit.last_modified}, {})}
    final = facts.get("final_url", visit.url)
    if facts.get("purpose") != "robots":
        return Known(snapshot, final, _time(visit), said)
    if final != visit.url:
        # The rules of a site stand for it wherever they were found (RFC 9309, 2.3.1.2); its own address gave no validators.
        said = {name: value for name, value in said.items() if name not in {"etag", "last-modified"}}
    return Known(snapshot, visit.url, _time(visit), said, fresh_for=LONGEST_FRESH)


def _time(visit: Visit) -> datetime:
    return datetime.fromisoformat(visit.at)
