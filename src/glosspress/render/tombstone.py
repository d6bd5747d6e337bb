"""What stands in the place of a withdrawn page: that it is gone, since when and why; no text of it, no other version."""

from __future__ import annotations

from glosspress import locales
from glosspress.render.dates import long_date
from glosspress.render.html import frame_language
from glosspress.render.markdown import yaml_lines
from glosspress.render.markdown_inline import escaped
from glosspress.render.provenance import tombstone
from glosspress.render.site import FEED, HTML, MARKDOWN, RECORD, Placed, Site, Withdrawn, day, original_url
from glosspress.render.strings import strings
from glosspress.render.text import legible
from glosspress.render.theme import Theme

STATE = "withdrawn"


def tombstone_html(placed: Placed, withdrawn: Withdrawn, site: Site, theme: Theme) -> str:
    """The page for readers. A server should send it with the status 410."""
    page = withdrawn.page
    return theme.render(
        "withdrawn.html",
        site=site,
        page=page,
        locale=locales.parse(page.locale),
        text=strings(page.locale),
        title=legible(page.target.title),
        reason=legible(withdrawn.event.comment),
        date=day(withdrawn.event.at),
        original=original_url(page),
        source_locale=locales.parse(page.source_locale),
        canonical=placed.url(site),
        versions=(),
        robots="noindex",
        disclosure="",
        record_url=placed.url(site, RECORD),
        feed_url=site.url(f"{page.locale}/{FEED}"),
        files={"html": HTML, "markdown": MARKDOWN, "record": RECORD},
        root="../../",
        frame=frame_language(page.locale),
    )


def tombstone_markdown(placed: Placed, withdrawn: Withdrawn, site: Site) -> str:
    """The same for site generators: `withdrawn: true`, and a body that says so."""
    page, event, texts = withdrawn.page, withdrawn.event, strings(withdrawn.page.locale)
    data = {
        "title": " ".join(texts["withdrawn_title"].format(title=legible(page.target.title)).split()),
        "lang": page.locale,
        "translationKey": page.id,
        "slug": placed.folder,
        "date": day(event.at),
        "lastmod": event.at,
        "source_lang": page.source_locale,
        "source_url": original_url(page) or page.origin.url,
        "source_hash": f"sha256:{page.origin.snapshot_sha256}",
        "translation_state": STATE,
        "withdrawn": True,
        "withdrawn_at": event.at,
        "withdrawn_reason": legible(event.comment),
        "prov": placed.url(site, RECORD),
    }
    said = [texts["banner_withdrawn"], texts["withdrawn_on"].format(date=long_date(day(event.at), texts.tag))]
    if event.comment:
        said.append(texts["withdrawn_reason"].format(reason=legible(event.comment)))
    return f"---\n{yaml_lines(data)}---\n\n" + "\n\n".join(map(escaped, [*said, texts["withdrawn_advice"]])) + "\n"


def tombstone_record(placed: Placed, withdrawn: Withdrawn, site: Site, files: dict[str, str]) -> str:
    """The record: what the page was, and by which event it ceased to be valid (`wasInvalidatedBy`)."""
    return tombstone(placed, withdrawn, site, files)
