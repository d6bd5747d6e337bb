"""Checks of one translated sentence. Each is one module with an id, a sentence and the public case it answers."""

from __future__ import annotations

from collections.abc import Sequence

from glosspress.article import Rich
from glosspress.checks import (
    brackets,
    comparators,
    copied,
    doses,
    dropped,
    language,
    length,
    markup,
    negation,
    numbers,
    opposites,
    order,
    protected,
    repetition,
    terms,
    units,
)
from glosspress.checks.check import LOCKED, Check, Context, Pair, severity
from glosspress.translation import Finding, PinResult, Severity

VERSION = "6"
"""Changes when a check finds more or less than before."""

ALL: tuple[Check, ...] = (
    terms.CHECK,
    numbers.CHECK,
    protected.CHECK,
    units.CHECK,
    doses.CHECK,
    comparators.CHECK,
    order.CHECK,
    markup.CHECK,
    negation.CHECK,
    opposites.CHECK,
    copied.CHECK,
    language.CHECK,
    repetition.CHECK,
    length.CHECK,
    dropped.CHECK,
    brackets.CHECK,
)
"""In the order in which a reviewer should read them."""

__all__ = ["ALL", "LOCKED", "VERSION", "Check", "Context", "run"]


def run(source: Rich, target: Rich, pins: Sequence[PinResult], context: Context) -> tuple[Finding, ...]:
    """The findings of all checks on a sentence, blocking ones first; `pins` are verified against `target.text`."""
    pair = Pair(source, target, tuple(pins))
    found = [
        Finding(check.id, severity(check.id, grade, context), message)
        for check in ALL
        for grade, message in check.examine(pair, context)
    ]
    return tuple(sorted(found, key=lambda finding: finding.severity is not Severity.BLOCK))
