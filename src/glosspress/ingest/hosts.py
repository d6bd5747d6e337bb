"""Manners towards hosts: few requests at once, a pause between them, peace for those that ask for it or fail."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio
import httpx

from glosspress.ingest.addresses import port_of
from glosspress.ingest.settings import FetchSettings


def origin_of(url: httpx.URL) -> str:
    """Scheme, host and port: what has its own robots.txt and its own pace."""
    return f"{url.scheme}://{url.raw_host.decode('ascii').lower()}:{port_of(url)}"


@dataclass(slots=True)
class _Host:
    places: anyio.CapacityLimiter
    order: anyio.Lock = field(default_factory=anyio.Lock)
    next_at: float = 0.0
    """Of the monotonic clock: before it, nothing is asked."""
    failures: int = 0
    """Pages in a row."""


class Hosts:
    """The hosts of a run."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._all = anyio.CapacityLimiter(settings.concurrency)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, url: httpx.URL, delay_s: float | None) -> AsyncIterator[None]:
        """Wait for one's turn at the host of a URL. `delay_s`: its robots.txt's crawl delay; then one request at a time."""
        host = self._host(url)
        least = max(self._settings.delay_s, delay_s or 0.0)
        if delay_s:
            host.places.total_tokens = 1
        async with host.places:
            async with host.order:
                while (wait := host.next_at - time.monotonic()) > 0:
                    await anyio.sleep(wait)
                host.next_at = time.monotonic() + least
            async with self._all:
                yield

    def rest(self, url: httpx.URL, seconds: float) -> None:
        """Leave a host in peace for a while."""
        host = self._host(url)
        host.next_at = max(host.next_at, time.monotonic() + seconds)

    def failed(self, url: httpx.URL) -> None:
        """A page failed for a reason that is the host's."""
        self._host(url).failures += 1

    def answered(self, url: httpx.URL) -> None:
        """The host gave a proper answer."""
        self._host(url).failures = 0

    def given_up(self, url: httpx.URL) -> bool:
        """Whether the host failed so often in a row that it is not asked any more."""
        return self._host(url).failures >= self._settings.give_up_after

    def _host(self, url: httpx.URL) -> _Host:
        name = origin_of(url)
        if name not in self._hosts:
            self._hosts[name] = _Host(anyio.CapacityLimiter(self._settings.per_host))
        return self._hosts[name]
