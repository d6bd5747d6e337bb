"""The main-content extractor's opinion: which nodes of the page are in trafilatura's text."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from lxml import html
from lxml.html import HtmlElement

from glosspress.article import Kind
from glosspress.clean.nodes import Node

_WORD = re.compile(r"\w+")
_ANCHOR, _PREFIX = 40, 60
"""Characters from which a text is surely found by itself, and by its beginning alone."""
_PART = 2_000
"""Characters of what is asked for again and again: headings, paragraphs, items."""
_HUGE, _WINDOW = 500_000, 50_000
"""Characters from which a text is searched in order only, and how far."""


def words_of(text: str) -> str:
    """Lower-case words joined by single spaces. Those of a part of a page are kept for a while, those of whole pages not."""
    return _kept_words(text) if len(text) <= _PART else _words(text)


@lru_cache(maxsize=4096)
def _kept_words(text: str) -> str:
    return _words(text)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def extracted_words(tree: HtmlElement, removed: list[HtmlElement]) -> str:
    """The words of the main content as trafilatura sees the tree. Changes the tree: removed elements go, asides become
    divisions.
    """
    from trafilatura.core import bare_extraction

    for element in removed:
        if element.getparent() is not None:
            _drop(element)
    for element in list(tree.iter("script", "style")):
        if "ld+json" not in (element.get("type") or ""):
            element.clear(keep_tail=True)
    for element in tree.iter("aside", "figcaption"):
        element.tag = "div" if element.tag == "aside" else "p"
    try:
        document = bare_extraction(
            html.tostring(tree, encoding="unicode"), include_comments=False, with_metadata=False, fast=True
        )
    except (RecursionError, ValueError):
        return ""
    return words_of(document.text or "") if document is not None and not isinstance(document, dict) else ""


def _drop(element: HtmlElement) -> None:
    """Take an element out, but not the text behind it; empty it where that text cannot be moved (`&#0;` gives a NUL)."""
    try:
        element.drop_tree()
    except ValueError:
        element.clear(keep_tail=True)


def votes(parts: list[Node], words: str) -> list[bool]:
    """For each part whether its words stand in the extracted words.

    Long texts are found first and in order; a short one ("Share") counts only between the places of its long
    neighbours.
    """
    haystack = f" {words} "
    needles = [words_of(part.text) if part.kind is not Kind.FIGURE else "" for part in parts]
    spans = _anchors(haystack, needles)
    following = _next_starts(spans, len(haystack))
    place, found = 0, []
    for number, needle in enumerate(needles):
        span = spans[number]
        if span is None and needle and len(needle) < _ANCHOR:
            at = haystack.find(f" {needle} ", place, following[number] + 1)
            span = (at, at + len(needle) + 1) if at >= 0 else None
        found.append(span is not None)
        place = max(place, span[1]) if span else place
    return found


def _anchors(haystack: str, needles: list[str]) -> list[tuple[int, int] | None]:
    """Where each long needle stands; of places that contradict the order, the longest increasing sequence is right."""
    spans: list[tuple[int, int] | None] = [None] * len(needles)
    if len(haystack) > _HUGE:
        return _in_order(haystack, needles)
    places = [
        (number, _find(haystack, needle, 0, len(haystack)))
        for number, needle in enumerate(needles)
        if len(needle) >= _ANCHOR
    ]
    for number, found in _increasing([(number, span) for number, span in places if span]):
        spans[number] = found
    following = _next_starts(spans, len(haystack))
    place = 0
    for number, first in places:
        if first and spans[number] is None:
            spans[number] = _find(haystack, needles[number], place, following[number] + 1)
        span = spans[number]
        place = span[1] if span else place
    return spans


def _in_order(haystack: str, needles: list[str]) -> list[tuple[int, int] | None]:
    """As `_anchors` for a huge text, in linear time: each needle is looked for a window's length behind the one before."""
    spans: list[tuple[int, int] | None] = []
    place = 0
    for needle in needles:
        span = _find(haystack, needle, place, place + _WINDOW) if len(needle) >= _ANCHOR else None
        place = span[1] - 1 if span else place
        spans.append(span)
    return spans


def _find(haystack: str, needle: str, low: int, high: int) -> tuple[int, int] | None:
    """The first place of a needle, as a whole or by its first _PREFIX characters."""
    at = haystack.find(f" {needle} ", low, high)
    if at >= 0:
        return at, at + len(needle) + 1
    at = haystack.find(f" {needle[:_PREFIX]}", low, high) if len(needle) > _PREFIX else -1
    return (at, at + _PREFIX) if at >= 0 else None


def _increasing(items: list[tuple[int, tuple[int, int]]]) -> list[tuple[int, tuple[int, int]]]:
    """The longest sequence of items whose places rise (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, (start, _end)) in enumerate(items):
        pile = bisect_left(tops, start)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(start)
            ends.append(number)
        else:
            tops[pile], ends[pile] = start, number
    chosen, number = [], ends[-1] if ends else -1
    while number >= 0:
        chosen.append(items[number])
        number = before[number]
    return chosen[::-1]


def _next_starts(spans: list[tuple[int, int] | None], end: int) -> list[int]:
    starts = [end] * len(spans)
    for number in range(len(spans) - 1, -1, -1):
        starts[number] = end
        span = spans[number]
        end = span[0] if span else end
    return starts
