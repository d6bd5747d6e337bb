"""Units in letters: `milligrams` must not become grams."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from glosspress.checks.check import Check, Context, Pair, Report
from glosspress.checks.lexicon import PACKAGE
from glosspress.pins.cues import Cues, beginnings
from glosspress.pins.lexicon import either, table
from glosspress.translation import Severity

_MEASURES = frozenset({"microgram", "milligram", "kilogram", "gram", "millilitre", "litre", "millimetre", "centimetre"})
_LETTERS = "two|three|four|five|six|seven|eight|nine|ten|twelve|half an?"
_LANGUAGES = frozenset({"en", "pt", "es", "fr", "de"})


@lru_cache(maxsize=1)
def _families() -> tuple[tuple[str, Cues, re.Pattern[str]], ...]:
    """(name, after a number in words, anywhere): symbols are the business of pins and count on the target side only."""
    found = []
    for name, words in table("units", PACKAGE)["families"].items():
        long = [word for word in words if len(word) > 3]
        number = rf"(?<![\w.,])(?:\d[\d.,\u00a0\u202f]*|{_LETTERS})[\s\u00a0\u202f-](?:(?:million|thousand)\s)?"
        after = rf"{number}(?:{either(long)})(?!\w)"
        anywhere = rf"(?<![^\W\d_])(?:{either(words)})(?!\w)"
        told = Cues(re.compile(after, re.IGNORECASE), beginnings(long))
        found.append((name, told, re.compile(anywhere, re.IGNORECASE)))
    return tuple(found)


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """A unit that follows a number in the source, in letters, and is nowhere in the target."""
    if context.locale.language not in _LANGUAGES or context.source_language not in _LANGUAGES or context.locale.pseudo:
        return
    for name, after, anywhere in _families():
        match = after.search(pair.source.text)
        if match and not anywhere.search(pair.target.text):
            grade = Severity.BLOCK if name in _MEASURES else Severity.WARN
            yield grade, f"“{match[0]}”: no {name} in the target"


CHECK = Check(
    "units",
    "A unit written out after a number is written in the target too.",
    "LibreTranslate #710, #755",
    examine,
)
