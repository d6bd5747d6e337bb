"""What a person should look at first: risk x reach x uncertainty of every sentence that nobody answers for.

Risk: 4 for a sentence that is held, 3 where it carries a dose, an instruction, a negation or a caution (what flips when
translations fail, UCSF 2021), 2 for a number, unit or pinned term, 1 else. Reach: the pages of the locale on which the
sentence stands. Uncertainty: 1 for a held one, else 1 - exp(mean log-likelihood a token), at least 0.6 with a warning;
0.5 where no model was asked, next to none in a pseudo locale: no reader waits for that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from glosspress.article import Kind
from glosspress.changes import ChangeKind
from glosspress.changes.facts import facts
from glosspress.changes.leaves import Leaf
from glosspress.translation import Rung, Severity, Translation

HELD, GRAVE, FACTUAL, PLAIN = 4.0, 3.0, 2.0, 1.0
_GRAVE = frozenset({"dose", "route", "frequency", "duration", "negation", "caution", "opposite"})
_UNKNOWN, _WARNED, _LEAST = 0.5, 0.6, 0.02


@dataclass(frozen=True, slots=True)
class Weight:
    """One sentence's part of the order."""

    risk: float
    uncertainty: float
    """0 to 1."""
    facts: tuple[str, ...]
    """Kinds of facts that make the risk, the gravest first: `dose`, `negation`, `number` ..."""


def weigh(translation: Translation, kind: Kind, language: str, *, pseudo: bool = False) -> Weight:
    """Risk and uncertainty of a sentence; `language` is the source's, `pseudo` says that the target's is a pseudo locale."""
    if translation.rung is Rung.COPIED and not translation.held:
        return Weight(0.0, 0.0, ())
    kinds = {result.pin.kind for result in translation.pins}
    kinds |= {found for found, _ in facts(Leaf("", kind, translation.source), language, None)}
    grave = sorted(kinds & _GRAVE)
    risk = HELD if translation.held else GRAVE if grave else FACTUAL if kinds else PLAIN
    uncertainty = _LEAST if pseudo and not translation.held else _uncertainty(translation)
    return Weight(risk, uncertainty, (*grave, *sorted(kinds - _GRAVE)))


def bucket(change: ChangeKind) -> int:
    """Changes of the source outrank their weight: safety first, typography last."""
    return {ChangeKind.SAFETY: 0, ChangeKind.TYPOGRAPHIC: 2}.get(change, 1)


def _uncertainty(translation: Translation) -> float:
    if translation.held or any(item.severity is Severity.BLOCK for item in translation.findings):
        return 1.0
    found = _UNKNOWN if translation.score is None else max(_LEAST, 1.0 - math.exp(min(0.0, translation.score)))
    return max(found, _WARNED) if translation.findings else found
