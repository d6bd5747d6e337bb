"""robots.txt (RFC 9309) with crawl delays.

A site that has none (4xx) allows everything; one whose robots.txt fails (5xx, 429, no answer in time, too many redirects
into nowhere) allows nothing: what it would say is not known.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import anyio
import httpx
from protego import Protego

from glosspress.errors import FetchError, InputError
from glosspress.ingest.addresses import RefusedError, shown
from glosspress.ingest.hosts import origin_of

PRODUCT = "glosspress"
MAX_BYTES = 512_000
"""What is beyond is not read: RFC 9309, 2.5."""
MAX_DELAY_S = 60.0
"""A longer crawl delay counts as this one: at more, a source of some hundred pages would never end."""
_MAX_LINES = 20_000
_HINT = "ask the site for permission; for your own sites set fetch.robots: false in glosspress.yaml"
_UNAVAILABLE = range(400, 500)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site says to us."""

    parsed: Protego | None = None
    """None: everything is allowed."""
    failure: str = ""
    """Why nothing is allowed."""
    delay_s: float | None = None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of sitemaps, as written."""
        return tuple(self.parsed.sitemaps)[:1000] if self.parsed else ()


def parse(text: str) -> Rules:
    """The rules in a robots.txt. Never raises: what is not understood is left out."""
    parsed = Protego.parse("\n".join(text.lstrip("\ufeff").splitlines()[:_MAX_LINES]))
    delay = parsed.crawl_delay(PRODUCT)
    rate = parsed.request_rate(PRODUCT)
    if delay is None and rate is not None:
        delay = rate.seconds / rate.requests
    return Rules(parsed, "", None if delay is None else min(max(0.0, float(delay)), MAX_DELAY_S))


class Robots:
    """The rules of all sites of a run, each asked for once."""

    def __init__(self, fetch: Callable[[str], Awaitable[str]]) -> None:
        """`fetch` gives the text of a robots.txt; FetchError as any page."""
        self._fetch = fetch
        self._rules: dict[str, Rules] = {}
        self._locks: dict[str, anyio.Lock] = {}

    async def rules(self, url: httpx.URL) -> Rules:
        """The rules of a URL's site. RefusedError: the site's address is not fetched at all."""
        origin = origin_of(url)
        async with self._locks.setdefault(origin, anyio.Lock()):
            if origin not in self._rules:
                self._rules[origin] = await self._read(str(url.copy_with(raw_path=b"/robots.txt")))
        return self._rules[origin]

    async def permit(self, url: httpx.URL) -> float | None:
        """The crawl delay in seconds, if any. FetchError: the page must not be fetched."""
        rules = await self.rules(url)
        if rules.failure:
            raise FetchError(
                f"robots.txt cannot be read ({rules.failure}), so nothing is fetched", shown(str(url)), _HINT
            )
        if rules.parsed is not None and not rules.parsed.can_fetch(str(url), PRODUCT):
            raise FetchError("robots.txt of the site does not allow it", shown(str(url)), _HINT)
        return rules.delay_s

    async def _read(self, url: str) -> Rules:
        try:
            return parse(await self._fetch(url))
        except RefusedError:
            raise
        except InputError as error:
            status = error.status if isinstance(error, FetchError) else 0
            if status in _UNAVAILABLE and status != httpx.codes.TOO_MANY_REQUESTS:
                return Rules()
            return Rules(failure=error.what)
