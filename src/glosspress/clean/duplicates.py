"""Repeated text without a motive. A warning that is repeated on purpose stays."""

from __future__ import annotations

import re

from glosspress.article import Kind
from glosspress.clean.draft import Draft
from glosspress.clean.nodes import Node, Verdict, walk
from glosspress.clean.protection import CALLOUT
from glosspress.clean.vote import words_of

_ADJACENT = Verdict("duplicate.adjacent", "The same text as the part just before it.")
_REPEATED = Verdict("duplicate.paragraph", "The same paragraph stands earlier in the article.")
_SENTENCE = Verdict("duplicate.sentence", "A sentence of an earlier paragraph, repeated at the end without a reason.")
_CONTENTS = Verdict("content.toc", "A table of contents: its items are the headings below it.")
_FEWEST_WORDS = 8
_SINGLE = (Kind.PARAGRAPH, Kind.HEADING, Kind.QUOTE, Kind.ITEM, Kind.CALLOUT)


def remove(draft: Draft) -> None:
    """Give verdicts to repeated parts; the first copy stays."""
    parts = [part for part in draft.parts if part.kind in _SINGLE and part.text]
    seen: dict[str, Node] = {}
    before = ""
    for number, part in enumerate(parts):
        words = words_of(part.text)
        long = words.count(" ") + 1 >= _FEWEST_WORDS
        if words and words == before and (long or part.kind is not Kind.ITEM):
            if part.shield in ("warning", CALLOUT):
                part.flag(_ADJACENT)
            else:
                part.verdict = _ADJACENT
            continue
        if long and part.kind in (Kind.PARAGRAPH, Kind.QUOTE):
            if words in seen:
                part.remove(_REPEATED)
            elif number >= len(parts) - 3 and _within(words, parts[:number]):
                part.remove(_SENTENCE)
        seen.setdefault(words, part)
        before = words


def _within(words: str, earlier: list[Node]) -> bool:
    return any(f" {words} " in f" {words_of(part.text)} " for part in earlier if part.kind is Kind.PARAGRAPH)


def contents(draft: Draft) -> None:
    """Lists of which nearly all items are headings of the article."""
    headings = {words_of(part.text) for part in draft.parts if part.kind is Kind.HEADING}
    if len(headings) < 3:
        return
    for node in walk(draft.nodes):
        if node.kind is not Kind.LIST:
            continue
        items = [item for item in node.walk() if item.kind is Kind.ITEM and item.verdict is None and item.text]
        known = sum(
            words_of(re.sub(r"^[\d.)\s]+", "", item.text)) in headings or words_of(item.text) in headings
            for item in items
        )
        if len(items) >= 3 and known >= 0.7 * len(items):
            for item in items:
                item.remove(_CONTENTS)
