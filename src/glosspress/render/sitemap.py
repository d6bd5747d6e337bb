"""Sitemap with the language versions of every page (https://www.sitemaps.org/protocol.html, Google's xhtml:link)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glosspress.render.site import Version
from glosspress.render.text import escape

MAX_URLS = 50_000
"""Limit of the protocol for one file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One address. `versions` hold the whole cluster, the address itself included."""

    url: str
    changed_at: str
    versions: tuple[Version, ...]
    default_url: str = ""
    """`x-default` of the cluster."""


def sitemaps(entries: Sequence[Entry], base_url: str) -> dict[str, str]:
    """File name -> XML. Beyond MAX_URLS there are several files, and `sitemap.xml` is their index."""
    groups = [entries[start : start + MAX_URLS] for start in range(0, len(entries), MAX_URLS)] or [entries]
    if len(groups) == 1:
        return {"sitemap.xml": _urls(groups[0])}
    names = [f"sitemap-{number}.xml" for number in range(1, len(groups) + 1)]
    index = "".join(f"<sitemap><loc>{escape(base_url + name)}</loc></sitemap>\n" for name in names)
    files = {name: _urls(group) for name, group in zip(names, groups, strict=True)}
    return {"sitemap.xml": _HEAD + f'<sitemapindex xmlns="{_NAMESPACE}">\n{index}</sitemapindex>\n', **files}


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _urls(entries: Sequence[Entry]) -> str:
    urls = "".join(_url(entry) for entry in entries)
    return f'{_HEAD}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{urls}</urlset>\n'


def _url(entry: Entry) -> str:
    named = [(version.locale, version.url) for version in entry.versions]
    if entry.default_url:
        named.append(("x-default", entry.default_url))
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{escape(tag)}" href="{escape(url)}"/>\n' for tag, url in named
    )
    changed = f"<lastmod>{escape(entry.changed_at)}</lastmod>\n" if entry.changed_at else ""
    return f"<url>\n<loc>{escape(entry.url)}</loc>\n{changed}{links}</url>\n"
