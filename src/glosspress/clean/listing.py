"""Lists in plain text: bullets and numbers at the beginning of lines, nested by their indentation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glosspress.article import Kind, Rich
from glosspress.clean.nodes import Node

BULLET = re.compile(r"(?P<indent>\s*)(?:[-*•◦▪–·‣]|\(?(?P<number>\d{1,2})[.)])\s+(?=\S)")
_DEEPER = 2
"""Columns from which an item belongs below the one before it."""
_DEEPEST = 20


class Lists:
    """The lists that are open at a line, the outermost first, each with the column of its items."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._open: list[tuple[int, Node]] = []

    def close(self) -> None:
        """A line that is no item ends all lists."""
        self._open.clear()

    def take(self, number: int, nodes: list[Node]) -> bool:
        """Add line `number` to its list; a new list goes to `nodes` or below an item. False: the line is no item."""
        line = self._lines[number]
        bullet = BULLET.match(line)
        if bullet is None:
            return False
        column, sign = len(bullet["indent"]), bullet["number"]
        levels = [level for level in self._open if level[0] < column + _DEEPER]
        nested = bool(levels) and column >= levels[-1][0] + _DEEPER and len(levels) < _DEEPEST
        if not nested and levels and _continues(levels[-1][1], sign):
            listing = levels[-1][1]
        elif self._starts(number, sign):
            outer = levels if nested else levels[:-1]
            listing = Node(Kind.LIST, fields=_fields(sign))
            (outer[-1][1].children[-1].children if outer else nodes).append(listing)
            levels = [*outer, (column, listing)]
        else:
            return False
        self._open = levels
        listing.children.append(Node(Kind.ITEM, Rich(line[bullet.end() :].strip())))
        return True

    def _starts(self, number: int, item: str | None) -> bool:
        """A bullet always starts a list; a number only when the next line at its column has the next number (else it
        numbers a heading).
        """
        line = self._lines[number]
        if item is None:
            return len(line.strip()) > 3 and not re.fullmatch(r"\W*[\w ]{1,30}\W*-\s*", line)
        column = len(line) - len(line.lstrip())
        for following in map(BULLET.match, self._lines[number + 1 :]):
            if following is None:
                return False
            if len(following["indent"]) < column + _DEEPER:
                return bool(following["number"]) and int(following["number"]) == int(item) + 1
        return False


def _fields(number: str | None) -> dict[str, object]:
    if number is None:
        return {}
    return {"ordered": True, "start": int(number)} if int(number) != 1 else {"ordered": True}


def _continues(listing: Node, item: str | None) -> bool:
    """Whether an item goes on with an open list: bullets after bullets, numbers in order."""
    if item is None:
        return not listing.fields.get("ordered", False)
    following = listing.fields.get("start", 1) + len(listing.children)
    return bool(listing.fields.get("ordered", False)) and int(item) == following


def written(listing: Node, depth: int = 0) -> Iterator[str]:
    """The lines of what is kept of a list, as `plain.text_of` writes them."""
    number, indent = listing.fields.get("start", 1), "  " * depth
    written_one = False
    for item in listing.children:
        if item.verdict is None and item.kind is Kind.ITEM:
            yield f"{indent}{f'{number}.' if listing.fields.get('ordered') else '-'} {item.text}"
            number, written_one = number + 1, True
        for child in item.children:
            yield from written(child, depth + 1 if written_one else depth)


def places(nodes: list[Node]) -> Iterator[tuple[list[Node], Node]]:
    """Every node that holds text, in order, with the list of nodes that it stands in."""
    for node in nodes:
        if node.kind is not Kind.LIST:
            yield nodes, node
        yield from places(node.children)
