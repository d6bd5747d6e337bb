"""Numbers: none lost, none changed, none invented."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from glosspress import locales
from glosspress.checks import letters
from glosspress.checks.check import Check, Context, Pair, Report, missing
from glosspress.pins import formulas, literals, moments, symbols
from glosspress.pins.numbers import KINDS
from glosspress.pins.quantities import Quantity, analyse, find
from glosspress.translation import Severity

NUMERIC = KINDS | {"date", "time"}
_DISTRIBUTED = re.compile(r"(?<!\w)de (?P<number>\d+) em $", re.IGNORECASE)
"""`De 8 em 8 horas` is `every 8 hours`."""


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """A number of the source that is not found, or a number of the target without one in the source."""
    for result in missing(pair, NUMERIC):
        yield Severity.BLOCK, f"“{result.pin.source}” is not in the target as {' / '.join(result.pin.targets[:2])}"
    unexplained = list(_unexplained(pair, context))
    spare = _spare(pair, context) if unexplained else Counter()
    for quantity in unexplained:
        value = abs(quantity.value) if quantity.value is not None else None
        if value is not None and spare[value] > 0:
            spare[value] -= 1
        else:
            yield Severity.BLOCK, f"“{pair.target.text[quantity.start : quantity.end]}” is not in the source"
    source = locales.parse(context.source_language)
    for message in letters.changed(pair.source.text, pair.target.text, source, context.locale):
        yield Severity.BLOCK, message
    for result in pair.found:
        if result.pin.kind in KINDS and any(item.foreign for item in find(result.target, context.locale)):
            yield Severity.WARN, f"“{result.target}” is not written as in {context.locale.tag}"


def _spare(pair: Pair, context: Context) -> Counter[Decimal]:
    """The values of the source, in digits or letters, how often each is left when every found pin has taken its own."""
    source = locales.parse(context.source_language)
    count = Counter(abs(item.value) for item in analyse(pair.source.text, source) if item.value is not None)
    for result in pair.found:
        if result.pin.kind in KINDS:
            count.subtract(abs(item.value) for item in find(result.pin.source, source) if item.value is not None)
    return count


def _unexplained(pair: Pair, context: Context) -> Iterator[Quantity]:
    text = pair.target.text
    quantities = find(text, context.locale)
    if not quantities:
        return
    taken = [(result.start, result.end) for result in pair.found]
    taken += [(start, end) for start, end, _ in literals.find(text)]
    taken += [*symbols.find(text), *formulas.find(text), *((start, end) for start, end, *_ in moments.find(text))]
    for quantity in quantities:
        low, high = quantity.numeral
        again = _DISTRIBUTED.search(text[:low])
        if again and again["number"] == quantity.literal:
            continue
        if not quantity.joined and not any(low < last and first < high for first, last in taken):
            yield quantity


CHECK = Check(
    "numbers",
    "Every number of the source is in the target with its value, and the target has no other.",
    "LibreTranslate #587; argos-translate #499; mozilla/translations #1388",
    examine,
)
