"""One HTML file: language, address, outline, ids, links, pictures, nothing that runs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

from glosspress import locales
from glosspress.errors import UsageError
from glosspress.publish.document import Document
from glosspress.publish.problems import Problem
from glosspress.publish.verify_site import Published
from glosspress.render.site import CARD, HTML
from glosspress.render.tombstone import STATE as WITHDRAWN


def html_problems(document: Document, site: Published) -> list[Problem]:
    """What is wrong with one page."""
    checks = (
        ("head", _head(document, site)),
        ("html", _outline(document)),
        ("html", _soundness(document)),
        ("link", _links(document, site)),
    )
    return [Problem(document.path, check, message) for check, messages in checks for message in messages]


def address(path: str, base: str) -> str:
    """Canonical address of a file of the site: folders without their index.html, percent-encoded as published."""
    from glosspress.render import Site

    name = path.removesuffix(HTML) if path.rpartition("/")[2] == HTML else path
    return Site("", base).url(name)


def _head(document: Document, site: Published) -> Iterator[str]:
    parts = document.path.split("/")
    expected = address(document.path, site.base_url)
    if document.canonical != expected:
        yield f"canonical is `{document.canonical}`, not `{expected}`"
    if len(parts) > 1 and document.language != parts[0]:
        yield f"lang is `{document.language}`, not `{parts[0]}`"
    try:
        if document.direction != locales.parse(document.language).direction:
            yield f"dir is `{document.direction}`"
    except UsageError:
        yield f"lang `{document.language}` is not a language"
    if not (document.root.findtext(".//title") or "").strip():
        yield "has no title"
    if len(parts) == 3 and parts[2] == HTML:
        record = document.links("http://www.w3.org/ns/prov#has_provenance")
        if [link.get("href") for link in record] != [expected + "provenance.json"]:
            yield "has no link to its provenance record"
        if not document.state:
            yield "has no banner that tells its state"
        if document.state == WITHDRAWN:
            return
        if document.description.get("@id") != expected or document.description.get("inLanguage") != parts[0]:
            yield "JSON-LD describes another page"
        if not document.root.xpath(f"//a[starts-with(@href, '{CARD}')]"):
            yield "does not link how it was made"


def _outline(document: Document) -> Iterator[str]:
    levels = [int(element.tag[1]) for element in document.root.iter() if re.fullmatch(r"h[1-6]", str(element.tag))]
    if levels.count(1) != 1 or levels[:1] != [1]:
        yield "does not begin with its only h1"
    for before, level in pairwise(levels):
        if level > before + 1:
            yield f"a heading of rank {level} follows one of rank {before}"


def _soundness(document: Document) -> Iterator[str]:
    for name, count in document.ids.items():
        if count > 1:
            yield f"the id `{name}` stands {count} times"
    for danger in document.dangers():
        yield f"holds something that may run: {danger}"
    for image in document.root.iter("img"):
        if image.get("alt") is None:
            yield "a picture has no alternative text"
    for name in document.root.xpath("//@aria-labelledby"):
        if name not in document.ids:
            yield f"aria-labelledby `{name}` leads nowhere"


def _links(document: Document, site: Published) -> Iterator[str]:
    for element in document.root.iter("a", "link", "img", "span"):
        for name in ("href", "src", "its-term-info-ref"):
            value = element.get(name)
            if value is None:
                continue
            try:
                yield from _link(document, site, element, value)
            except ValueError:
                yield f"<{element.tag}> leads to `{value}`, which is no address"


def _link(document: Document, site: Published, element: Any, value: str) -> Iterator[str]:
    base, name = urldefrag(value)
    if base.startswith(site.base_url) and site.base_url:
        target = unquote(base.removeprefix(site.base_url))
        target = target + HTML if target.endswith("/") or not target else target
    elif urlsplit(base).scheme:
        return
    else:
        target = (
            posixpath.normpath(posixpath.join(posixpath.dirname(document.path), unquote(base)))
            if base
            else document.path
        )
    if target not in site.files:
        yield f"<{element.tag}> leads to `{value}`, which is not published"
    elif name:
        site.links.append((document.path, value, target, unquote(name)))


def link_problems(site: Published) -> Iterator[Problem]:
    """Links to a place in a page that is not there; to be asked when all pages were seen."""
    for path, value, target, name in site.links:
        if target in site.ids and name not in site.ids[target]:
            yield Problem(path, "link", f"`{value}` leads to a place that is not there")
