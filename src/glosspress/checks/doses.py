"""Doses as tuples: value, unit, route and frequency belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glosspress.checks.check import Check, Context, Pair, Report, missing
from glosspress.translation import PinResult, Severity

KINDS = frozenset({"route", "frequency"})
_OVER = re.compile(r"(?:\d\s?(?:mg|mcg|µg|g|mL|IU)(?:/\w+)*|(?i:infus\w+)|IV|intravenously)\s(?:\w+\s){0,2}?over\s$")
_TIME = re.compile(r"\s?(?:min(?:utes?)?|h(?:ours?)?|s(?:econds?)?)(?!\w)")
_MORE_THAN = re.compile(r"(?:mais d[eo]s?|más de|plus d[e'’]s?|mehr als|acima d[eo]s?|über)\s?$", re.IGNORECASE)
_AMOUNTS = frozenset({"dose", "unit", "range"})


def examine(pair: Pair, _context: Context) -> Iterator[Report]:
    """A route or frequency that is lost, or that stands by another dose than in the source."""
    for result in missing(pair, KINDS):
        yield Severity.BLOCK, f"{result.pin.kind} “{result.pin.source}” of a dose is not in the target"
    yield from _infusions(pair)
    amounts = [result for result in pair.found if result.pin.kind in _AMOUNTS]
    for result in pair.found:
        if result.pin.kind in KINDS and len(amounts) > 1:
            owner = _owner(result, amounts)
            if owner is not None and _nearest(result, amounts) is not owner and _between(owner, result, amounts):
                yield Severity.BLOCK, f"“{result.target}” no longer belongs to “{owner.target}”"


def _infusions(pair: Pair) -> Iterator[Report]:
    """`0.5 mg/kg IV over 40 min` says how long it takes, not that it takes longer."""
    for result in pair.found:
        before, after = pair.source.text[: result.pin.start], pair.source.text[result.pin.end :]
        timed = _TIME.search(result.pin.source) or _TIME.match(after)
        if timed and _OVER.search(before) and _MORE_THAN.search(pair.target.text[: result.start]):
            yield Severity.BLOCK, f"“over {result.pin.source}” of a dose became “more than”"


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
