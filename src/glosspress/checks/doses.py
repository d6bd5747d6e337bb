"""Doses as tuples: value, unit, route and frequency belong together."""

from __future__ import annotations

from collections.abc import Iterator

from glosspress.checks.check import Check, Context, Pair, Report, missing
from glosspress.translation import PinResult, Severity

KINDS = frozenset({"route", "frequency"})
_AMOUNTS = frozenset({"dose", "unit", "range", "product"})


def examine(pair: Pair, _context: Context) -> Iterator[Report]:
    """A route or frequency that is lost, or that stands by another dose than in the source."""
    for result in missing(pair, KINDS):
        yield Severity.BLOCK, f"{result.pin.kind} “{result.pin.source}” of a dose is not in the target"
    amounts = [result for result in pair.found if result.pin.kind in _AMOUNTS]
    for result in pair.found:
        if result.pin.kind in KINDS and len(amounts) > 1:
            owner = _owner(result, amounts)
            if owner is not None and _nearest(result, amounts) is not owner and _between(owner, result, amounts):
                yield Severity.BLOCK, f"“{result.target}” no longer belongs to “{owner.target}”"


def _owner(result: PinResult, amounts: list[PinResult]) -> PinResult | None:
    before = [amount for amount in amounts if amount.pin.end <= result.pin.start]
    return max(before, key=lambda amount: amount.pin.end, default=None)


def _nearest(result: PinResult, amounts: list[PinResult]) -> PinResult:
    return min(amounts, key=lambda amount: max(amount.start - result.end, result.start - amount.end))


def _between(owner: PinResult, result: PinResult, amounts: list[PinResult]) -> bool:
    """Whether another dose stands between a dose and its route in the target."""
    low, high = min(owner.end, result.end), max(owner.start, result.start)
    return any(low <= amount.start and amount.end <= high for amount in amounts if amount is not owner)


CHECK = Check(
    "doses",
    "Route and frequency of a dose are in the target, beside the same dose.",
    "ISMP List of Error-Prone Abbreviations; no machine translation system checks doses",
    examine,
)
