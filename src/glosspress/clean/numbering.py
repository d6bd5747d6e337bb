"""The numbers of an ordered list: `start`, `reversed`, `type` and the `value` of an item, as the HTML standard counts."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from glosspress.article import Kind
from glosspress.clean.nodes import Node

_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(lower|upper)-(alpha|latin|roman)\b", re.IGNORECASE)
_INTEGER = re.compile(r"\s*([+-]?[0-9]{1,9})")


def numbered(element: HtmlElement, items: list[Node]) -> list[tuple[int, list[Node]]]:
    """The nodes of an `ol` in runs that count up, each with the number of its first item."""
    step = -1 if element.get("reversed") is not None else 1
    first = 1 if step > 0 else sum(item.kind is Kind.ITEM for item in items)
    number = _integer(element.get("start"), first)
    parts: list[tuple[int, list[Node]]] = []
    expected = None
    for item in items:
        if item.kind is Kind.ITEM:
            number = _integer(item.element.get("value"), number)
            if number != expected:
                parts.append((number, []))
            expected = number + 1
            number += step
        elif not parts:
            parts.append((number, []))
            expected = number
        parts[-1][1].append(item)
    return parts


def numerals(element: HtmlElement) -> str:
    """`a`, `A`, `i` or `I` for an `ol` in letters or Roman numerals, by its attribute or style; empty for digits."""
    kind = element.get("type", "").strip()
    if kind in ("a", "A", "i", "I"):
        return str(kind)
    found = _STYLE.search(element.get("style", ""))
    if found is None:
        return ""
    sign = "i" if found[2].lower() == "roman" else "a"
    return sign.upper() if found[1].lower() == "upper" else sign


def _integer(value: str | None, default: int) -> int:
    found = _INTEGER.match(value or "")
    return int(found[1]) if found else default
