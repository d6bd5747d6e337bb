"""Which parts of a page are the article: the extractor's vote, the theme's container and the neighbours decide
together.

The decision is a logistic regression; `benchmarks/clean_model.py` trains it and says what cross-validation gives.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from operator import mul

from lxml.html import HtmlElement

from glosspress.article import Kind
from glosspress.clean.features import NAMES, vectors
from glosspress.clean.nodes import Node, Verdict
from glosspress.clean.weights import Weights

_OUTSIDE = Verdict("content.outside", "Outside the main content of the page.")
_SELECTOR = Verdict("source.content", "Outside the element that the source definition names as the article.")
_UNSURE = Verdict("content.unsure", "The page leaves in doubt whether this belongs to the article.")
_MEMBERS = (Kind.CELL, Kind.ITEM, Kind.TERM, Kind.DEFINITION, Kind.CAPTION)
_DATA = (Kind.CELL, Kind.TERM, Kind.DEFINITION, Kind.CAPTION, Kind.CODE)
_MOSTLY = 0.4
_FLAG_BELOW = 0.8
"""Odds (log) around zero within which a kept part is shown to a person."""
_IN_CONTENT, _SHIELDED, _TEASER, _SPARED = 2.5, 2.0, 2.0, 4.0
"""Odds that a part gains in the theme's own container, and by being protected, when it is not a link; what a short text
with dots at its end loses; what a part gains that a markup rule flagged instead of removing it."""


def select_by_element(parts: Sequence[Node], elements: Sequence[HtmlElement]) -> None:
    """Keep what lies in the elements that the source definition names."""
    for part in parts:
        if not any(inside(part, element) for element in elements):
            part.verdict = _SELECTOR


def select(parts: Sequence[Node], votes: Sequence[bool], weights: Weights, content: HtmlElement | None) -> None:
    """Give the verdict `content.outside` to all that is not the article."""
    odds = [_odds(vector) for vector in vectors(parts, votes, weights, content)]
    keep = []
    for part, value in zip(parts, odds, strict=True):
        unlinked = part.linked < 0.5
        gain = _IN_CONTENT if unlinked and content is not None and inside(part, content) else 0.0
        gain += _SHIELDED if unlinked and part.shield else 0.0
        gain += _SPARED if any(cut.flagged for cut in part.cuts) else 0.0
        gain -= _TEASER if part.text.endswith(("…", "...")) and len(part.text) < 200 else 0.0
        keep.append(value + gain > 0 and part.kind is not Kind.FIGURE)
    if not any(keep):
        return
    _mend(parts, keep)
    for number, part in enumerate(parts):
        if part.kind is Kind.FIGURE:
            keep[number] = _figure_belongs(parts, keep, number)
        if not keep[number]:
            part.verdict = _OUTSIDE
        elif part.kind is Kind.PARAGRAPH and abs(odds[number]) < _FLAG_BELOW:
            part.flag(_UNSURE)


def _mend(parts: Sequence[Node], keep: list[bool]) -> None:
    """Parts that belong together stay together: tables, lists and definitions mostly kept, and headings of kept
    text.
    """
    whole: dict[HtmlElement, list[int]] = {}
    for number, part in enumerate(parts):
        if part.kind in _MEMBERS:
            holder = next((item for item in part.element.iterancestors("table", "dl", "ul", "ol")), None)
            if holder is not None:
                whole.setdefault(holder, []).append(number)
    for numbers in whole.values():
        size = sum(len(parts[n].text) for n in numbers)
        kept = sum(len(parts[n].text) for n in numbers if keep[n])
        if kept >= _MOSTLY * size and kept:
            for number in numbers:
                keep[number] = keep[number] or parts[number].linked < 0.8
    _close_gaps(parts, keep)
    for number in range(len(parts) - 2, -1, -1):
        part, below = parts[number], number + 1
        if part.kind is not Kind.HEADING or keep[number] or part.linked > 0.5 or not any(keep[:number]):
            continue
        while below < len(parts) - 1 and parts[below].kind is Kind.FIGURE:
            below += 1
        keep[number] = keep[below] and _near(part, parts[below])


def _close_gaps(parts: Sequence[Node], keep: list[bool]) -> None:
    """Tables and definitions that stand between two kept parts stay, when they are no lists of links."""
    number = 0
    while number < len(parts):
        end = number
        while end < len(parts) and parts[end].kind in _DATA and not keep[end] and parts[end].linked < 0.5:
            end += 1
        before = next((keep[n] for n in range(number - 1, -1, -1) if parts[n].kind is not Kind.FIGURE), False)
        if end > number and before and end < len(parts) and any(keep[end : end + 3]):
            keep[number:end] = [True] * (end - number)
        number = max(end, number + 1)


def _near(part: Node, other: Node) -> bool:
    """Whether two parts share one of their three nearest elements."""
    return bool(set(list(part.element.iterancestors())[:3]) & {other.element, *list(other.element.iterancestors())[:3]})


def _figure_belongs(parts: Sequence[Node], keep: Sequence[bool], number: int) -> bool:
    """An image stands beside kept text: the next text before or after it is kept and shares one of its nearest
    elements.
    """
    part = parts[number]
    if any(child.verdict is None and child.text for child in part.children):
        following = number + 1
        return following < len(parts) and keep[following]
    for step in (-1, 1):
        other = number + step
        while 0 <= other < len(parts) and parts[other].kind is Kind.FIGURE:
            other += step
        if 0 <= other < len(parts) and keep[other] and _near(part, parts[other]):
            return True
    return False


def inside(part: Node, element: HtmlElement) -> bool:
    """Whether a part lies in an element."""
    return part.element is element or element in part.element.iterancestors()


@lru_cache(maxsize=1)
def _model() -> tuple[tuple[float, ...], float]:
    """Coefficients of the features, and the intercept."""
    text = (resources.files("glosspress.clean") / "rules" / "selection.json").read_text("utf-8")
    values: dict[str, float] = json.loads(text)
    return tuple(values[name] for name in NAMES), values["intercept"]


def _odds(vector: Sequence[float]) -> float:
    """The logarithm of the odds that a part is content."""
    slopes, intercept = _model()
    return intercept + float(sum(map(mul, slopes, vector)))
