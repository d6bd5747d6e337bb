"""Every file of the site, one after the other: a pure function of the configuration and the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from glosspress.digest import sha256
from glosspress.errors import PublishError
from glosspress.event import Event
from glosspress.page import Page
from glosspress.publish.chain import EVENTS, published_chain
from glosspress.publish.folders import place, place_withdrawn
from glosspress.publish.pictures import Pictures
from glosspress.publish.rendered import Rendered, Twin
from glosspress.render import (
    Entry,
    Placed,
    Site,
    Theme,
    Version,
    Withdrawn,
    card_html,
    feed,
    locale_index,
    page_html,
    page_markdown,
    provenance,
    site_index,
    sitemaps,
    tombstone_html,
    tombstone_markdown,
    tombstone_record,
)
from glosspress.render.site import CARD, FEED, HTML, MARKDOWN, RECORD, changed_at

File = tuple[str, bytes]
"""(path below the site with `/`, content)."""


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a site is made of besides configuration and theme."""

    pages: Sequence[Page]
    withdrawn: Sequence[Withdrawn] = ()
    chain: Iterable[Event] = ()
    """The whole event chain."""
    digests: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(page id, locale) -> digest of the version, where it is known; such a page is not rendered twice."""
    whole: Callable[[Page], Page] | None = None
    """Reads the page of an outline, where `pages` are outlines: they fit in memory, and few of them are rendered."""


def site_files(
    site: Site, contents: Contents, pictures: Pictures, theme: Theme, cache: Rendered
) -> Iterator[File | Twin]:
    """All files except the manifest; those of pages that need not be rendered as they are in the edition online."""
    pages, withdrawn = contents.pages, contents.withdrawn
    placed = place(site, pages, withdrawn, pictures.paths)
    # A locale whose only pages are withdrawn keeps its index, which their tombstones link.
    present = sorted({item.locale for item in [*pages, *(gone.page for gone in withdrawn)]}, key=site.rank)
    yield theme.style_path, theme.style
    for name, file in sorted(pictures.files.items()):
        yield name, file.read_bytes()
    for item in placed:
        yield from _cached(item, site, theme, contents, cache)
    for item, gone in place_withdrawn(pages, withdrawn):
        yield from tombstone_files(item, gone, site, theme)
    chain = published_chain(contents.chain, pages, withdrawn)
    if chain:
        yield EVENTS, chain.encode()
    yield from _indexes(site, placed, present, theme)
    for name, text in sitemaps(_entries(site, placed, present), site.base_url).items():
        yield name, text.encode()


def _indexes(site: Site, placed: Sequence[Placed], present: Sequence[str], theme: Theme) -> Iterator[File]:
    counts = {}
    for locale in present:
        here = [item for item in placed if item.page.locale == locale]
        counts[locale] = len(here)
        for name, text in locale_index(site, locale, here, present, theme).items():
            yield f"{locale}/{name}", text.encode()
        yield f"{locale}/{FEED}", feed(site, locale, here).encode()
    yield HTML, site_index(site, present, counts, theme).encode()


def _cached(item: Placed, site: Site, theme: Theme, contents: Contents, cache: Rendered) -> Iterator[File | Twin]:
    key = cache.key(item, contents.digests.get((item.page.id, item.page.locale), ""))
    twins = cache.get(key, item.path)
    if twins is not None:
        yield from twins
        return
    whole = item if contents.whole is None else replace(item, page=contents.whole(item.page))
    files = list(page_files(whole, site, theme))
    cache.put(key, {name.removeprefix(item.path): data for name, data in files})
    yield from files


def page_files(item: Placed, site: Site, theme: Theme) -> Iterator[File]:
    """The files of one page; the record names the others with their digests. PublishError: a sentence of it is held."""
    page = item.page
    if any(sentence.held for _, sentences in page.translations for sentence in sentences):
        where = f"{page.id} ({page.locale})"
        raise PublishError("the page has a held sentence", where, "mend what holds it, or leave the page out")
    beside = {
        HTML: page_html(item, site, theme).encode(),
        MARKDOWN: page_markdown(item, site).encode(),
        CARD: card_html(item, site, theme).encode(),
    }
    record = provenance(item, site, {name: sha256(content) for name, content in beside.items()})
    for name, content in {**beside, RECORD: record.encode()}.items():
        yield item.path + name, content


def tombstone_files(item: Placed, gone: Withdrawn, site: Site, theme: Theme) -> Iterator[File]:
    """The files in the place of a withdrawn page."""
    beside = {
        HTML: tombstone_html(item, gone, site, theme).encode(),
        MARKDOWN: tombstone_markdown(item, gone, site).encode(),
    }
    record = tombstone_record(item, gone, site, {name: sha256(content) for name, content in beside.items()})
    for name, content in {**beside, RECORD: record.encode()}.items():
        yield item.path + name, content


def _entries(site: Site, placed: Sequence[Placed], present: Sequence[str]) -> list[Entry]:
    indexes = tuple(Version(locale, site.url(f"{locale}/")) for locale in present)
    pages = [_entry(site, item) for item in placed]
    home = [Entry(site.base_url, "", indexes, site.base_url)]
    return [*home, *(Entry(version.url, "", indexes, site.base_url) for version in indexes), *pages]


def _entry(site: Site, item: Placed) -> Entry:
    versions = item.versions(site)
    return Entry(item.url(site), changed_at(item.page), versions, versions[0].url)
