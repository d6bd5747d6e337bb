"""Every file of the site, one after the other: a pure function of the configuration and the pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from glosspress.digest import sha256
from glosspress.page import Page
from glosspress.publish.folders import place
from glosspress.render import (
    Entry,
    Placed,
    Site,
    Theme,
    Version,
    card_html,
    feed,
    locale_index,
    page_html,
    page_markdown,
    provenance,
    site_index,
    sitemaps,
)
from glosspress.render.site import CARD, FEED, HTML, MARKDOWN, RECORD, changed_at

File = tuple[str, bytes]
"""(path below the site with `/`, content)."""


def site_files(site: Site, pages: Sequence[Page], theme: Theme) -> Iterator[File]:
    """All files except the manifest."""
    placed = place(site, pages)
    present = sorted({item.page.locale for item in placed}, key=site.rank)
    yield theme.style_path, theme.style
    for item in placed:
        yield from page_files(item, site, theme)
    counts = {}
    for locale in present:
        here = [item for item in placed if item.page.locale == locale]
        counts[locale] = len(here)
        yield f"{locale}/{HTML}", locale_index(site, locale, here, present, theme).encode()
        yield f"{locale}/{FEED}", feed(site, locale, here).encode()
    yield HTML, site_index(site, present, counts, theme).encode()
    for name, text in sitemaps(_entries(site, placed, present), site.base_url).items():
        yield name, text.encode()


def page_files(item: Placed, site: Site, theme: Theme) -> Iterator[File]:
    """The files of one page; the record names the others with their digests."""
    beside = {
        HTML: page_html(item, site, theme).encode(),
        MARKDOWN: page_markdown(item, site).encode(),
        CARD: card_html(item, site, theme).encode(),
    }
    record = provenance(item, site, {name: sha256(content) for name, content in beside.items()})
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
