"""Inline marks put back on the target: by the span of a pin they lie on, else by the model's alignment.

Every mark of the source stands once in the target or formatting is dropped, never text. A link is always placed: at worst on the
word that answers it best. Outer marks are placed first and inner ones stay inside them, so that marks nest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from glosspress.article import Mark, Rich
from glosspress.engines import Engine
from glosspress.engines.engine import Attention
from glosspress.translate import tokens as tokens_of
from glosspress.translate.tokens import Span
from glosspress.translation import Pin, PinResult

_PRECISE = frozenset({"sub", "sup", "code", "kbd"})
"""Marks that belong to characters, not to words."""
_KEPT = frozenset({"a"})
_LETTERS = re.compile(r"[^\W\d_]{2}")
_EDGES = " \t\u00a0\u202f.,;:!?…)]}”»\"'’"
_STARTS = " \t\u00a0\u202f([{“«\"'‘¿¡"


def place(jobs: Sequence[tuple[Rich, str, str, tuple[PinResult, ...]]], engine: Engine) -> list[Rich]:
    """The marked targets of (source, source as the model was asked, target text, verified pins), in order.

    One alignment call for all sentences that carry marks which do not cover them whole.
    """
    need = [
        number
        for number, job in enumerate(jobs)
        if any(not _whole(mark, job[0].text) for mark in job[0].marks) and job[2]
    ]
    rows = dict(
        zip(need, engine.align([(jobs[number][1], jobs[number][2]) for number in need]) if need else [], strict=True)
    )
    return [_placed(job, rows.get(number, ()), engine) for number, job in enumerate(jobs)]


def _placed(job: tuple[Rich, str, str, tuple[PinResult, ...]], attention: Attention, engine: Engine) -> Rich:
    source, asked, target, results = job
    if not source.marks:
        return Rich(target)
    page = _Page(asked, target, results, attention, engine)
    placed: list[tuple[Mark, Mark]] = []
    for mark in sorted(source.marks, key=lambda item: (item.start, -item.end)):
        span = page.whole if _whole(mark, source.text) else page.span(mark)
        span = span and _nested(span, mark, placed)
        if span is None and mark.tag in _KEPT:
            span = _nested(page.nearest(mark), mark, placed) or _room(page.span(mark), mark, placed, target)
        if span is not None:
            placed.append((mark, replace(mark, start=span[0], end=span[1])))
    return Rich(target, tuple(new for _, new in placed))


def _whole(mark: Mark, text: str) -> bool:
    return mark.start < mark.end and not text[: mark.start].strip(_STARTS) and not text[mark.end :].strip(_EDGES)


def _nested(span: Span, mark: Mark, placed: Sequence[tuple[Mark, Mark]]) -> Span | None:
    """The part of a span that lies inside the marks around it and beside the others; None where nothing is left."""
    start, end = span
    if start == end:
        return _moved_out(start, mark, placed)
    for old, new in placed:
        if _holds(old, mark):
            start, end = max(start, new.start), min(end, new.end)
        elif new.start <= start < new.end:
            start = new.end
        elif start < new.start < end:
            end = new.start
    return (start, end) if start < end else None


def _room(span: Span | None, mark: Mark, placed: list[tuple[Mark, Mark]], target: str) -> Span | None:
    """Room for a link where one other mark has taken its words: that one gives them up, if it keeps some of its own."""
    rivals = [
        number
        for number, (old, new) in enumerate(placed)
        if span and not _holds(old, mark) and new.start < span[1] and span[0] < new.end
    ]
    if span is None or len(rivals) != 1:
        return None
    old, new = placed[rivals[0]]
    before = replace(new, end=len(target[: span[0]].rstrip()))
    shrunk = before if before.start < before.end else replace(new, start=span[1])
    if shrunk.start >= shrunk.end:
        return None
    placed[rivals[0]] = old, shrunk
    return _nested(span, mark, placed)


def _holds(outer: Mark, inner: Mark) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _moved_out(place: int, mark: Mark, placed: Sequence[tuple[Mark, Mark]]) -> Span:
    """An empty mark keeps to the inside of the marks around it, and stands after those before it."""
    for old, new in placed:
        if _holds(old, mark) and old.start < old.end:
            place = min(max(place, new.start), new.end)
        elif new.start < place < new.end:
            place = new.end
    return place, place


class _Page:
    """One sentence and its translation, for finding where a source span went."""

    def __init__(
        self, asked: str, target: str, results: tuple[PinResult, ...], attention: Attention, engine: Engine
    ) -> None:
        self.asked, self.target, self.attention = asked, target, attention
        self.results = [result for result in results if result.found]
        self.source_places = tokens_of.spans(engine.tokenise(asked), asked)
        self.target_places = tokens_of.spans(engine.tokenise(target), target)

    @property
    def whole(self) -> Span:
        """All of the target."""
        return 0, len(self.target)

    def span(self, mark: Mark) -> Span | None:
        """Where a mark goes: on its pin, on the same characters, or on the words that answer it."""
        if mark.start == mark.end:
            return self._point(mark.start)
        inside = self._in_pin(mark)
        if inside is not None:
            return inside
        if mark.tag in _PRECISE:
            same = self._same_text(mark.start, mark.end)
            return same if same or not self._is_word(mark) else self._trimmed(self._answering(mark))
        return self._trimmed(self._answering(mark))

    def nearest(self, mark: Mark) -> Span:
        """The word that answers a span best, or the word at the same place where alignment says nothing."""
        found = self._answering(mark)
        if found is None:
            middle = round(len(self.target) * (mark.start + mark.end) / 2 / max(1, len(self.asked)))
            found = (middle, min(len(self.target), middle + 1))
        start = self.target.rfind(" ", 0, found[0]) + 1
        end = self.target.find(" ", max(start, found[1] - 1))
        return self._trimmed((start, end if end > start else len(self.target))) or self.whole

    def _in_pin(self, mark: Mark) -> Span | None:
        for result in self.results:
            pin = result.pin
            if pin.start <= mark.start and mark.end <= pin.end:
                # Verification may have chosen another occurrence of the same text.
                copied = self.target[result.start : result.end] == pin.source
                there = (self._same_text(pin.start, pin.end) if copied else None) or (result.start, result.end)
                return there if (pin.start, pin.end) == (mark.start, mark.end) else self._part_of(pin, there, mark)
        return None

    def _part_of(self, pin: Pin, there: Span, mark: Mark) -> Span | None:
        """The same characters inside the pin's target, those nearest to the same place."""
        part = self.asked[mark.start : mark.end]
        from_end = pin.end - mark.end
        wanted = there[1] - from_end - len(part)
        for start in (there[0] + mark.start - pin.start, wanted):
            if there[0] <= start and self.target[start : start + len(part)] == part:
                return start, start + len(part)
        start = self.target.find(part, *there)
        return (start, start + len(part)) if start >= 0 else None

    def _same_text(self, low: int, high: int) -> Span | None:
        """The same characters in the target: the occurrence with the same number, when there are as many."""
        part = self.asked[low:high]
        mine, theirs = _occurrences(part, self.asked), _occurrences(part, self.target)
        if low not in mine or len(mine) != len(theirs):
            return None
        start = theirs[mine.index(low)]
        return start, start + len(part)

    def _is_word(self, mark: Mark) -> bool:
        """True for a script of whole words, which may be translated, not one that is a part of a word (`CO2`)."""
        around = self.asked[max(0, mark.start - 1) : mark.start] + self.asked[mark.end : mark.end + 1]
        return bool(_LETTERS.search(self.asked[mark.start : mark.end])) and not any(char.isalnum() for char in around)

    def _answering(self, mark: Mark) -> Span | None:
        wanted = tokens_of.inside(self.source_places, mark.start, mark.end)
        rows = tokens_of.aligned(self.attention, wanted) if wanted else []
        return tokens_of.words(rows, self.target_places, self.target)

    def _trimmed(self, span: Span | None) -> Span | None:
        if span is None:
            return None
        start, end = span
        while start < end and self.target[start] in _STARTS:
            start += 1
        while end > start and self.target[end - 1] in _EDGES:
            end -= 1
        return (start, end) if start < end else None

    def _point(self, offset: int) -> Span:
        """Where an empty mark goes: after the word that answers the word before it."""
        if offset >= len(self.asked):
            return len(self.target), len(self.target)
        end = len(self.asked[:offset].rstrip())
        before = self._answering(Mark(end - 1, end, "br")) if end else None
        place = before[1] if before else 0
        return place, place


def _occurrences(part: str, text: str) -> list[int]:
    found, start = [], text.find(part) if part else -1
    while start >= 0:
        found.append(start)
        start = text.find(part, start + 1)
    return found
