"""Nodes with verdicts to the frozen article: kept nodes as blocks, removed ones as records in source order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from glosspress.article import Block, Kind, Removed
from glosspress.clean.nodes import TITLE, Node, Verdict, walk

_HOLDERS = frozenset((Kind.LIST, Kind.TABLE, Kind.ROW, Kind.QUOTE, Kind.CALLOUT, Kind.DEFINITIONS))
_MEMBERS = {Kind.LIST: (Kind.ITEM, Kind.REFERENCE, Kind.FOOTNOTE), Kind.DEFINITIONS: (Kind.TERM, Kind.DEFINITION)}
_TEXTUAL = frozenset((Kind.QUOTE, Kind.CALLOUT, Kind.ITEM, Kind.CELL, Kind.DEFINITION))


def blocks_of(nodes: Iterable[Node]) -> tuple[Block, ...]:
    """The kept nodes as blocks. A removed node's kept children take its place."""
    found: list[Block] = []
    for node in nodes:
        children = blocks_of(node.children)
        if node.verdict is not None and node.kind is not Kind.CELL:
            found.extend(children)
            continue
        if node.kind in _HOLDERS and not children and not node.text:
            continue
        if node.kind in (Kind.ITEM, Kind.TERM, Kind.DEFINITION) and not node.text and not children:
            continue
        if node.kind in _MEMBERS and not any(child.kind in _MEMBERS[node.kind] for child in children):
            found.extend(children)  # its own members are gone; what stood in them is no list
            continue
        if node.kind is Kind.LIST:
            before, children = _folded(children)
            found.extend(before)
        found.append(_block(node, children))
    return _without_loose_rules(found)


def _folded(children: tuple[Block, ...]) -> tuple[list[Block], tuple[Block, ...]]:
    """What stands before the first item of a list, and the items, each with the blocks that follow it in the list.

    They are no items: a number would go to them, and the numbers behind would be others.
    """
    before: list[Block] = []
    items: list[Block] = []
    for child in children:
        if child.kind in _MEMBERS[Kind.LIST]:
            items.append(child)
        elif items:
            items[-1] = replace(items[-1], children=(*items[-1].children, child))
        else:
            before.append(child)
    return before, tuple(items)


def _block(node: Node, children: tuple[Block, ...]) -> Block:
    rich = node.rich
    if (
        not rich.text
        and node.kind in _TEXTUAL
        and children
        and children[0].kind is Kind.PARAGRAPH
        and not children[0].children
    ):
        rich, children = children[0].text, children[1:]
    return Block(node.kind, rich, children, **node.fields)


def _without_loose_rules(blocks: list[Block]) -> tuple[Block, ...]:
    """Thematic breaks only between blocks, never two in a row."""
    kept: list[Block] = []
    for block in blocks:
        if block.kind is Kind.RULE and (not kept or kept[-1].kind is Kind.RULE):
            continue
        kept.append(block)
    while kept and kept[-1].kind is Kind.RULE:
        kept.pop()
    return tuple(kept)


def removed_of(nodes: Iterable[Node]) -> tuple[Removed, ...]:
    """Records of all removed and flagged parts. Neighbours that the same rule removed share a record, a line each."""
    records: list[Removed] = []
    position, joined = 0, False
    for node in walk(nodes):
        if not node.text and node.kind is not Kind.FIGURE:
            continue
        if node.verdict is TITLE:
            records.extend(Removed(c.text, c.verdict.rule, c.verdict.reason, position, c.flagged) for c in node.cuts)
            continue
        verdict = node.verdict
        text = node.text or str(node.fields.get("src", ""))
        if verdict is None:
            records.extend(Removed(c.text, c.verdict.rule, c.verdict.reason, position, c.flagged) for c in node.cuts)
            joined = False
        elif joined and records and records[-1].rule == verdict.rule and not records[-1].flagged:
            records[-1] = _record(f"{records[-1].text}\n{text}", verdict, records[-1].position)
        else:
            records.append(_record(text, verdict, position))
            joined = True
        position += 1
    return tuple(records)


def _record(text: str, verdict: Verdict, position: int) -> Removed:
    return Removed(text, verdict.rule, verdict.reason, position)
