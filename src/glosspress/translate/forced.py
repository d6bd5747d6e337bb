"""Forced decoding: a missing pin is written where attention says it belongs, and the model goes on from there.

The first missing pin of a sentence can be written in several ways: in its allowed forms, and with one or two words before
it re-opened (an article that does not agree). The model rates all of them at once, which is cheap; then each round
decodes the best untried way of every open sentence in one call. Pins that were written are never re-opened.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from glosspress import pins
from glosspress.engines import Engine, Hypothesis
from glosspress.engines.engine import Tokens
from glosspress.translate import tokens as tokens_of
from glosspress.translate.aligning import attend
from glosspress.translate.forms import in_order
from glosspress.translate.work import Work
from glosspress.translation import Pin, Rung

_MOST_PINS = 5
"""Pins that count for the number of ways that are tried."""
_FORMS = 2
_WORDS_REOPENED = 2
_MOST_LOSS = 16.0
"""Log-likelihood that a sentence may lose for each missing pin before other rungs are tried."""


@dataclass(frozen=True, slots=True, order=True)
class _Way:
    """A beginning of the target that ends in a pin. Ordered, so that ways of equal rank can lie on one heap."""

    prefix: Tokens
    written: int
    """Position at which the pin's tokens begin."""


@dataclass(slots=True)
class _Bench:
    """A sentence with the ways that are still to be tried, the best first."""

    work: Work
    rounds: int
    ways: list[tuple[int, float, int, _Way]] = field(default_factory=list)
    """(missing pins, less its rating, running number, way)."""
    known: set[Tokens] = field(default_factory=set)

    @property
    def open(self) -> bool:
        return bool(self.ways) and self.rounds > 0 and self.work.open


def force(works: Sequence[Work], engine: Engine) -> None:
    """Add to each sentence the attempts in which its missing pins were forced: one for each of them, and one more."""
    benches = []
    found = []
    attend([work for work in works if work.whole], engine)
    for work in works:
        heard = work.beginning
        if heard and heard.attempt.whole:
            rounds = 1 + min(_MOST_PINS, len(heard.attempt.lost))
            benches.append(_Bench(work, rounds))
            found.append((benches[-1], heard.hypothesis, 0))
    _add(found, engine)
    benches.sort(key=lambda bench: -len(bench.work.text))
    while tried := [(bench, heapq.heappop(bench.ways)[3]) for bench in benches if bench.open]:
        answers = engine.stream([bench.work.request(prefix=way.prefix) for bench, way in tried])
        found = []
        for (bench, way), (answer, *_) in zip(tried, answers, strict=True):
            bench.rounds -= 1
            bench.work.tried.add(way.prefix)
            bench.work.hear(Rung.FORCED, answer, doubtful=_far(bench.work, answer))
            found.append((bench, answer, len(way.prefix)))
        _add(found, engine)


def _far(work: Work, answer: Hypothesis) -> bool:
    """Whether the model finds a sentence far worse than the one it wrote itself."""
    own = work.heard[0]
    loss = (own.attempt.score - answer.score) * (len(own.hypothesis.tokens) + 1)
    return loss > _MOST_LOSS * max(1, len(own.attempt.lost))


def _add(found: Sequence[tuple[_Bench, Hypothesis, int]], engine: Engine) -> None:
    """Rate the ways that begin at new hypotheses, all in one call, and put them on their benches."""
    rated = []
    for bench, hypothesis, floor in [item for item in found if item[0].work.open and item[0].rounds]:
        if lost := _missing(bench.work, hypothesis):
            rated += [(bench, len(lost), way) for way in _ways(bench, hypothesis, lost, floor, engine)]
    ratings = engine.rate([(bench.work.text, way.prefix) for bench, _, way in rated])
    for number, ((bench, lost_pins, way), rating) in enumerate(zip(rated, ratings, strict=True)):
        pin = rating[way.written :]
        heapq.heappush(bench.ways, (lost_pins, -sum(pin) / max(1, len(pin)), len(bench.known) + number, way))


def _missing(work: Work, hypothesis: Hypothesis) -> list[Pin]:
    results = pins.verify(work.pins, hypothesis.text, work.locale)
    return [result.pin for result in results if result.pin.binding and not result.found]


def _ways(bench: _Bench, hypothesis: Hypothesis, lost: Sequence[Pin], floor: int, engine: Engine) -> Iterator[_Way]:
    """The ways to write the first missing pin, none twice."""
    if not lost or not hypothesis.attention:
        return
    work = bench.work
    places = tokens_of.spans(engine.tokenise(work.text), work.text)
    position, pin = min(((_position(pin, places, hypothesis, floor), pin) for pin in lost), key=lambda item: item[0])
    for start in _openings(hypothesis.tokens, position, floor):
        for form in in_order(pin, work.context.glossary)[:_FORMS]:
            written = engine.tokenise(form)
            if tokens_of.glued(hypothesis.tokens, start):
                written = tokens_of.without_space(written)
            prefix = (*hypothesis.tokens[:start], *written)
            if prefix not in bench.known | work.tried:
                bench.known.add(prefix)
                yield _Way(prefix, start)


def _position(pin: Pin, places: Sequence[tuple[int, int]], hypothesis: Hypothesis, floor: int) -> int:
    wanted = tokens_of.inside(places, pin.start, pin.end)
    # The first token is known of the hypothesis that begins all; of later ones it is forced, and below the floor.
    later = [number for number in tokens_of.aligned(hypothesis.attention, wanted) if number >= floor]
    return tokens_of.word_start(hypothesis.tokens, min(later, default=len(hypothesis.tokens) - 1))


def _openings(tokens: Tokens, position: int, floor: int) -> list[int]:
    """Positions to write at: the aligned one, and with one or two words before it re-opened."""
    starts = [max(floor, position)]
    for _ in range(_WORDS_REOPENED):
        before = starts[-1]
        starts.append(max(floor, tokens_of.word_start(tokens, before - 1) if before > 0 else 0))
    return list(dict.fromkeys(starts))
