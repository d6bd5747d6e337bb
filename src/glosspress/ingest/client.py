"""The one client of a run: polite, safe, and a witness.

Environment proxies and netrc are not read, cookies are not kept. Each URL of a chain of redirects is checked, allowed by
its own site's robots.txt and waits for its turn at its own host. What may pass (no connection, timeout, 429, 5xx) is tried
again within the page's time.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Literal

import anyio
import httpx

from glosspress.errors import FetchError, InputError
from glosspress.ingest.addresses import RefusedError, checked, shown
from glosspress.ingest.answers import fetched_of
from glosspress.ingest.caching import Known, Outcome, ask
from glosspress.ingest.connecting import CheckedTransport, Resolver, system_resolver
from glosspress.ingest.contents import check_text
from glosspress.ingest.decompression import ACCEPTED
from glosspress.ingest.evidence import Evidence
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
    fresh: int = 0
    """Not asked for: fresh by their sites' own words."""
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
    trust_freshness: bool = False,
) -> AsyncIterator[Client]:
    """The client of a run, for asyncio and trio. `source` is the id that snapshots and visits carry.

    Without a ledger nothing is remembered. `settings` stand in for those of the workspace. With `trust_freshness` a page is
    not asked for again while its site calls it fresh, for a day at most; else every answer is today's.
    """
    chosen = settings or (settings_of(workspace) if workspace else FetchSettings())
    http = httpx.AsyncClient(
        transport=CheckedTransport(chosen, resolver),
        timeout=httpx.Timeout(chosen.timeout_s, pool=None),
        follow_redirects=False,
        event_hooks={"response": [hide_location]},
        trust_env=False,
    )
    with ledger.in_use() if ledger else nullcontext():
        async with http:
            yield Client(http, chosen, Evidence(ledger, source), trust_freshness=trust_freshness)


class Client:
    """Made by `open_client`. Safe for many tasks at once."""

    def __init__(
        self, http: httpx.AsyncClient, settings: FetchSettings, evidence: Evidence, *, trust_freshness: bool
    ) -> None:
        self._http = http
        self._trusting = trust_freshness
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
        self.counts.fresh += fetched.fresh
        self.counts.bytes += 0 if fetched.not_modified or fetched.fresh else len(fetched.body)
        return await self._evidence.keep(fetched, purpose)

    async def rules(self, url: str) -> Rules:
        """What the robots.txt of a URL's site says; its `sitemaps` among it. FetchError: the site is refused."""
        return await self._robots.rules(checked(url, self._settings))

    async def _fetched(self, url: str, asked: str, purpose: Purpose, accept: str) -> Fetched:
        first = checked(url, self._settings)
        # An address with a secret is not in the ledger as it is: two of them might read alike, so none is answered from it.
        known = await self._evidence.known(asked, purpose) if str(first) == asked else None
        page = _Page(first, asked, purpose, self._wanted(purpose, accept, known), known)
        outcome, trail = await self._with_attempts(page)
        fetched = fetched_of(outcome, asked, trail)
        if purpose == "page" and outcome.known is None:
            check_text(fetched.body, asked)
        return fetched

    def _wanted(self, purpose: Purpose, accept: str, known: Known | None) -> Wanted:
        sent = {
            "accept": accept or _ACCEPTS[purpose],
            "accept-encoding": ACCEPTED,
            "user-agent": self._settings.user_agent,
        }
        trusting = self._trusting or purpose == "robots"
        if not trusting or (known is not None and not known.recent):
            sent["cache-control"] = "no-cache"
        if purpose == "robots":
            return Wanted(ROBOTS_BYTES, cut=True, headers=sent)
        types = _PAGE_TYPES if purpose == "page" and not accept else ()
        return Wanted(self._settings.max_bytes, types, headers=sent)

    async def _with_attempts(self, page: _Page) -> tuple[Outcome, tuple[str, ...]]:
        first, asked = page.first, page.asked
        budget = Budget(self._settings.total_timeout_s)
        for attempt in range(1, self._settings.attempts + 1):
            if self._hosts.given_up(first):
                what = f"not asked: its host failed {self._settings.give_up_after} times in a row"
                raise FetchError(what, asked, "try again later")
            try:
                return await self._along_redirects(page, budget)
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

    async def _along_redirects(self, page: _Page, budget: Budget) -> tuple[Outcome, tuple[str, ...]]:
        current, trail = page.first, [str(page.first)]
        for hop in range(self._settings.max_redirects + 1):
            try:
                outcome = await self._hop(current, page, budget)
            except RefusedError as error:
                raise _refused(error, page.asked, hop) from None
            answer = outcome.answer
            if answer is None or answer.status not in REDIRECTS:
                return outcome, tuple(shown(url) for url in trail[1:])
            current = self._next(answer, page.asked)
            if str(current) in trail:
                raise FetchError("is redirected in a circle: the site may want cookies or a login", page.asked)
            trail.append(str(current))
        raise FetchError(f"more than {self._settings.max_redirects} redirects", page.asked)

    async def _hop(self, url: httpx.URL, page: _Page, budget: Budget) -> Outcome:
        """One URL of a chain: from what is known, or by one request (two where a 304 does not fit)."""
        delay = None
        if self._settings.robots and page.purpose != "robots":
            # What a redirect leads to spends the page's own time; else each site of a chain could take that of a page.
            with nullcontext() if url == page.first else budget:
                delay = await self._robots.permit(url)

        async def send(headers: Mapping[str, str]) -> Answer:
            async with self._hosts.turn(url, delay):
                self.counts.requests += 1
                with budget:
                    wanted = replace(page.wanted, headers=headers)
                    answer = await exchange(self._http, url, wanted, self._settings, page.asked)
            self._hosts.answered(url)
            return answer

        async def unfit() -> None:
            await self._evidence.unfit(page.asked, page.purpose)

        return await ask(url, page.wanted.headers, page.known, send, unfit)

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
        status = await self._evidence.absent(shown(url))
        if status:
            raise FetchError(f"HTTP {status} within the last day", url, "", status)
        return (await self.get(url, purpose="robots")).text


@dataclass(frozen=True, slots=True)
class _Page:
    """What is asked for."""

    first: httpx.URL
    asked: str
    """The same without secrets."""
    purpose: Purpose
    wanted: Wanted
    known: Known | None


def _refused(error: RefusedError, asked: str, hop: int) -> FetchError:
    """The page's own address is refused, or (then the site is to blame) one that it sends on to."""
    if hop == 0:
        return RefusedError(error.what, asked, error.next_step)
    return FetchError(f"{error.what} (it is redirected to {error.where})", asked)
