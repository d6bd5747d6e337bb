"""The client for code that does not await: its event loop runs in a thread of its own while the block lasts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import islice

import anyio
from anyio.from_thread import BlockingPortal, start_blocking_portal

from glosspress.errors import InputError
from glosspress.ingest.client import Client, Counts, Purpose, open_client
from glosspress.ingest.connecting import Resolver, system_resolver
from glosspress.ingest.fetched import Fetched
from glosspress.ingest.settings import FetchSettings, settings_of
from glosspress.ledger import Ledger
from glosspress.workspace import Workspace


@contextmanager
def blocking_client(
    workspace: Workspace | None,
    ledger: Ledger | None,
    *,
    source: str = "",
    settings: FetchSettings | None = None,
    resolver: Resolver = system_resolver,
    trust_freshness: bool = False,
) -> Iterator[BlockingClient]:
    """As `open_client`."""
    chosen = settings or (settings_of(workspace) if workspace else FetchSettings())
    with start_blocking_portal() as portal:
        opened = open_client(
            workspace, ledger, source=source, settings=chosen, resolver=resolver, trust_freshness=trust_freshness
        )
        with portal.wrap_async_context_manager(opened) as client:
            yield BlockingClient(portal, client, window=2 * chosen.concurrency, listing_s=chosen.listing_timeout_s)


class BlockingClient:
    """Made by `blocking_client`."""

    def __init__(self, portal: BlockingPortal, client: Client, window: int, listing_s: float) -> None:
        self._portal = portal
        self._client = client
        self._window = window
        self.listing_s = listing_s
        """For all lists of a source."""

    @property
    def counts(self) -> Counts:
        """What was done so far."""
        return self._client.counts

    def get(self, url: str, *, purpose: Purpose = "page", accept: str = "", within_s: float | None = None) -> Fetched:
        """As `Client.get`. TimeoutError: not done `within_s` seconds, waiting for one's turn included."""
        return self._begin(url, purpose, accept, within_s).result()

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of a URL's site names."""

        async def named() -> tuple[str, ...]:
            return (await self._client.rules(url)).sitemaps

        return self._portal.start_task_soon(named).result()

    def get_all(self, urls: Iterable[str], *, purpose: Purpose = "page") -> Iterator[Fetched | InputError]:
        """All URLs in their order, several at once; in the place of one that cannot be fetched, the error.

        At most `window` answers wait in memory for their turn. What is under way when the caller stops is cancelled.
        """
        rest = iter(urls)
        waiting = deque(self._begin(url, purpose, "") for url in islice(rest, self._window))
        try:
            while waiting:
                yield _outcome(waiting.popleft())
                waiting.extend(self._begin(url, purpose, "") for url in islice(rest, 1))
        finally:
            for future in waiting:
                future.cancel()

    def _begin(self, url: str, purpose: Purpose, accept: str, within_s: float | None = None) -> Future[Fetched]:
        async def get() -> Fetched:
            with anyio.fail_after(within_s):
                return await self._client.get(url, purpose=purpose, accept=accept)

        return self._portal.start_task_soon(get)


def _outcome(future: Future[Fetched]) -> Fetched | InputError:
    try:
        return future.result()
    except InputError as error:
        return error
