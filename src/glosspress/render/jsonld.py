"""schema.org description of a page, for its `<script type="application/ld+json">`.

`translator` takes only persons and organisations, so machine translation has none; the software is in the PROV record.
"""

from __future__ import annotations

import json
from typing import Any

from glosspress.page import Page, State
from glosspress.render.persons import Person, persons, reviewed_at
from glosspress.render.site import RECORD, Placed, Site, day, original_url

SOURCE_TYPES = {
    State.UNREVIEWED: "TrainedAlgorithmicMediaDigitalSource",
    State.CHECKED: "TrainedAlgorithmicMediaDigitalSource",
    State.POST_EDITED: "CompositeWithTrainedAlgorithmicMediaDigitalSource",
    State.APPROVED: "CompositeWithTrainedAlgorithmicMediaDigitalSource",
}
"""The IPTC list as schema.org has it: https://schema.org/IPTCDigitalSourceEnumeration"""
DISCLOSURE = {
    State.UNREVIEWED: "ai-autonomous",
    State.CHECKED: "ai-autonomous",
    State.POST_EDITED: "ai-assisted",
    State.APPROVED: "ai-assisted",
}
"""Values of `<meta name="ai-disclosure">` (W3C community draft)."""


def description(placed: Placed, site: Site) -> dict[str, Any]:
    """The description as JSON-LD. Only what is known is said."""
    page, url = placed.page, placed.url(site)
    data = {
        "@context": "https://schema.org",
        "@type": ["MedicalWebPage", "Article"],
        "@id": url,
        "url": url,
        "headline": page.target.title,
        "inLanguage": page.locale,
        "dateModified": page.making.made_at,
        "digitalSourceType": f"https://schema.org/{SOURCE_TYPES[page.state]}",
        "translationOfWork": _original(placed, site),
        "isBasedOn": original_url(page) or placed.url(site, RECORD) + "#snapshot",
        "license": _license(page),
        "publisher": {"@type": "Organization", "name": site.publisher or site.title, "url": site.base_url},
        "lastReviewed": day(reviewed_at(page)),
        "reviewedBy": [_person(item) for item in persons(page) if item.approved],
        "editor": [_person(item) for item in persons(page) if item.edited],
        "isPartOf": {"@type": "WebSite", "name": site.title, "url": site.base_url},
    }
    return {key: value for key, value in data.items() if value}


def _person(person: Person) -> dict[str, Any]:
    data = {"@type": "Person", "name": person.name, "jobTitle": person.role}
    return {key: value for key, value in data.items() if value}


def _original(placed: Placed, site: Site) -> dict[str, Any]:
    page = placed.page
    metadata = page.source.metadata
    data = {
        "@type": "Article",
        "@id": original_url(page) or placed.url(site, RECORD) + "#article",
        "headline": page.source.title,
        "inLanguage": page.source_locale,
        "datePublished": day(metadata.published),
        "dateModified": day(metadata.modified) or day(metadata.published),
        "author": {"@type": "Person", "name": metadata.author} if metadata.author else None,
        "publisher": {"@type": "Organization", "name": page.origin.publisher} if page.origin.publisher else None,
        "workTranslation": [{"@id": version.url, "inLanguage": version.locale} for version in placed.versions(site)],
    }
    return {key: value for key, value in data.items() if value}


def _license(page: Page) -> Any:
    name = page.origin.license or page.source.metadata.license
    if name.startswith(("https://", "http://")) or not name:
        return name
    return {"@type": "CreativeWork", "name": name}


def script(data: dict[str, Any]) -> str:
    """JSON that cannot leave its `<script>` element, whatever a title holds."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
