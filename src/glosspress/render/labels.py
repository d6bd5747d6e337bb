"""The label of a call-out, once: a text that begins with its own ("Warning: ...") gets no second one."""

from __future__ import annotations

import re

from glosspress.article import Block
from glosspress.render.strings import Strings

_STRONG = frozenset({"important", "caution", "warning", "danger"})
_MILD = frozenset({"note", "tip"})
_AFTER = re.compile(r"\s*(?:[:!.،。：！-]|[–—]|\Z)")
"""What follows a word that serves as a label, rather than as the first word of a sentence."""

_SIGNS = re.compile(r"\A[\W_]+")


def label_of(block: Block) -> str:
    """The label of a call-out that has a name in every language; `note` for an unknown one."""
    return block.label if block.label in _STRONG | _MILD else "note"


def names_itself(block: Block, *languages: Strings) -> bool:
    """Whether the call-out's first text begins with its label, or with a word for one, in one of the languages.

    A warning that begins with "Note:" does not: its text says less than its label.
    """
    first = next((part.text for _, part in block.walk() if part.text.text.strip()), None)
    if first is None:
        return False
    text, label = _SIGNS.sub("", first.text), label_of(block)
    marked = {
        first.text[mark.start : mark.end].strip().casefold() for mark in first.marks if mark.tag in ("strong", "em")
    }
    for texts in languages:
        if _begins(text, texts[f"callout_{label}"]) is not None:
            return True
        for head in _heads(label, texts):
            rest = _begins(text, head)
            if rest is not None and (_AFTER.match(rest) or head.casefold() in marked):
                return True
    return False


def _heads(label: str, texts: Strings) -> list[str]:
    known = texts["callout_heads"] if label in _STRONG else f"{texts['callout_heads']},{texts['callout_mild_heads']}"
    return [head.strip() for head in known.split(",")]


def _begins(text: str, head: str) -> str | None:
    """What follows `head` at the beginning of a text, letter case aside; None when another word stands there."""
    if text[: len(head)].casefold() != head.casefold():
        return None
    rest = text[len(head) :]
    return None if rest[:1].isalnum() else rest
