"""Comparators in words: `60 or older` must not become 60, `at least 5` not `at most 5`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from glosspress.checks.check import Check, Context, Pair, Report
from glosspress.pins.lexicon import either, table
from glosspress.translation import Severity

_LANGUAGES = frozenset({"pt", "es", "fr", "de"})
_UNIT = r"(?:[\s-]?(?!or\b|and\b)[\w%°µ/.-]+){0,2}"
_SAID = {
    "more": re.compile(
        rf"\d{_UNIT}\s(?:or|and)\s(?:more|older|above|over|greater|higher|longer|later)(?!\w)"
        r"|(?<!\w)(?:at least|no less than|no fewer than|a minimum of|more than|greater than)\s\d",
        re.IGNORECASE,
    ),
    "less": re.compile(
        rf"\d{_UNIT}\s(?:or|and)\s(?:less|fewer|younger|below|under|lower|shorter|earlier)(?!\w)"
        r"|(?<!\w)(?:at most|no more than|up to|a maximum of|less than|fewer than)\s\d",
        re.IGNORECASE,
    ),
}
_SIGNS = {"more": "[>≥＞+]", "less": "[<≤＜]"}


@lru_cache(maxsize=2)
def _answers(direction: str) -> re.Pattern[str]:
    """Words and signs of a direction, in any of the languages that we know."""
    cues = table("comparators")
    words = either([*cues[direction], *cues[f"after_{direction}"], *cues["further"][direction]])
    return re.compile(rf"(?<!\w)(?:{words})|{_SIGNS[direction]}", re.IGNORECASE)


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """A comparator in words beside a number of the source, and nothing of its direction in the whole target."""
    if context.source_language != "en" or context.locale.language not in _LANGUAGES or context.locale.pseudo:
        return
    for direction, pattern in _SAID.items():
        cue = pattern.search(pair.source.text)
        if cue and not _answers(direction).search(pair.target.text):
            yield Severity.BLOCK, f"nothing in the target says “{cue[0]}”"


CHECK = Check(
    "comparators",
    "`At least`, `or more`, `less than` beside a number are said in the target too.",
    "ISMP error-prone abbreviations (`>` and `<`); no machine translation system checks comparators",
    examine,
)
