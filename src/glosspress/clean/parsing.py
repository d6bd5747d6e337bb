"""HTML text to an lxml tree of bounded depth and size."""

from __future__ import annotations

import re

from lxml import etree, html

from glosspress.errors import InputError

MAX_DEPTH = 100
"""Deeper wrappers are dissolved into their parents: no real page needs them, and walkers may then recurse."""
_TOO_DEEP = f"boolean({'/*' * (MAX_DEPTH + 1)})"
_CUT_DEPTH = 1000
"""libxml2 drops what lies 2048 levels deep; from half of that on, wrappers are taken out before parsing."""
_WRAPPERS = re.compile(
    r"</?(?:div|span|font|section|center|article|main|b|i|em|strong|small|a|blockquote)\b[^>]*>", re.IGNORECASE
)
_ANY_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.IGNORECASE | re.DOTALL)
MAX_ELEMENTS = 400_000
_ONE_CLASS = etree.ElementDefaultClassLookup(element=html.HtmlElement)
"""lxml.html asks Python for the class of each element; nobody here needs its forms and inputs."""
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|article|div|p|h[1-6]|ul|ol|table|section|br|span|a|img|script|meta)\b", re.IGNORECASE
)
_NOSCRIPT_ARTICLE = 600
"""Characters from which a `noscript` holds the article rather than a notice."""
SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "svg",
        "canvas",
        "noscript",
        "iframe",
        "object",
        "embed",
        "video",
        "audio",
        "map",
        "head",
        "link",
        "meta",
        "base",
        "source",
        "track",
        "applet",
        "noframes",
        "dialog",
    ]
)
"""Elements without article text. `noscript` images are found before they go."""


def looks_like_html(text: str) -> bool:
    """Whether a text is markup rather than plain text."""
    return len(_MARKUP.findall(text[:20_000], 0)) > 1 or text.lstrip()[:200].lower().startswith(
        ("<!doctype", "<html", "<?xml")
    )


def parse(text: str, where: str = "") -> html.HtmlElement:
    """The tree of a page. InputError when nothing can be parsed or there are more than MAX_ELEMENTS elements."""
    tree = _parsed(text, where)
    deepest = _bound(tree, where)
    if deepest >= _CUT_DEPTH:
        tree = _parsed(_WRAPPERS.sub(" ", text), where)
        if _bound(tree, where) >= _CUT_DEPTH:
            tree = _parsed("<body><p>" + _ANY_TAG.sub(" ", text), where)
    for element in tree.iter("noscript"):
        if len(element.text_content()) > _NOSCRIPT_ARTICLE:
            element.tag = "div"
    return tree


def _parsed(text: str, where: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(
            "no page can be read from this markup", where, "open it in a browser and save it again"
        ) from error


def _bound(tree: html.HtmlElement, where: str) -> int:
    """Dissolve elements below MAX_DEPTH, without recursion; count the elements. Returns the greatest depth."""
    if tree.xpath("count(//*)") > MAX_ELEMENTS:
        raise InputError(
            f"the page has more than {MAX_ELEMENTS} elements", where, "split it, or name a smaller part of it"
        )
    if not tree.xpath(_TOO_DEEP):
        return 0
    depth, deep, deepest = 0, [], 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            depth += 1
            deepest = max(deepest, depth)
            if depth > MAX_DEPTH:
                deep.append(element)
        else:
            depth -= 1
    if deep and deepest < _CUT_DEPTH:
        _dissolve(deep)
    return deepest


def _dissolve(deep: list[html.HtmlElement]) -> None:
    """Replace each chain of too deep elements by its text in the last element that may stay."""
    inside = set()
    for element in deep:
        if element in inside:
            continue
        anchor = element.getparent()
        texts = []
        for event, item in etree.iterwalk(element, events=("start", "end")):
            if event == "start":
                inside.add(item)
                texts.append((item.text or "") if item.tag not in SILENT else "")
            elif item is not element:
                texts.append(item.tail or "")
        flat = anchor.makeelement("p")
        flat.text, flat.tail = " ".join(" ".join(texts).split()), element.tail
        anchor.replace(element, flat)
