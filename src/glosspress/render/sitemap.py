"""Sitemap with the language versions of every page (https://www.sitemaps.org/protocol.html, Google's xhtml:link)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glosspress.render.site import Version
from glosspress.render.text import escape

MAX_URLS, MAX_BYTES = 50_000, 50_000_000
"""Limits of the protocol for one file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One address. `versions` hold the whole cluster, the address itself included."""

    url: str
    changed_at: str
    versions: tuple[Version, ...]
    default_url: str = ""
    """`x-default` of the cluster."""


def sitemaps(entries: Sequence[Entry], base_url: str) -> dict[str, str]:
    """File name -> XML. Beyond the limits there are several files, and `sitemap.xml` is their index."""
    groups = _groups([_url(entry) for entry in entries])
    if len(groups) == 1:
        return {"sitemap.xml": _file(groups[0])}
    names = [f"sitemap-{number}.xml" for number in range(1, len(groups) + 1)]
    index = "".join(f"<sitemap><loc>{escape(base_url + name)}</loc></sitemap>\n" for name in names)
    files = {name: _file(group) for name, group in zip(names, groups, strict=True)}
    return {"sitemap.xml": _HEAD + f'<sitemapindex xmlns="{_NAMESPACE}">\n{index}</sitemapindex>\n', **files}


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _groups(urls: list[str]) -> list[list[str]]:
    """The addresses in groups that fit a file each; at least one group."""
    groups: list[list[str]] = [[]]
    size = 0
    for url in urls:
        length = len(url.encode())
        if groups[-1] and (len(groups[-1]) >= MAX_URLS or size + length > MAX_BYTES - 1_000):
            groups.append([])
            size = 0
        groups[-1].append(url)
        size += length
    return groups


def _file(urls: list[str]) -> str:
    text = "".join(urls)
    return f'{_HEAD}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{text}</urlset>\n'


def _url(entry: Entry) -> str:
    named = [(version.locale, version.url) for version in entry.versions]
    if entry.default_url:
        named.append(("x-default", entry.default_url))
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{escape(tag)}" href="{escape(url)}"/>\n' for tag, url in named
    )
    changed = f"<lastmod>{escape(entry.changed_at)}</lastmod>\n" if entry.changed_at else ""
    return f"<url>\n<loc>{escape(entry.url)}</loc>\n{changed}{links}</url>\n"
