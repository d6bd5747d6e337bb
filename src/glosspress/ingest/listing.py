"""What there is to fetch: the entries of a source on the web, by its kind."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from glosspress.errors import FetchError, InputError
from glosspress.ingest import wordpress
from glosspress.ingest.addresses import shown
from glosspress.ingest.blocking import BlockingClient
from glosspress.ingest.client import Purpose
from glosspress.ingest.entries import MOST_ENTRIES, Entry, LeftOutError, Listing, distinct
from glosspress.ingest.feeds import parse_feed
from glosspress.ingest.fetched import Fetched
from glosspress.ingest.sitemaps import parse_sitemap
from glosspress.ingest.waiting import Deadline
from glosspress.sources import Source

_MOST_LISTS = 500
"""Sitemaps of an index, pages of a feed or of an index of posts."""
_TOLD_EVERY = 100
Found = Entry | InputError


class LateError(InputError):
    """The time for the lists of a source is over."""


def listed(
    source: Source, client: BlockingClient, told: Callable[[int], None] | None = None
) -> tuple[list[Entry], list[InputError]]:
    """The entries that a source wants, and what is wrong with its lists; LeftOutError where that loses nothing.

    `told` hears the number of entries found so far, now and then.
    """
    found: list[Entry] = []
    problems: list[InputError] = []
    for item in _of_kind(source, client):
        if isinstance(item, InputError):
            problems.append(item)
        elif len(found) < MOST_ENTRIES:
            found.append(item)
            if told and len(found) % _TOLD_EVERY == 0:
                told(len(found))
    wanted = [entry for entry in distinct(found) if source.wants(entry.url)]
    at_home, abroad = _by_site(source, wanted)
    if abroad:
        what = f"{len(abroad)} articles are on other sites ({urlsplit(abroad[0].url).hostname}); the permission is not for them"
        problems.append(LeftOutError(what, shown(source.url or ""), "give them a source definition of their own"))
    if len(at_home) > source.limit:
        at_home.sort(key=lambda entry: entry.changed, reverse=True)
        what = f"{len(at_home)} articles, more than `limit: {source.limit}`; the newest are taken"
        problems.append(LeftOutError(what, shown(source.url or ""), f"raise `limit` in sources/{source.id}.yaml"))
    return at_home[: source.limit], problems


def _of_kind(source: Source, client: BlockingClient) -> Iterator[Found]:
    url, deadline = source.url or "", Deadline(client.listing_s)
    if source.kind == "feed":
        return _chain(client, url, "feed", deadline)
    if source.kind == "sitemap":
        return _chain(client, url, "sitemap", deadline)
    if source.kind == "wordpress":
        return _posts(client, url, deadline)
    return (Entry(address) for address in dict.fromkeys(source.urls or ((url,) if url else ())))


def _chain(client: BlockingClient, url: str, kind: Purpose, deadline: Deadline) -> Iterator[Found]:
    """A list and the lists it names, each once, so that a circle ends; what comes too late ends them."""
    waiting, seen, count = deque([url]), {url}, 0
    while waiting and len(seen) <= _MOST_LISTS and count < MOST_ENTRIES:
        current = waiting.popleft()
        try:
            listing = _read(client, current, kind, deadline)
        except LateError as error:
            yield error
            return
        except InputError as error:
            yield error
            continue
        yield from (LeftOutError(text, shown(current)) for text in listing.problems)
        yield from listing.entries
        count += len(listing.entries)
        further = [link for link in listing.more if link not in seen]
        seen.update(further)
        waiting.extend(further)
    if waiting:
        yield LeftOutError(
            f"more than {_MOST_LISTS} lists or {MOST_ENTRIES:,} entries; {len(waiting)} are not read", shown(url)
        )


def _read(client: BlockingClient, url: str, kind: Purpose, deadline: Deadline) -> Listing:
    fetched = _asked(client, url, deadline, kind)
    if kind == "feed":
        return parse_feed(fetched.body, fetched.final_url, fetched.content_type, deadline.left)
    return parse_sitemap(fetched.body, fetched.final_url)


def _asked(client: BlockingClient, url: str, deadline: Deadline, purpose: Purpose, accept: str = "") -> Fetched:
    try:
        return client.get(url, purpose=purpose, accept=accept, within_s=deadline.left)
    except TimeoutError:
        what = f"its lists were not read within {deadline.seconds:g} s; what stands in those that were is taken"
        hint = "raise fetch.listing_timeout_s in glosspress.yaml, or narrow the source"
        raise LateError(what, shown(url), hint) from None


def find_api(client: BlockingClient, site: str, deadline: Deadline) -> str:
    """The root of a site's WordPress interface: announced by its first page, or where it usually is.

    InputError: it has none, or does not show it. LateError.
    """
    announced = ""
    try:
        first = _asked(client, site, deadline, "discovery")
        announced = wordpress.api_root(dict(first.headers), first.body, first.final_url)
    except FetchError:
        pass  # a first page that fails says nothing about the interface
    for root in dict.fromkeys([*([announced] if announced else []), *wordpress.guesses(site)]):
        try:
            answer = _asked(client, root, deadline, "discovery")
        except LateError:
            raise
        except InputError:
            continue
        if wordpress.is_api(answer.body):
            return root
    raise InputError(
        "no WordPress interface is found", shown(site), "use its feed or sitemap: glosspress source new URL"
    )


def _posts(client: BlockingClient, site: str, deadline: Deadline) -> Iterator[Found]:
    try:
        root = find_api(client, site, deadline)
        page, pages, total = 1, 1, 0
        numbers: set[str] = set()
        while page <= min(pages, _MOST_LISTS):
            url = wordpress.index_url(root, page)
            answer = _asked(client, url, deadline, "feed", "application/json")
            if page == 1:
                told = dict(answer.headers)
                pages, total = wordpress.told(told, "totalpages"), wordpress.told(told, "total")
            entries = wordpress.parse_index(answer.body, url, root).entries
            if numbers.issuperset(entry.fetch for entry in entries):
                break  # an index that goes on without anything new would go on to the last of the pages that it told
            numbers.update(entry.fetch for entry in entries)
            yield from entries
            page += 1
        if len(numbers) < total:
            yield InputError(
                f"the index of posts told {total}, but {len(numbers)} came", shown(url), "run the source again"
            )
    except InputError as error:
        yield error


def _by_site(source: Source, entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Entries on the source's own site (or a part of it), and others."""
    if source.kind in {"page", "list"} or not source.url:
        return entries, []
    home = _host(source.url)
    own = [entry for entry in entries if _related(_host(entry.url), home)]
    return own, [entry for entry in entries if not _related(_host(entry.url), home)]


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _related(host: str, home: str) -> bool:
    """The same, or one within the other: feeds.example.org and example.org."""
    return host == home or host.endswith(f".{home}") or home.endswith(f".{host}")
