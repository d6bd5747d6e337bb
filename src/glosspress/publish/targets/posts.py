"""Pages of an edition as posts of another system: made from the published files alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml import html

from glosspress.digest import sha256
from glosspress.publish.document import Document
from glosspress.publish.targets.delivery import Parcel
from glosspress.publish.verify_record import Record
from glosspress.render.site import CARD, HTML, RECORD
from glosspress.render.text import escape

_STAMP = re.compile(r"<!--\s*glosspress (\S+) ([0-9a-f]{64})\s*-->")
_ADDRESSES = ("href", "src")


@dataclass(frozen=True, slots=True)
class Post:
    """One page."""

    identity: str
    """`<source>/<slug>@<locale>`."""
    locale: str
    slug: str
    title: str
    summary: str
    content: str
    """HTML that begins with the stamp: identity and digest of the rest."""


def posts(parcel: Parcel) -> Iterator[Post]:
    """All article pages and tombstones, in the order of their paths."""
    for name in sorted(parcel.files):
        folder, _, file = name.rpartition("/")
        if file == HTML and f"{folder}/{RECORD}" in parcel.files:
            yield _post(parcel, folder)


def stamp(content: str) -> tuple[str, str]:
    """Identity and digest that a content begins with; two empty strings for a post that is not ours."""
    found = _STAMP.search(content[:1000])
    return (found[1], found[2]) if found else ("", "")


def same_text(one: str, other: str) -> bool:
    """Whether readers see the same words, pictures and links; attributes may be stripped and white space may differ."""
    return _seen(one) == _seen(other)


def _post(parcel: Parcel, folder: str) -> Post:
    document = Document.parse(f"{folder}/{HTML}", parcel.read(f"{folder}/{HTML}"))
    record = Record.parse(parcel.read(f"{folder}/{RECORD}"))
    locale, slug = folder.split("/")
    identity = f"{record.target['gp:id']}@{locale}"
    parts = [*document.root.xpath("//aside[@data-state]"), *document.root.xpath("//div[@class='body']")]
    for part in parts:
        _absolute(part, document.canonical)
    made = f'<p><a href="{escape(urljoin(document.canonical, _card(parcel, folder)))}">{escape(_how(document))}</a></p>'
    inner = "\n".join([*(html.tostring(part, encoding="unicode", with_tail=False) for part in parts), made])
    body = f'<div class="glosspress" lang="{locale}" dir="{document.direction}">\n{inner}\n</div>'
    block = f"<!-- wp:html -->\n{body}\n<!-- /wp:html -->"
    descriptions = document.root.xpath("//meta[@name='description']/@content")
    return Post(
        identity=identity,
        locale=locale,
        slug=f"{slug}-{locale.lower()}",
        title=" ".join(document.root.xpath("string(//h1)").split()),
        summary=str(descriptions[0]) if descriptions else "",
        content=f"<!-- glosspress {identity} {sha256(block)} -->\n{block}",
    )


def _card(parcel: Parcel, folder: str) -> str:
    return CARD if f"{folder}/{CARD}" in parcel.files else RECORD


def _how(document: Document) -> str:
    """The text of the link to the card, in the page's language."""
    found = document.root.xpath(f"//aside[@data-state]//a[contains(@href, '{CARD}') or contains(@href, '{RECORD}')]")
    return " ".join(found[-1].text_content().split()) if found else RECORD


def _absolute(part: Any, base: str) -> None:
    for element in part.iter():
        for name in _ADDRESSES:
            value = element.get(name)
            if value and not value.startswith("#"):
                element.set(name, urljoin(base, value))
        term = element.get("its-term-info-ref")
        if term:
            element.set("its-term-info-ref", urljoin(base, term))


def _seen(content: str) -> str:
    root = html.fragment_fromstring(re.sub(r"<!--.*?-->", "", content, flags=re.DOTALL), create_parent="div")
    addresses = [
        [str(element.get(name)) for name in (*_ADDRESSES, "alt") if element.get(name)] for element in root.iter()
    ]
    return json.dumps([" ".join(root.text_content().split()), [item for item in addresses if item]], ensure_ascii=False)
