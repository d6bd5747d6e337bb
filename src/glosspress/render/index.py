"""Index pages: all articles of a locale, and all locales of the site."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from glosspress import locales
from glosspress.render.html import frame_language
from glosspress.render.site import FEED, HTML, Placed, Site, Version, changed_at, day
from glosspress.render.strings import strings
from glosspress.render.text import excerpt, legible
from glosspress.render.theme import Theme

PER_PAGE = 100
"""Articles on one index page."""


def index_name(number: int) -> str:
    """File name of a locale's index page, counted from 1."""
    return HTML if number == 1 else f"index-{number}.html"


def locale_index(
    site: Site, locale: str, placed: Sequence[Placed], present: Sequence[str], theme: Theme
) -> dict[str, str]:
    """File name -> HTML: the articles of a locale, newest first. `present` are all locales of the site."""
    entries = [
        {
            "title": legible(item.page.target.title),
            "link": f"{quote(item.folder)}/{HTML}",
            "date": day(item.page.source.metadata.published) or day(changed_at(item.page)),
            "summary": summary(item),
        }
        for item in placed
    ]
    entries.sort(key=lambda entry: (entry["date"], entry["title"]), reverse=True)
    indexed = any(site.robots(item.page).startswith("index") for item in placed)
    parts = [entries[start : start + PER_PAGE] for start in range(0, len(entries), PER_PAGE)] or [[]]
    found = {}
    for number, part in enumerate(parts, 1):
        versions = _versions(site, present, "../")
        found[index_name(number)] = theme.render(
            "locale.html",
            site=site,
            locale=locales.parse(locale),
            text=strings(locale),
            entries=part,
            canonical=site.url(f"{locale}/" + (index_name(number) if number > 1 else "")),
            versions=versions if number == 1 else (),
            others=versions,
            default_url=site.base_url,
            position=strings(locale)["page_of"].format(number=number, all=len(parts)) if len(parts) > 1 else "",
            newer=index_name(number - 1) if number > 1 else "",
            older=index_name(number + 1) if number < len(parts) else "",
            robots="index,follow" if indexed else "noindex,follow",
            disclosure="",
            feed_url=site.url(f"{locale}/{FEED}"),
            root="../",
            frame=frame_language(locale),
        )
    return found


def site_index(site: Site, present: Sequence[str], counts: dict[str, int], theme: Theme) -> str:
    """The choice of languages."""
    first = present[0] if present else site.source_language
    return theme.render(
        "site.html",
        site=site,
        locale=locales.parse(first),
        text=strings(first),
        names=[(locales.parse(tag), f"{quote(tag)}/{HTML}", counts.get(tag, 0)) for tag in present if counts.get(tag)],
        canonical=site.base_url,
        versions=_versions(site, present, ""),
        default_url=site.base_url,
        robots="index,follow",
        disclosure="",
        feed_url="",
        root="",
        frame=frame_language(first),
    )


def _versions(site: Site, present: Sequence[str], up: str) -> tuple[Version, ...]:
    return tuple(Version(tag, site.url(f"{tag}/"), link=f"{up}{quote(tag)}/{HTML}") for tag in present)


def summary(placed: Placed) -> str:
    """The beginning of the first paragraph."""
    for _, block in placed.page.target.walk():
        if block.kind == "paragraph" and block.text.text.strip():
            return excerpt(block.text.text)
    return ""
