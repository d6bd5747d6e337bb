"""Pages for readers: the article and the card that says how it was made."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from glosspress import locales
from glosspress.render.body import Body
from glosspress.render.card import card
from glosspress.render.jsonld import DISCLOSURE, description, script
from glosspress.render.persons import persons
from glosspress.render.sanitize import sanitized
from glosspress.render.sentences import TITLE
from glosspress.render.site import CARD, FEED, HTML, MARKDOWN, RECORD, Placed, Site, day, original_url
from glosspress.render.strings import strings
from glosspress.render.text import excerpt, legible
from glosspress.render.theme import Theme


def page_html(placed: Placed, site: Site, theme: Theme) -> str:
    """The article as a complete HTML page."""
    page = placed.page
    body = sanitized(Body(page, strings(page.locale), placed.pictures).html())
    return theme.render(
        "article.html",
        body=Markup(body),  # noqa: S704 - sanitized in the line above
        title_unit=TITLE if any(path == TITLE for path, _ in page.translations) else "",
        jsonld=Markup(script(description(placed, site))),  # noqa: S704 - no `<`, `>`, `&` left in it
        description=excerpt(_opening(placed), 160),
        canonical=placed.url(site),
        versions=placed.versions(site),
        **_values(placed, site),
    )


def card_html(placed: Placed, site: Site, theme: Theme) -> str:
    """The page "how this page was made"."""
    return theme.render(
        "provenance.html",
        card=card(placed.page),
        persons=persons(placed.page),
        canonical=placed.url(site, CARD),
        versions=(),
        **_values(placed, site),
    )


def _values(placed: Placed, site: Site) -> dict[str, Any]:
    page = placed.page
    return {
        "site": site,
        "page": page,
        "locale": locales.parse(page.locale),
        "text": strings(page.locale),
        "title": legible(page.target.title),
        "original": original_url(page),
        "source_title": legible(page.source.title),
        "source_locale": locales.parse(page.source_locale),
        "published": day(page.source.metadata.published),
        "made": day(page.making.made_at),
        "robots": site.robots(page),
        "disclosure": DISCLOSURE[page.state] if site.ai_disclosure else "",
        "record_url": placed.url(site, RECORD),
        "feed_url": site.url(f"{page.locale}/{FEED}"),
        "files": {"html": HTML, "markdown": MARKDOWN, "record": RECORD, "card": CARD},
        "root": "../../",
        "frame": frame_language(page.locale),
    }


def frame_language(tag: str) -> Markup:
    """`lang` and `dir` of the frame's texts where they are not in the page's language; else empty."""
    texts = strings(tag)
    if texts.tag.split("-")[0] == tag.split("-")[0]:
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(texts.tag, texts.direction)


def _opening(placed: Placed) -> str:
    """The first paragraph, for search results."""
    for _, block in placed.page.target.walk():
        if block.kind == "paragraph" and block.text.text.strip():
            return block.text.text
    return ""
