"""Footnotes and references as what they are."""

from __future__ import annotations

import re

from glosspress.article import Kind
from glosspress.clean.nodes import Node
from glosspress.clean.rulebook import RuleBook

_NOTE = re.compile(r"(?:user-content-)?(?:fn|footnote|endnote|_ftn)[-_:]?\w*", re.IGNORECASE)


def mark(nodes: list[Node], book: RuleBook, language: str) -> None:
    """Items of a list below a references heading become REFERENCE, those whose id names a footnote FOOTNOTE."""
    headers = book.group("references", language)
    referring = False
    for node in nodes:
        if node.kind is Kind.HEADING or (node.kind is Kind.PARAGRAPH and len(node.text) < 40):
            referring = headers.first(node.text.strip()) is not None or (referring and node.kind is Kind.PARAGRAPH)
        for item in node.walk() if node.kind is Kind.LIST else ():
            if item.kind is not Kind.ITEM:
                continue
            label = str(item.fields.get("label", ""))
            if _NOTE.fullmatch(label):
                item.kind = Kind.FOOTNOTE
            elif referring:
                item.kind = Kind.REFERENCE
            else:
                item.fields.pop("label", None)
