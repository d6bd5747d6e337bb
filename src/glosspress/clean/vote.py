"""The main-content extractor's opinion: which nodes of the page are in trafilatura's text."""

from __future__ import annotations

import re

from lxml import html
from lxml.html import HtmlElement

from glosspress.article import Kind
from glosspress.clean.nodes import Node

_WORD = re.compile(r"\w+")


def words_of(text: str) -> str:
    """Lower-case words joined by single spaces."""
    return " ".join(_WORD.findall(text.lower()))


def extracted_words(tree: HtmlElement, removed: list[HtmlElement]) -> str:
    """The words of the main content as trafilatura sees the tree. Changes the tree: removed elements go, asides become divisions."""
    from trafilatura.core import bare_extraction

    for element in removed:
        if element.getparent() is not None:
            element.drop_tree()
    for element in tree.iter("aside", "figcaption"):
        element.tag = "div" if element.tag == "aside" else "p"
    try:
        document = bare_extraction(html.tostring(tree, encoding="unicode"), include_comments=False, with_metadata=False)
    except (RecursionError, ValueError):
        return ""
    return words_of(document.text or "") if document is not None and not isinstance(document, dict) else ""


def votes(parts: list[Node], words: str) -> list[bool]:
    """For each part in order: whether its words stand in the extracted words, at or after the place of the part before."""
    haystack, place, found = f" {words} ", 0, []
    for part in parts:
        if part.kind is Kind.FIGURE and not part.children:
            found.append(False)
            continue
        needle = words_of(part.text)
        if not needle:
            found.append(False)
            continue
        reach = len(haystack) if len(needle) > 60 else place + 300 + len(needle)
        at = haystack.find(f" {needle} ", place, reach)
        if at < 0 and len(needle) > 60:
            at = haystack.find(f" {needle[:60]}", place)
            needle = needle if at >= 0 else ""
        found.append(at >= 0)
        if at >= 0:
            place = min(at + len(needle), len(haystack) - 1)
    return found
