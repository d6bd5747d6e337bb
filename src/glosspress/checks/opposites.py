"""What must not flip: hold and keep, stop and continue, increase and decrease, left and right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from glosspress.checks import kinds
from glosspress.checks.check import Check, Context, Pair, Report
from glosspress.checks.lexicon import PACKAGE
from glosspress.pins.cues import Cues, cues
from glosspress.pins.lexicon import table
from glosspress.translation import Severity

_Words = dict[str, Cues]
_LANGUAGES = frozenset({"pt", "es", "fr", "de"})


@lru_cache(maxsize=1)
def _axes() -> tuple[tuple[str, _Words, _Words], ...]:
    """(name, words of one pole by language, words of the other)."""
    return tuple(
        (axis["name"], _compile(axis["one"]), _compile(axis["other"])) for axis in table("opposites", PACKAGE)["axis"]
    )


@lru_cache(maxsize=1)
def _strict() -> tuple[tuple[str, _Words], ...]:
    """(name, words) of cues that need a counterpart."""
    rows = table("opposites", PACKAGE)["strict"]
    return tuple((row["name"], _compile({key: row[key] for key in row if key != "name"})) for row in rows)


def _compile(words: dict[str, list[str]]) -> _Words:
    return {language: cues(listed) for language, listed in words.items()}


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """The source says one pole only, the target only another; or a cue with a dangerous second meaning is not met."""
    source, target = context.source_language, context.locale.language
    if source != "en" or target not in _LANGUAGES or context.locale.pseudo:
        return
    for name, one, other in _axes():
        for said, opposite in ((one, other), (other, one)):
            cue = said[source].search(pair.source.text)
            if cue is None or opposite[source].search(pair.source.text):
                continue
            flipped = opposite[target].search(pair.target.text)
            if flipped and not said[target].search(pair.target.text):
                yield Severity.BLOCK, f"{name}: “{cue[0]}” became “{flipped[0]}”"
    for name, words in _strict():
        cue = words[source].search(pair.source.text)
        if cue and not words[target].search(pair.target.text):
            yield Severity.BLOCK, f"{name}: nothing in the target says “{cue[0]}”"
    for message in kinds.exchanged(pair.source.text, pair.target.text, target):
        yield Severity.BLOCK, message


CHECK = Check(
    "opposites",
    "What a sentence instructs does not turn into its opposite, nor into another word of its kind (day, route, medicine).",
    "UCSF study of discharge instructions (“hold the kidney medicine” became “keep taking”)",
    examine,
)
