"""The one client of a run: polite, safe, and a witness.

Environment proxies and netrc are not read, cookies are not kept. Each URL of a chain of redirects is checked, allowed by
its own site's robots.txt and waits for its turn at its own host. What may pass (no connection, timeout, 429, 5xx) is tried
again within the page's time.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Literal

import anyio
import httpx

from glosspress.errors import FetchError, InputError
from glosspress.ingest.addresses import RefusedError, checked, shown
from glosspress.ingest.answers import fetched_of, still_good
from glosspress.ingest.connecting import CheckedTransport, Resolver, system_resolver
from glosspress.ingest.contents import check_text
from glosspress.ingest.decompression import ACCEPTED
from glosspress.ingest.evidence import Evidence, Known
from glosspress.ingest.fetched import Fetched
from glosspress.ingest.hosts import Hosts
from glosspress.ingest.requesting import REDIRECTS, Answer, PassingError, Wanted, exchange, hide_location
from glosspress.ingest.robots import MAX_BYTES as ROBOTS_BYTES
from glosspress.ingest.robots import Robots, Rules
from glosspress.ingest.settings import FetchSettings, settings_of
from glosspress.ingest.waiting import Budget, pause
from glosspress.ledger import Ledger
from glosspress.workspace import Workspace

Purpose = Literal["page", "document", "feed", "sitemap", "discovery", "robots"]
"""page: HTML or text; document: any file, like PDF or DOCX; the others: what names pages."""
_PAGE_TYPES = ("text/", "application/xhtml+xml", "application/xml", "application/octet-stream")
_ACCEPTS: dict[Purpose, str] = {
    "page": "text/html, text/plain;q=0.8, */*;q=0.1",
    "document": "*/*",
    "feed": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1",
    "sitemap": "application/xml, text/xml, text/plain;q=0.5, */*;q=0.1",
    "discovery": "text/html, application/json, */*;q=0.1",
    "robots": "text/plain, */*;q=0.1",
}


@dataclass(slots=True)
class Counts:
    """What a client has done so far."""

    requests: int = 0
    fetched: int = 0
    not_modified: int = 0
    failed: int = 0
    bytes: int = 0
    """Of bodies, after decompression."""


@asynccontextmanager
async def open_client(
    workspace: Workspace | None,
    ledger: Ledger | None,
    *,
    source: str = "",
    settings: FetchSettings | None = None,
    resolver: Resolver = system_resolver,
) -> AsyncIterator[Client]:
    """The client of a run, for asyncio and trio. `source` is the id that snapshots and visits carry.

    Without a ledger nothing is remembered. `settings` stand in for those of the workspace.
    """
    chosen = settings or (settings_of(workspace) if workspace else FetchSettings())
    headers = {"User-Agent": chosen.user_agent, "Accept-Encoding": ACCEPTED}
    http = httpx.AsyncClient(
        transport=CheckedTransport(chosen, resolver),
        headers=headers,
        timeout=httpx.Timeout(chosen.timeout_s, pool=None),
        follow_redirects=False,
        event_hooks={"response": [hide_location]},
        trust_env=False,
    )
    with ledger.in_use() if ledger else nullcontext():
        async with http:
            yield Client(http, chosen, Evidence(ledger, source))


class Client:
    """Made by `open_client`. Safe for many tasks at once."""

    def __init__(self, http: httpx.AsyncClient, settings: FetchSettings, evidence: Evidence) -> None:
        self._http = http
        self._settings = settings
        self._evidence = evidence
        self._hosts = Hosts(settings)
        self._robots = Robots(self._robots_text)
        self.counts = Counts()

    async def get(self, url: str, *, purpose: Purpose = "page", accept: str = "") -> Fetched:
        """Fetch a URL. `accept` stands in for the Accept header of the purpose.

        FetchError (an InputError): refused address, forbidden by robots.txt, no answer in time, HTTP error (`status`), too
        many redirects, too large, not a page. InputError: empty or binary though a page. LedgerError.
        """
        asked = shown(url)
        try:
            fetched = await self._fetched(url, asked, purpose, accept)
        except InputError as error:
            self.counts.failed += 1
            await self._evidence.keep_failure(asked, error, purpose)
            raise
        self.counts.fetched += 1
        self.counts.not_modified += fetched.not_modified
        self.counts.bytes += 0 if fetched.not_modified else len(fetched.body)
        return await self._evidence.keep(fetched, purpose)

    async def rules(self, url: str) -> Rules:
        """What the robots.txt of a URL's site says; its `sitemaps` among it. FetchError: the site is refused."""
        return await self._robots.rules(checked(url, self._settings))

    async def _fetched(self, url: str, asked: str, purpose: Purpose, accept: str) -> Fetched:
        first = checked(url, self._settings)
        known = await self._evidence.known(asked)
        answer, trail = await self._with_attempts(first, asked, self._wanted(purpose, accept), known, purpose)
        if answer.status == httpx.codes.NOT_MODIFIED:
            assert known is not None, "conditions are sent with a known version only"
            return still_good(known, asked, trail, answer.headers)
        fetched = fetched_of(answer, asked, trail)
        if purpose == "page":
            check_text(fetched.body, asked)
        return fetched

    def _wanted(self, purpose: Purpose, accept: str) -> Wanted:
        if purpose == "robots":
            return Wanted(_ACCEPTS[purpose], ROBOTS_BYTES, cut=True)
        types = _PAGE_TYPES if purpose == "page" and not accept else ()
        return Wanted(accept or _ACCEPTS[purpose], self._settings.max_bytes, types)

    async def _with_attempts(
        self, first: httpx.URL, asked: str, wanted: Wanted, known: Known | None, purpose: Purpose
    ) -> tuple[Answer, tuple[str, ...]]:
        budget = Budget(self._settings.total_timeout_s)
        for attempt in range(1, self._settings.attempts + 1):
            if self._hosts.given_up(first):
                what = f"not asked: its host failed {self._settings.give_up_after} times in a row"
                raise FetchError(what, asked, "try again later")
            try:
                return await self._along_redirects(first, asked, wanted, known, purpose, budget)
            except PassingError as error:
                wait = pause(self._settings.pause_s, attempt, error.wait_s)
                if attempt == self._settings.attempts or wait > budget.left:
                    self._hosts.failed(first)
                    tried = f" ({attempt} attempts)" if attempt > 1 else ""
                    raise FetchError(f"{error.what}{tried}", asked, "try again later", error.status) from None
                if error.wait_s:
                    self._hosts.rest(first, wait)
                await self._sleep(wait, budget)
            except TimeoutError:
                self._hosts.failed(first)
                what = f"not complete within {self._settings.total_timeout_s:g} s"
                raise FetchError(what, asked, "try again later") from None
        raise AssertionError("at least one attempt is made")

    async def _sleep(self, seconds: float, budget: Budget) -> None:
        with budget:
            await anyio.sleep(seconds)

    async def _along_redirects(
        self, first: httpx.URL, asked: str, wanted: Wanted, known: Known | None, purpose: Purpose, budget: Budget
    ) -> tuple[Answer, tuple[str, ...]]:
        current, trail = first, [str(first)]
        for hop in range(self._settings.max_redirects + 1):
            try:
                answer = await self._hop(current, asked, wanted, known, purpose, budget)
            except RefusedError as error:
                raise _refused(error, asked, hop) from None
            if answer.status not in REDIRECTS:
                return answer, tuple(shown(url) for url in trail[1:])
            current = self._next(answer, asked)
            if str(current) in trail:
                raise FetchError("is redirected in a circle: the site may want cookies or a login", asked)
            trail.append(str(current))
        raise FetchError(f"more than {self._settings.max_redirects} redirects", asked)

    async def _hop(
        self, url: httpx.URL, asked: str, wanted: Wanted, known: Known | None, purpose: Purpose, budget: Budget
    ) -> Answer:
        delay = None
        if self._settings.robots and purpose != "robots":
            delay = await self._robots.permit(url)
        conditions = known.conditions(shown(str(url))) if known else {}
        async with self._hosts.turn(url, delay):
            self.counts.requests += 1
            with budget:
                answer = await exchange(self._http, url, replace(wanted, headers=conditions), self._settings, asked)
        self._hosts.answered(url)
        return answer

    def _next(self, answer: Answer, asked: str) -> httpx.URL:
        location = answer.location
        try:
            target = str(answer.url.join(location))
        except (httpx.InvalidURL, ValueError, UnicodeError):
            raise FetchError(f"is redirected to `{location[:100]}`, which is not a URL", asked) from None
        try:
            return checked(target, self._settings)
        except RefusedError as error:
            raise _refused(error, asked, 1) from None

    async def _robots_text(self, url: str) -> str:
        return (await self.get(url, purpose="robots")).text


def _refused(error: RefusedError, asked: str, hop: int) -> FetchError:
    """The page's own address is refused, or (then the site is to blame) one that it sends on to."""
    if hop == 0:
        return RefusedError(error.what, asked, error.next_step)
    return FetchError(f"{error.what} (it is redirected to {error.where})", asked)
