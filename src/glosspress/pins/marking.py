"""Found terms as marks of the target."""

from __future__ import annotations

from collections.abc import Sequence

from glosspress.article import Mark, Rich
from glosspress.translation import PinResult


def marked(target: Rich, results: Sequence[PinResult]) -> Rich:
    """The target with a `pin` mark on each found term, where it does not cross another mark."""
    pins = [
        Mark(result.start, result.end, "pin", (("id", result.pin.term_id), ("kind", result.pin.kind)))
        for result in results
        if result.found and result.pin.kind == "term"
    ]
    free = [pin for pin in pins if not any(_cross(pin, mark) for mark in target.marks)]
    marks = sorted([*target.marks, *free], key=lambda mark: (mark.start, -mark.end, mark.tag == "pin"))
    return Rich(target.text, tuple(marks))


def unmarked(target: Rich) -> Rich:
    """The target without its `pin` marks."""
    return Rich(target.text, tuple(mark for mark in target.marks if mark.tag != "pin"))


def _cross(one: Mark, other: Mark) -> bool:
    return one.start < other.start < one.end < other.end or other.start < one.start < other.end < one.end
