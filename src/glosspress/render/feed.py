"""Atom feed of a locale (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence

from glosspress import locales
from glosspress.render.index import summary
from glosspress.render.site import FEED, Placed, Site, changed_at, original_url
from glosspress.render.text import escape

MAX_ENTRIES = 200
"""Newest first; older articles are in the index and the sitemap."""


def feed(site: Site, locale: str, placed: Sequence[Placed]) -> str:
    """The feed as XML."""
    newest = sorted(placed, key=lambda item: (changed_at(item.page), item.folder), reverse=True)[:MAX_ENTRIES]
    own, home = site.url(f"{locale}/{FEED}"), site.url(f"{locale}/")
    updated = changed_at(newest[0].page) if newest else "1970-01-01T00:00:00Z"
    entries = "".join(_entry(site, item) for item in newest)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(locale)}">\n'
        f"<title>{escape(f'{site.title} ({locales.parse(locale).name})')}</title>\n"
        f"<id>{escape(home)}</id>\n<updated>{escape(updated)}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href="{escape(own)}"/>\n'
        f'<link rel="alternate" type="text/html" hreflang="{escape(locale)}" href="{escape(home)}"/>\n'
        f"<author><name>{escape(site.publisher or site.title)}</name></author>\n"
        f"{entries}</feed>\n"
    )


def _entry(site: Site, placed: Placed) -> str:
    page, url = placed.page, placed.url(site)
    original = original_url(page)
    via = f'<link rel="via" hreflang="{escape(page.source_locale)}" href="{escape(original)}"/>\n' if original else ""
    return (
        f"<entry>\n<title>{escape(page.target.title)}</title>\n<id>{escape(url)}</id>\n"
        f"<updated>{escape(changed_at(page))}</updated>\n"
        f'<link rel="alternate" type="text/html" hreflang="{escape(page.locale)}" href="{escape(url)}"/>\n'
        f"{via}<summary>{escape(summary(placed))}</summary>\n</entry>\n"
    )
