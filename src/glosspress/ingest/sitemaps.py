"""Sitemaps, sitemap indexes and news sitemaps, plain or gzip, XML or text: bytes in, entries out.

https://www.sitemaps.org/protocol.html, https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from __future__ import annotations

import io
import zlib
from typing import Any

from lxml import etree

from glosspress.errors import InputError
from glosspress.ingest.decompression import Decompressor
from glosspress.ingest.entries import MOST_ENTRIES, Entry, Listing, absolute, distinct, is_web
from glosspress.ingest.feeds import parse_feed

MAX_BYTES = 100_000_000
"""After decompression; twice what the protocol allows."""
_GZIP = b"\x1f\x8b"
_DATES = ("lastmod", "publication_date")
_FEEDS = frozenset({"rss", "feed", "RDF"})


def parse_sitemap(body: bytes, url: str) -> Listing:
    """The entries of a sitemap, or the sitemaps of an index in `more`.

    A damaged one gives what stands before the damage, and a problem. InputError: no sitemap, or too large.
    """
    text = _unzipped(body, url)
    start = text.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start != b"<":
        return _plain(text, url)
    return _xml(text, url)


def _unzipped(body: bytes, url: str) -> bytes:
    if body.startswith(_GZIP):
        parts, size = [], 0
        try:
            for part in Decompressor("gzip").feed(body):
                parts.append(part)
                size += len(part)
                if size > MAX_BYTES:
                    break
        except zlib.error:
            raise InputError("the sitemap's gzip is damaged", url) from None
        body = b"".join(parts)
    if len(body) > MAX_BYTES:
        raise InputError(f"the sitemap is larger than {MAX_BYTES / 1e6:g} MB", url)
    return body


def _plain(text: bytes, url: str) -> Listing:
    """One URL a line."""
    lines = [line.strip() for line in text.decode("utf-8-sig", "replace").splitlines()[:MOST_ENTRIES]]
    entries = distinct([Entry(line) for line in lines])
    if not entries:
        raise InputError("is no sitemap", url, "check the address; robots.txt of the site may name it")
    return Listing(entries)


def _xml(text: bytes, url: str) -> Listing:
    entries: list[Entry] = []
    more: list[str] = []
    problems: list[str] = []
    root = ""
    events = etree.iterparse(
        io.BytesIO(text),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        for event, element in events:
            if not root:
                root = _name(element)
                if root in _FEEDS:
                    return parse_feed(text, url)
                if root not in {"urlset", "sitemapindex"}:
                    break
            if event == "end" and _name(element) in {"url", "sitemap"}:
                _take(element, url, entries, more)
                _forget(element)
            if len(entries) + len(more) >= MOST_ENTRIES:
                problems.append(f"more than {MOST_ENTRIES:,} entries; the rest is left out")
                break
    except etree.XMLSyntaxError as error:
        problems.append(
            f"the sitemap is damaged ({error.msg}); {len(entries) + len(more)} entries stand before it"[:300]
        )
    if root not in {"urlset", "sitemapindex"}:
        raise InputError("is no sitemap", url, "check the address; robots.txt of the site may name it")
    return Listing(distinct(entries), tuple(dict.fromkeys(link for link in more if is_web(link))), tuple(problems))


def _take(element: Any, base: str, entries: list[Entry], more: list[str]) -> None:
    told: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and child.text and child is not element:
            told.setdefault(_name(child), " ".join(child.text.split()))
    link = absolute(base, told.get("loc", ""))
    if not link:
        return
    if _name(element) == "sitemap":
        more.append(link)
    else:
        changed = next((told[name] for name in _DATES if name in told), "")
        entries.append(Entry(link, changed, told.get("title", "")))


def _forget(element: Any) -> None:
    """Free what was read, so that memory does not grow with the sitemap."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
