"""What a page says about itself in JSON-LD, Microdata and OpenGraph, as extruct reads it.

extruct is asked only for what a page has, on the tree that is there already. Around it stands what
real pages need: one broken script does not hide the others, links that name an author give the name, teasers' Microdata is
not the article's, sizes are bounded (docs/adr/0007).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree, html
from lxml.html import HtmlElement

from glosspress.clean.inline import plain

_ARTICLE = (
    "article",
    "newsarticle",
    "blogposting",
    "medicalwebpage",
    "webpage",
    "scholarlyarticle",
    "report",
    "medicalscholarlyarticle",
)
LONGEST = 1_000_000
"""Characters of all JSON-LD scripts together; what lies behind is not read. Real pages have up to 40,000."""
_MOST_OBJECTS = 10_000
_MOST_ITEMS, _MOST_PROPERTIES = 8, 1_000
"""Microdata items of a page that are read, and elements with a property in one; real pages have up to 250."""
_DEEPEST = 5
_LONGEST_VALUE = 1_000
_NAMING = frozenset(("author", "creator", "headline", "name", "publisher"))
"""Properties whose value on a link is its text; the standard takes the address."""
_VALUED = frozenset(("a", "area", "data", "img", "link", "meta", "meter", "object", "time"))
"""Elements whose value is an attribute; a damaged page has names of elements and attributes that no copy may have."""
_TELLING = frozenset(
    ("content", "data", "datetime", "href", "itemid", "itemprop", "itemscope", "itemtype", "src", "value")
)
_TEXTUAL = "span"


def json_ld(tree: HtmlElement) -> dict[str, Any]:
    """The most specific JSON-LD object that describes an article; empty when the page has none.

    A reference such as `{"@id": "#author"}` to another object of the page is followed once.
    """
    objects = list(islice(_scripts(tree), _MOST_OBJECTS))
    known = {item["@id"]: item for item in objects if isinstance(item.get("@id"), str) and len(item) > 1}
    best = _ranked(objects)[:1]
    return {name: _followed(value, known) for item in best for name, value in item.items()}


def microdata(tree: HtmlElement, url: str) -> dict[str, Any]:
    """The most specific Microdata item that holds the page's title, in the form of JSON-LD; empty when there is none."""
    return next(iter(_ranked(list(_items(tree, url)))), {})


def open_graph(tree: HtmlElement) -> list[tuple[str, str]]:
    """The OpenGraph properties of the head in order, with their prefixes (`og:title`)."""
    if not tree.xpath("boolean(//head/meta[@property])"):
        return []
    from extruct.opengraph import OpenGraphExtractor

    return [pair for found in OpenGraphExtractor().extract_items(tree) for pair in found["properties"]]


def _scripts(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object of every script, script by script: those that nobody can read are left out."""
    left = LONGEST
    for script in tree.iter("script"):
        text = (script.text or "").strip().rstrip(";")
        if "ld+json" in (script.get("type") or "").lower() and text and len(text) <= left:
            left -= len(text)
            yield from _objects(_read(text))


def _read(text: str) -> list[Any]:
    from extruct.jsonld import JsonLdExtractor

    script = etree.Element("script", {"type": "application/ld+json"})
    try:
        script.text = text
        return list(JsonLdExtractor().extract_items(script))
    except (ValueError, TypeError, RecursionError):
        return []


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1) if depth < _DEEPEST else ()
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph", ()), depth + 1) if depth < _DEEPEST else ()


def _items(tree: HtmlElement, url: str) -> Iterator[dict[str, Any]]:
    elements = tree.xpath("//*[@itemscope and @itemtype]")
    wanted = [element for element in elements if _rank({"@type": _short(element.get("itemtype"))}) is not None]
    for element in wanted[:_MOST_ITEMS]:
        if element.find(".//h1") is None or element.xpath("count(.//*[@itemprop])") > _MOST_PROPERTIES:
            continue
        from extruct.w3cmicrodata import MicrodataExtractor

        for item in MicrodataExtractor().extract_items(_bare(element), url)[:1]:
            found = _as_linked(item)
            if isinstance(found, dict):
                yield found


def _bare(item: HtmlElement) -> HtmlElement:
    """A copy of an item with nothing but its properties, the text of each as `content`: the article's text stays out."""
    copies = {item: html.Element(_TEXTUAL, _told(item))}
    for element in item.xpath(".//*[@itemprop]"):
        told = _told(element)
        tag = element.tag if element.tag in _VALUED and not _NAMING & set(told["itemprop"].split()) else _TEXTUAL
        text = " ".join(plain(element.text_content()).split())[:_LONGEST_VALUE]
        if "itemscope" not in told and text:
            told.setdefault("datetime" if tag == "time" else "content", text)
        copy = html.Element(tag, told)
        copies[next(above for above in element.iterancestors() if above in copies)].append(copy)
        copies[element] = copy
    return copies[item]


def _told(element: HtmlElement) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if name in _TELLING}


def _as_linked(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_linked(item) for item in value]
    if not isinstance(value, dict):
        return value
    kinds = value.get("type", "")
    said = {"@type": [_short(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])]}
    if "value" in value:
        said["name"] = value["value"]
    return said | {name: _as_linked(item) for name, item in value.get("properties", {}).items()}


def _short(kind: str) -> str:
    """`https://schema.org/NewsArticle` as `NewsArticle`."""
    return kind.strip().rpartition("/")[2]


def _followed(value: Any, known: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_followed(item, known) for item in value[:_MOST_ITEMS]]
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        return {**known.get(value["@id"], {}), **value}
    return value


def _ranked(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that describe an article, the most specific first."""
    ranks = [(rank, item) for item in items if (rank := _rank(item)) is not None]
    return [item for _, item in sorted(ranks, key=lambda pair: pair[0])]


def _rank(item: dict[str, Any]) -> int | None:
    types = item.get("@type", "")
    names = [str(name).lower() for name in (types if isinstance(types, list) else [types])]
    ranks = [
        (_ARTICLE.index(name) if name in _ARTICLE else 1)
        for name in names
        if name in _ARTICLE or name.endswith("article")
    ]
    return (10 if "webpage" in names else min(ranks)) if ranks else None
