"""Brackets and quotation marks: what is opened is closed, and an aside stays an aside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glosspress.checks.check import AS_IT_IS, Check, Context, Pair, Report
from glosspress.translation import Severity

_PAIRS = {"(": ")", "[": "]", "{": "}", "（": "）"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_ANY = re.compile(r"[()\[\]{}（）]")
_LABEL = re.compile(r"(?<!\w)(?:\w{1,3}|[ivx]+)\)")
"""`a)` and `1)` close nothing."""
_FACE = re.compile(r"[:;]-?[()]")


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """Brackets that are balanced in the source and not in the target hold, asides that vanished warn; quotes warn."""
    if context.kind in AS_IT_IS:
        return
    source, target = pair.source.text, pair.target.text
    if fault(source):
        return
    found = fault(target)
    if found:
        yield Severity.BLOCK, found
    lost = sum(map(source.count, "([{")) - sum(map(target.count, "([{（"))
    if lost > 0:
        yield Severity.WARN, f"{lost} of the source's brackets are missing"
    if source.count('"') % 2 == 0 and target.count('"') % 2:
        yield Severity.WARN, "a quotation mark has no counterpart"


def fault(text: str) -> str:
    """What is wrong with the brackets of a text, or an empty string."""
    if not _ANY.search(text):
        return ""
    text = _FACE.sub("  ", text)
    opened: list[str] = []
    labels = {match.end() - 1 for match in _LABEL.finditer(text)}
    for place, char in enumerate(text):
        if char in _PAIRS:
            opened.append(char)
        elif char in _CLOSING:
            if opened and opened[-1] == _CLOSING[char]:
                opened.pop()
            elif place not in labels:
                return f"“{char}” closes nothing"
    return f"“{opened[-1]}” is not closed" if opened else ""


CHECK = Check(
    "brackets",
    "Brackets that are opened are closed, as many as in the source.",
    "translate-html #19; ASTM F2575 (punctuation); weblate check `MismatchedBrackets`",
    examine,
)
