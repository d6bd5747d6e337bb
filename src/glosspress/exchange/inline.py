"""Marked text as mixed XML content, and back as text with codes by number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from glosspress.article import Rich
from glosspress.exchange.codes import numbered, written_out
from glosspress.exchange.xml import legal


@dataclass(frozen=True, slots=True)
class Span:
    """An element around `text[start:end]`."""

    start: int
    end: int
    tag: str
    attributes: Mapping[str, str]
    code: bool = True
    """False: an annotation, left out where it would cross a code."""


def code_spans(rich: Rich, source: Rich, make: Callable[[int, str, bool], tuple[str, dict[str, str]]]) -> list[Span]:
    """A span for each mark; `make` gives tag and attributes from number, HTML element and whether it is empty."""
    return [
        Span(mark.start, mark.end, *make(number, mark.tag, mark.start == mark.end))
        for mark, number in numbered(rich, source)
    ]


def fill(parent: Any, text: str, spans: Sequence[Span]) -> None:
    """Write a text with elements into an element."""
    codes = [span for span in spans if span.code]
    notes = [span for span in spans if not span.code and not any(_cross(span, code) for code in codes)]
    order = sorted([*codes, *notes], key=lambda span: (span.start, -span.end, not span.code))
    stack: list[tuple[int, Any]] = [(len(text), parent)]
    position = 0
    for span in order:
        while len(stack) > 1 and stack[-1][0] <= span.start and not (span.start == span.end == stack[-1][0]):
            position = _text(stack, text, position, stack[-1][0])
            stack.pop()
        position = _text(stack, text, position, span.start)
        element = etree.SubElement(
            stack[-1][1], span.tag, {key: legal(value) for key, value in span.attributes.items()}
        )
        if span.start < span.end:
            stack.append((span.end, element))
    while stack:
        position = _text(stack, text, position, stack[-1][0])
        stack.pop()


def _text(stack: list[tuple[int, Any]], text: str, start: int, end: int) -> int:
    part, element = legal(text[start:end]), stack[-1][1]
    if part and len(element):
        element[-1].tail = (element[-1].tail or "") + part
    elif part:
        element.text = (element.text or "") + part
    return max(start, end)


def _cross(one: Span, other: Span) -> bool:
    return one.start < other.start < one.end < other.end or other.start < one.start < other.end < one.end


def read(element: Any, codes: Callable[[Any], tuple[str, str] | None]) -> str:
    """The coded text of an element. `codes` gives what stands before and after the content of a child; None: transparent."""
    out = written_out(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            around = codes(child)
            inside = read(child, codes)
            out += inside if around is None else around[0] + inside + around[1]
        out += written_out(child.tail or "")
    return out
