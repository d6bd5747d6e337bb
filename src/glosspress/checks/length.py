"""Length: a target far shorter or longer than such sentences are in its language."""

from __future__ import annotations

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


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """Empty blocks; beyond a factor of 2.5 blocks, beyond 1.8 warns."""
    source, target = len(pair.source.text.strip()), len(pair.target.text.strip())
    if source and not target:
        yield Severity.BLOCK, "the target is empty"
        return
    if source < _SHORT or context.locale.pseudo:
        return
    expected = source * _RATIOS.get(context.locale.language, 1.0)
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
