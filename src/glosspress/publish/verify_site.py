"""The site as a whole: language clusters, sitemap, feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree

from glosspress.publish.document import Document
from glosspress.publish.problems import Problem
from glosspress.render.site import CARD, FEED, HTML

_NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "a": "http://www.w3.org/2005/Atom",
}


@dataclass
class Published:
    """All files of an edition."""

    files: frozenset[str]
    contents: Mapping[str, bytes]
    documents: dict[str, Document] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def base_url(self) -> str:
        """Address of the site, as its first page gives it."""
        return self.documents[HTML].canonical if HTML in self.documents else ""

    @property
    def pages(self) -> dict[str, Document]:
        """Canonical address -> page, of all pages that belong to a language cluster."""
        return {page.canonical: page for name, page in self.documents.items() if name.rpartition("/")[2] != CARD}


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
                root = etree.fromstring(site.contents[name])
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
            root = etree.fromstring(site.contents[name])
        except etree.XMLSyntaxError as error:
            yield Problem(name, "feed", f"is not XML: {error}")
            continue
        for url in (entry.findtext("a:id", "", _NAMES) for entry in root.iterfind("a:entry", _NAMES)):
            if url not in pages:
                yield Problem(name, "feed", f"`{url}` is not published")
