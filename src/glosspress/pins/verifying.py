"""Each pin its own place in the target: a matching between pins and spans without overlaps."""

from __future__ import annotations

from collections.abc import Sequence

from glosspress.locales import Locale
from glosspress.pins.occurrences import Span, spans
from glosspress.translation import Pin, PinResult


def verify(pins: Sequence[Pin], target: str, locale: Locale) -> tuple[PinResult, ...]:
    """One result a pin, in the order of `pins`. Two pins never share a character of the target: two `NMDA` need two."""
    chosen = _assign([spans(pin, target, locale) for pin in pins])
    return tuple(
        PinResult(pin, True, target[span[0] : span[1]], *span) if span else PinResult(pin, False)
        for pin, span in zip(pins, chosen, strict=True)
    )


def _assign(candidates: list[list[Span]]) -> list[Span | None]:
    """A span for as many pins as can be (augmenting paths); pins with long candidates choose first."""
    chosen: list[Span | None] = [None] * len(candidates)

    def place(pin: int, tried: set[Span]) -> bool:
        for span in candidates[pin]:
            if span in tried:
                continue
            tried.add(span)
            rivals = [other for other, held in enumerate(chosen) if held and held[0] < span[1] and span[0] < held[1]]
            if len(rivals) > 1:
                continue
            before = [chosen[rival] for rival in rivals]
            chosen[pin] = span
            for rival in rivals:
                chosen[rival] = None
            if all(place(rival, tried) for rival in rivals):
                return True
            chosen[pin] = None
            for rival, held in zip(rivals, before, strict=True):
                chosen[rival] = held
        return False

    order = sorted(range(len(candidates)), key=lambda pin: (-_longest(candidates[pin]), pin))
    for pin in order:
        place(pin, set())
    return chosen


def _longest(candidates: list[Span]) -> int:
    return max((end - start for start, end in candidates), default=0)
