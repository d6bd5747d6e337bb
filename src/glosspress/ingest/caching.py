"""What may be answered from before (RFC 9111): decided by hishel's states, over the visits and snapshots of the ledger.

The library decides what may be stored, what is fresh, what a 304 is about, and what `Vary` allows. It sees heads of requests
and answers only: bodies come through the client's limits, and stand once, as snapshots. docs/adr/0008 says why.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
from hishel import (
    AnyState,
    CacheMiss,
    CacheOptions,
    CouldNotBeStored,
    Entry,
    FromCache,
    Headers,
    IdleClient,
    InvalidateEntries,
    NeedRevalidation,
    NeedToBeUpdated,
    Request,
    Response,
    StoreAndUse,
)

from glosspress.ingest.requesting import Answer
from glosspress.ingest.waiting import told_time
from glosspress.snapshot import Snapshot

LONGEST_FRESH = timedelta(hours=24)
"""Whatever a site says. For robots.txt it is the standard's: RFC 9309, 2.4."""
_OPTIONS = CacheOptions(shared=False, supported_methods=["GET"], allow_stale=False)
_SAID = ("etag", "last-modified", "cache-control", "expires", "date", "age", "vary")
"""Headers of an answer that decide whether it may be used again."""
_LIFETIME = re.compile(r"(?<![\w-])max-age\s*=\s*\"?[0-9]", re.IGNORECASE)
_VALIDATORS = frozenset({"etag", "last-modified"})
_SENT = "sent-"
_LONGEST = 1000
"""Characters of a header that are kept and sent back; of a longer one nothing."""
Send = Callable[[Mapping[str, str]], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Known:
    """The newest version of a URL that the ledger has, as an entry of the cache."""

    snapshot: Snapshot
    url: str
    """That gave the body, after redirects."""
    at: datetime
    """When the site last said that this is it."""
    said: Mapping[str, str]
    """What it said then, as `kept_of` keeps it."""
    fresh_for: timedelta | None = None
    """For an answer that says nothing about its freshness; None: then it has none."""

    @property
    def recent(self) -> bool:
        """Whether it may be fresh at all: by the words of its site, not by a guess, and for a day at most."""
        return bool(self._told() or self.fresh_for) and datetime.now(UTC) - self.at < LONGEST_FRESH

    def entry(self) -> Entry:
        """The same in the library's words."""
        headers = {name: self.said[name] for name in _SAID if name in self.said and name not in {"date", "age"}}
        headers["date"] = format_datetime(self._generated(), usegmt=True)
        if self.fresh_for and not self._told():
            assumed = f"max-age={self.fresh_for.total_seconds():.0f}"
            headers["cache-control"] = ", ".join(filter(None, (headers.get("cache-control"), assumed)))
        sent = {name.removeprefix(_SENT): value for name, value in self.said.items() if name.startswith(_SENT)}
        request = Request("GET", self.url, Headers(sent))
        return Entry(uuid.uuid5(uuid.NAMESPACE_URL, self.url), request, Response(200, Headers(headers)))

    def _told(self) -> bool:
        return "expires" in self.said or _LIFETIME.search(self.said.get("cache-control", "")) is not None

    def _generated(self) -> datetime:
        """When the answer was made: the library reads neither `Age` nor knows when an answer without `Date` came."""
        age = self.said.get("age", "")
        seconds = float(age[:10]) if age.isascii() and age.isdecimal() else 0.0
        told = told_time(self.said.get("date", "")) or self.at
        return min(told, self.at - timedelta(seconds=seconds))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking for a URL."""

    answer: Answer | None
    """None: nothing was asked, what is known is fresh."""
    known: Known | None = None
    """Whose body serves; None: the answer has one of its own, or is a redirect."""
    kept: Mapping[str, str] | None = None
    """What is to be kept beside the body for the next time; None: it must not be used again."""


async def ask(
    url: httpx.URL, sent: Mapping[str, str], known: Known | None, send: Send, unfit: Callable[[], Awaitable[None]]
) -> Outcome:
    """Ask for one URL, or do without. `sent` are the headers that decide about the answer, names in lower case.

    `send` makes a request with the headers it is given. `unfit` is told that a 304 does not fit what is known; the page is
    then asked for as a whole. Raises what those two raise.
    """
    entries = [known.entry()] if known is not None and known.url == str(url) else []
    state: AnyState = IdleClient(_OPTIONS).next(Request("GET", str(url), Headers(dict(sent))), entries)
    answer: Answer | None = None
    while not isinstance(state, StoreAndUse | CouldNotBeStored | FromCache):
        if isinstance(state, CacheMiss | NeedRevalidation):
            answer = await send(dict(state.request.headers))
            state = state.next(Response(answer.status, _grouped(answer.headers)))
        else:
            assert isinstance(state, NeedToBeUpdated | InvalidateEntries), "the machine begins once"
            if isinstance(state, InvalidateEntries) and state.entry_ids:
                await unfit()
            state = state.next()
    if isinstance(state, FromCache):
        assert known is not None, "only what is known is used again"
        return Outcome(answer, known, _refreshed(known, state, answer, sent))
    stored = isinstance(state, StoreAndUse)
    return Outcome(answer, None, kept_of(state.response.headers, sent) if stored else None)


def kept_of(headers: Mapping[str, str], sent: Mapping[str, str]) -> dict[str, str]:
    """What to keep of the head of an answer, and of the request as far as `Vary` names it."""
    said = {name: value for name in _SAID if (value := headers.get(name, "")) and len(value) <= _LONGEST}
    # What a header cannot carry is not sent back: httpx would refuse the request.
    said = {name: value for name, value in said.items() if name not in _VALIDATORS or _plain(value)}
    named = {name.strip().lower() for name in said.get("vary", "").split(",")}
    return {**said, **{f"{_SENT}{name}": sent[name][:_LONGEST] for name in sorted(named & sent.keys())}}


def _refreshed(known: Known, state: FromCache, answer: Answer | None, sent: Mapping[str, str]) -> dict[str, str]:
    """The head of an entry after a 304; what we assumed is not what the site said."""
    headers = dict(state.entry.response.headers)
    if answer is not None and "cache-control" not in answer.headers:
        headers["cache-control"] = known.said.get("cache-control", "")
    return kept_of(headers, sent)


def _plain(value: str) -> bool:
    return value.isascii() and value.isprintable()


def _grouped(headers: httpx.Headers) -> Headers:
    grouped: dict[str, list[str]] = {}
    for name, value in headers.multi_items():
        grouped.setdefault(name, []).append(value)
    return Headers(dict(grouped))
