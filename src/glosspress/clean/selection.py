"""Which parts of a page are the article: the extractor's vote, the theme's container and the neighbours decide together.

The decision is a logistic regression; `benchmarks/clean_model.py` trains it and says what cross-validation gives.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from lxml.html import HtmlElement

from glosspress.article import Kind
from glosspress.clean.features import NAMES, vectors
from glosspress.clean.nodes import Node, Verdict
from glosspress.clean.weights import Weights

_OUTSIDE = Verdict("content.outside", "Outside the main content of the page.")
_SELECTOR = Verdict("source.content", "Outside the element that the source definition names as the article.")
_UNSURE = Verdict("content.unsure", "The page leaves in doubt whether this belongs to the article.")
_FLAG_BELOW = 0.8
"""Odds (log) around zero within which a kept part is shown to a person."""
_IN_CONTENT, _SHIELDED = 2.5, 2.0
"""Odds that a part gains in the theme's own container, and by being protected, when it is not a link."""


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
        keep.append(value + gain > 0 and part.kind is not Kind.FIGURE)
    if not any(keep):
        return
    for number, part in enumerate(parts):
        if part.kind is Kind.FIGURE:
            keep[number] = _figure_belongs(parts, keep, number)
        if not keep[number]:
            part.verdict = _OUTSIDE
        elif part.kind is Kind.PARAGRAPH and abs(odds[number]) < _FLAG_BELOW:
            part.flag(_UNSURE)


def _figure_belongs(parts: Sequence[Node], keep: Sequence[bool], number: int) -> bool:
    """An image stands beside kept text: the next text before or after it is kept and shares one of its nearest elements."""
    part = parts[number]
    if any(child.verdict is None and child.text for child in part.children):
        following = number + 1
        return following < len(parts) and keep[following]
    near = set(list(part.element.iterancestors())[:3])
    for step in (-1, 1):
        other = number + step
        while 0 <= other < len(parts) and parts[other].kind is Kind.FIGURE:
            other += step
        if 0 <= other < len(parts) and keep[other] and near & set(list(parts[other].element.iterancestors())[:3]):
            return True
    return False


def inside(part: Node, element: HtmlElement) -> bool:
    """Whether a part lies in an element."""
    return part.element is element or element in part.element.iterancestors()


@lru_cache(maxsize=1)
def _model() -> tuple[tuple[float, ...], tuple[tuple[int, int, float], ...], float]:
    """Coefficients of the features, of products of two features, and the intercept."""
    text = (resources.files("glosspress.clean") / "rules" / "selection.json").read_text("utf-8")
    values: dict[str, float] = json.loads(text)
    single = tuple(values[name] for name in NAMES)
    pairs = [(key.split("*"), value) for key, value in values.items() if "*" in key]
    return single, tuple((NAMES.index(a), NAMES.index(b), value) for (a, b), value in pairs), values["intercept"]


def _odds(vector: Sequence[float]) -> float:
    """The logarithm of the odds that a part is content."""
    single, pairs, intercept = _model()
    linear = sum(weight * value for weight, value in zip(single, vector, strict=True))
    return intercept + linear + sum(weight * vector[a] * vector[b] for a, b, weight in pairs)
