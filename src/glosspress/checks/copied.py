"""Text that came back untranslated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glosspress.checks.check import AS_IT_IS, Check, Context, Pair, Report
from glosspress.checks.stopwords import stopwords
from glosspress.translation import Severity

_WORD = re.compile(r"[^\W\d_]{2,}")
_RUN = 6
"""So many source words in a row, function words among them, are no name."""


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """A target equal to the source, or a long run of source words in it, outside the pins."""
    same = context.locale.language == context.source_language
    if same or context.locale.pseudo or context.kind in AS_IT_IS:
        return
    source, target = _words(pair.source.text), _words(_unpinned(pair))
    function = stopwords().get(context.source_language, frozenset()) - stopwords().get(
        context.locale.language, frozenset()
    )
    if pair.source.text.strip() == pair.target.text.strip() and len(source) > 2 and function & set(source):
        yield Severity.BLOCK, "the target is the source, untranslated"
        return
    run = _common_run(source, target, function)
    if run:
        yield Severity.BLOCK, f"untranslated: “{' '.join(run)}”"


def _unpinned(pair: Pair) -> str:
    """The target with the found pins as a break."""
    text = pair.target.text
    for result in sorted(pair.found, key=lambda item: -item.start):
        text = f"{text[: result.start]} 0 {text[result.end :]}"
    return text


def _words(text: str) -> list[str]:
    return [match[0].lower() for match in _WORD.finditer(text)]


def _common_run(source: list[str], target: list[str], function: frozenset[str]) -> list[str]:
    grams = {tuple(source[n : n + _RUN]) for n in range(len(source) - _RUN + 1)}
    for n in range(len(target) - _RUN + 1):
        gram = tuple(target[n : n + _RUN])
        if gram in grams and len(function & set(gram)) > 1:
            return list(gram)
    return []


CHECK = Check(
    "copied",
    "The target is not the source over again, nor a long part of it.",
    "LibreTranslate #947, #875; COMET #192 (an untranslated copy scores well)",
    examine,
)
