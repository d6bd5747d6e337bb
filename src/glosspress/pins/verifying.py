"""Each pin its own place in the target: a matching between pins and spans without overlaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from glosspress.locales import Locale
from glosspress.pins.occurrences import Span, spans
from glosspress.translation import Pin, PinResult


def verify(pins: Sequence[Pin], target: str, locale: Locale) -> tuple[PinResult, ...]:
    """One result a pin, in the order of `pins`. Two pins never share a character of the target: two `NMDA` need two."""
    alike: dict[Pin, list[Span]] = {}
    candidates = []
    for pin in pins:
        key = replace(pin, start=0, end=0)
        if key not in alike:
            alike[key] = spans(pin, target, locale)
        candidates.append(alike[key])
    chosen = _Places(len(target)).assign(candidates)
    return tuple(
        PinResult(pin, True, target[span[0] : span[1]], *span) if span else PinResult(pin, False)
        for pin, span in zip(pins, chosen, strict=True)
    )


_DEPTH = 50
"""Pins moved at most to make room for one: enough for any sentence, and no deep recursion on hostile ones."""


class _Places:
    """Which pin holds which characters of the target."""

    def __init__(self, length: int) -> None:
        self._owner = [-1] * length
        self._chosen: dict[int, Span] = {}
        self._candidates: list[list[Span]] = []
        self._used: dict[int, int] = {}
        """Of a list of candidates (pins that are alike share one): how many at its beginning were taken."""

    def assign(self, candidates: list[list[Span]]) -> list[Span | None]:
        """A span for as many pins as can be (augmenting paths); pins with long candidates choose first."""
        self._candidates = candidates
        order = sorted(range(len(candidates)), key=lambda pin: (-_longest(candidates[pin]), pin))
        for pin in order:
            self._place(pin, set(), 0)
        return [self._chosen.get(pin) for pin in range(len(candidates))]

    def _place(self, pin: int, tried: set[Span], depth: int) -> bool:
        spans = self._candidates[pin]
        for number in range(self._used.get(id(spans), 0), len(spans)):
            if not self._rivals(spans[number]):
                self._used[id(spans)] = number
                self._take(pin, spans[number])
                return True
        return depth < _DEPTH and any(self._displace(pin, span, tried, depth) for span in self._candidates[pin])

    def _displace(self, pin: int, span: Span, tried: set[Span], depth: int) -> bool:
        """Take a span whose one holder can go elsewhere."""
        rivals = self._rivals(span)
        if span in tried or len(rivals) != 1:
            return False
        tried.add(span)
        rival = rivals.pop()
        held = self._chosen[rival]
        self._free(rival)
        self._take(pin, span)
        if self._place(rival, tried, depth + 1):
            return True
        self._free(pin)
        self._take(rival, held)
        return False

    def _rivals(self, span: Span) -> set[int]:
        return set(self._owner[span[0] : span[1]]) - {-1}

    def _take(self, pin: int, span: Span) -> None:
        self._chosen[pin] = span
        self._owner[span[0] : span[1]] = [pin] * (span[1] - span[0])

    def _free(self, pin: int) -> None:
        self._used.clear()
        start, end = self._chosen.pop(pin)
        self._owner[start:end] = [-1] * (end - start)


def _longest(candidates: list[Span]) -> int:
    return max((end - start for start, end in candidates), default=0)
