"""Length: a target far shorter or longer than such sentences are in its language."""

from __future__ import annotations

import math
from collections.abc import Iterator

from glosspress.checks.check import Check, Context, Pair, Report
from glosspress.translation import Severity

_RATIOS: dict[str, float] = {
    "pt": 1.11,
    "es": 1.17,
    "fr": 1.2,
    "de": 1.15,
    "it": 1.1,
    "zh": 0.33,
    "zt": 0.33,
    "ja": 0.45,
    "ko": 0.5,
}
"""Characters of the target per character of English: pt, es, fr measured on TICO-19 dev, the others estimated."""
_SHORT, _LONG = 25, 12
"""Below so many source characters no ratio holds; so many characters are always free."""


_MEASURED = frozenset({"pt", "es", "fr"})
_LONG_ENOUGH = 60
_SPREAD, _MOST = 4.0, 0.16
"""From so many source characters on, a whole translation is shorter than expected by so many times the root of the source's
length at most: short ways to say things cancel out as a sentence grows. A very long one may always lack this share."""


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """Empty blocks; beyond a factor of 2.5 blocks, beyond 1.8 warns. A sentence that lost a clause blocks where the ratio is
    measured, and warns elsewhere.
    """
    source, target = len(pair.source.text.strip()), len(pair.target.text.strip())
    if source and not target:
        yield Severity.BLOCK, "the target is empty"
        return
    if source < _SHORT or context.locale.pseudo:
        return
    expected = source * _RATIOS.get(context.locale.language, 1.0)
    if source >= _LONG_ENOUGH and target < expected - max(_SPREAD * math.sqrt(source), _MOST * expected):
        grade = Severity.BLOCK if context.locale.language in _MEASURED else Severity.WARN
        yield grade, f"{target} characters for {source}: a part of the sentence is missing"
        return
    factor = max((target - _LONG) / expected, expected / (target + _LONG))
    if factor > 1.8:
        grade = Severity.BLOCK if factor > 2.5 else Severity.WARN
        yield grade, f"{target} characters for {source}: {'longer' if target > expected else 'shorter'} than expected"


CHECK = Check(
    "length",
    "The target is about as long as its language needs.",
    "argos-translate #428; LibreTranslate #917",
    examine,
)
