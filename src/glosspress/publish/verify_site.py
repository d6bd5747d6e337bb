"""The site as a whole: language clusters, sitemap, feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from glosspress.event import Event
from glosspress.publish.chain import EVENTS, read
from glosspress.publish.document import Document
from glosspress.publish.problems import Problem
from glosspress.render.site import CARD, FEED, HTML
from glosspress.render.tombstone import STATE as WITHDRAWN

_FURTHER = re.compile(r"index-\d+\.html")
"""Second and later pages of an index: they belong to no language cluster."""
_NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "a": "http://www.w3.org/2005/Atom",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rest of the site must know of a page."""

    path: str
    language: str
    canonical: str
    alternates: dict[str, str]


@dataclass
class Published:
    """An edition, and what was seen of it so far. The first page is seen first: it gives the address of the site."""

    folder: Path
    files: frozenset[str]
    base_url: str = ""
    pages: dict[str, Seen] = field(default_factory=dict)
    """Canonical address -> page, of all pages that belong to a language cluster."""
    ids: dict[str, frozenset[str]] = field(default_factory=dict)
    """Path -> ids in that page."""
    links: list[tuple[str, str, str, str]] = field(default_factory=list)
    """(path, link as written, path it leads to, id there), for links with a fragment."""

    events: dict[int, Event] = field(default_factory=dict)
    """Events of the published chain by number."""
    withdrawn: set[str] = field(default_factory=set)
    """Canonical addresses of tombstones."""

    def read(self, name: str) -> bytes:
        """A file of the edition; empty where there is none."""
        return (self.folder / name).read_bytes() if name in self.files else b""

    def remember(self, page: Document) -> None:
        """Keep of a page what other pages are compared with."""
        if page.path == HTML:
            self.base_url = page.canonical
        self.ids[page.path] = frozenset(page.ids)
        name = page.path.rpartition("/")[2]
        if page.state == WITHDRAWN:
            self.withdrawn.add(page.canonical)
        elif name != CARD and not _FURTHER.fullmatch(name):
            self.pages[page.canonical] = Seen(page.path, page.language, page.canonical, page.alternates)


def chain_problems(site: Published) -> Iterator[Problem]:
    """What is wrong with the published event chain; its events are remembered for the pages' records."""
    if EVENTS in site.files:
        site.events, messages = read(site.read(EVENTS))
        for message in messages:
            yield Problem(EVENTS, "events", message)


def site_problems(site: Published) -> list[Problem]:
    """What is wrong between the pages."""
    return [*_clusters(site), *_sitemap(site), *_feeds(site)]


def _clusters(site: Published) -> Iterator[Problem]:
    pages = site.pages
    for page in pages.values():
        own = page.alternates
        if page.path != HTML and own.get(page.language) != page.canonical:
            yield Problem(page.path, "hreflang", "does not name itself")
        if own and own.get("x-default") not in {
            *(url for tag, url in own.items() if tag != "x-default"),
            site.base_url,
        }:
            yield Problem(page.path, "hreflang", "x-default is no version of this page")
        for tag, url in own.items():
            other = pages.get(url)
            if other is None:
                yield Problem(page.path, "hreflang", f"`{tag}` leads to `{url}`, which is not published")
            elif other.alternates != own:
                yield Problem(page.path, "hreflang", f"`{tag}` ({url}) does not name the same versions")
            elif tag not in ("x-default", other.language):
                yield Problem(page.path, "hreflang", f"`{tag}` leads to a page in `{other.language}`")


def _sitemap(site: Published) -> Iterator[Problem]:
    found: dict[str, dict[str, str]] = {}
    for name in sorted(site.files):
        if name.startswith("sitemap") and name.endswith(".xml"):
            try:
                root = etree.fromstring(site.read(name))
            except etree.XMLSyntaxError as error:
                yield Problem(name, "sitemap", f"is not XML: {error}")
                continue
            for url in root.iterfind("s:url", _NAMES):
                links = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", _NAMES)}
                found[url.findtext("s:loc", "", _NAMES)] = links
    pages = site.pages
    for url in sorted(set(found) ^ set(pages)):
        yield Problem("sitemap.xml", "sitemap", f"`{url}` is {'not published' if url in found else 'missing'}")
    for url in sorted(set(found) & set(pages)):
        if found[url] != pages[url].alternates:
            yield Problem("sitemap.xml", "sitemap", f"the versions of `{url}` differ from the page's")


def _feeds(site: Published) -> Iterator[Problem]:
    pages = site.pages
    for name in sorted(site.files):
        if name.rpartition("/")[2] != FEED:
            continue
        try:
            root = etree.fromstring(site.read(name))
        except etree.XMLSyntaxError as error:
            yield Problem(name, "feed", f"is not XML: {error}")
            continue
        for url in (entry.findtext("a:id", "", _NAMES) for entry in root.iterfind("a:entry", _NAMES)):
            if url not in pages:
                yield Problem(name, "feed", f"`{url}` is not published")
