"""Numbers that changed places: `7.4 % versus 46.2 %` must not become `46.2 % versus 7.4 %`."""

from __future__ import annotations

from collections.abc import Iterator

from glosspress.checks.check import Check, Context, Pair, Report
from glosspress.translation import PinResult, Severity

_KINDS = frozenset({"number", "percent", "dose", "unit", "currency", "range", "ratio", "product"})
_SAME_ORDER = frozenset({"pt", "es", "fr", "it"})
"""Languages that keep the order of English: 6 of 2,567 references of TICO-19 do not. Elsewhere a hint."""


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """Two different quantities of one kind that stand in the target in the opposite order."""
    found = [result for result in pair.found if result.pin.kind in _KINDS]
    grade = Severity.BLOCK if context.locale.language in _SAME_ORDER else Severity.WARN
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            if _swapped(one, other):
                yield grade, f"“{one.target}” and “{other.target}” changed places"
                return


def _swapped(one: PinResult, other: PinResult) -> bool:
    return one.start > other.start and one.pin.kind == other.pin.kind and one.pin.source != other.pin.source


CHECK = Check(
    "order",
    "Numbers of one kind stand in the order of the source.",
    "no machine translation system checks which number belongs to which noun",
    examine,
)
