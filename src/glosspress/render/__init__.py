"""Render: pages and sites as text. Pure functions; the same page gives the same characters."""

from __future__ import annotations

from glosspress.render.feed import feed
from glosspress.render.html import card_html, page_html
from glosspress.render.index import locale_index, site_index
from glosspress.render.markdown import page_markdown
from glosspress.render.provenance import provenance
from glosspress.render.site import Placed, Site, Version, Withdrawn
from glosspress.render.sitemap import Entry, sitemaps
from glosspress.render.theme import Theme
from glosspress.render.tombstone import tombstone_html, tombstone_markdown, tombstone_record

__all__ = [
    "Entry", "Placed", "Site", "Theme", "Version", "Withdrawn", "card_html", "feed", "locale_index", "page_html",
    "page_markdown", "provenance", "site_index", "sitemaps", "tombstone_html", "tombstone_markdown", "tombstone_record",
]  # fmt: skip
