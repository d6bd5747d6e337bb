"""Links, addresses, identifiers, symbols, formulas, code: copied exactly."""

from __future__ import annotations

from collections.abc import Iterator

from glosspress.checks.check import Check, Context, Pair, Report, missing
from glosspress.checks.doses import KINDS as DOSING
from glosspress.checks.numbers import NUMERIC
from glosspress.pins import literals
from glosspress.translation import Severity

_OTHERS = NUMERIC | DOSING | {"term"}


def examine(pair: Pair, _context: Context) -> Iterator[Report]:
    """A protected span that is missing or changed, or a link or address that the source does not have."""
    for result in missing(pair, None, _OTHERS):
        yield Severity.BLOCK, f"{result.pin.kind} “{result.pin.source}” is missing or changed"
    source = pair.source.text.lower()
    for start, end, kind in literals.find(pair.target.text):
        span = pair.target.text[start:end]
        if kind in ("url", "email", "doi", "registry") and span.lower() not in source:
            yield Severity.BLOCK, f"{kind} “{span}” is not in the source"


CHECK = Check(
    "protected",
    "Every link, address, identifier, symbol, formula and piece of code is in the target, to the last character.",
    "argos-translate #276; LibreTranslate #20, #224",
    examine,
)
