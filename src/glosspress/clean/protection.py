"""Protected classes: what no rule may remove. A rule that would is turned into a flag."""

from __future__ import annotations

from glosspress.article import Kind
from glosspress.clean.nodes import Node, walk
from glosspress.clean.rulebook import RuleBook

CALLOUT = "callout"
"""The shield of a box that is called a warning: it yields to rules about whole lines ("Please enter your comment!")."""


def protect(nodes: list[Node], book: RuleBook, language: str) -> None:
    """Set `shield` on warnings, doses, tables, captions and references among the nodes that have no verdict."""
    group, headers = book.group("protect", language), book.group("references", language)
    referring = False
    for node in walk(nodes):
        if node.verdict is not None:
            continue
        if node.kind is Kind.CALLOUT and node.fields.get("label") == "warning":
            _shield_all(node, CALLOUT)
        elif node.kind is Kind.TABLE and _linked(node) < 0.5:
            _shield_all(node, "table")
        elif node.kind is Kind.CAPTION and node.text:
            node.shield = node.shield or "caption"
        if node.kind is Kind.HEADING or (len(node.text) < 40 and node.kind is Kind.PARAGRAPH):
            referring = headers.first(node.text) is not None or (referring and node.kind is not Kind.HEADING)
        if (node.shield and node.shield != CALLOUT) or not node.text or node.kind in (Kind.HEADING, Kind.FIGURE):
            continue
        found = group.first(node.text)
        if found and (node.linked < 0.5 or found[0].label == "reference"):
            node.shield = found[0].label
        elif referring and node.kind is Kind.ITEM and len(node.text) > 25:
            node.shield = "reference"


def _shield_all(node: Node, name: str) -> None:
    for item in node.walk():
        if item.verdict is None:
            item.shield = item.shield or name


def _linked(table: Node) -> float:
    total = sum(len(node.text) for node in table.walk())
    return sum(len(node.text) * node.linked for node in table.walk()) / max(1, total)
