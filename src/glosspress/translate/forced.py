"""Forced decoding: a missing pin is written where attention says it belongs, and the model goes on from there.

The first missing pin of a sentence can be written in several ways: in its allowed forms, and with one or two words before
it re-opened (an article that does not agree). Each round decodes the next way of every open sentence in one call: at the aligned
place first, and before all others those that begin where fewer pins are missing. Rating the ways beforehand cost more than the
decoding it spared, and chose no better. Pins that were written are never re-opened.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from glosspress.engines import Engine, Hypothesis
from glosspress.engines.engine import Tokens
from glosspress.translate import tokens as tokens_of
from glosspress.translate.aligning import attend
from glosspress.translate.attempt import Attempt
from glosspress.translate.forms import in_order
from glosspress.translate.work import Work
from glosspress.translation import Pin, Rung

_MOST_PINS = 5
"""Pins that count for the number of ways that are tried."""
IN_DOUBT = 1
"""Beginnings tried beside a splice in doubt: more cost a decoding each and read no better (`benchmarks/pins.py --tries`)."""
_FORMS = 2
_WORDS_REOPENED = 2
_MOST_LOSS = 16.0
"""Log-likelihood that a sentence may lose for each missing pin before other rungs are tried."""


@dataclass(slots=True)
class _Bench:
    """A sentence with the ways that are still to be tried, the best first: beginnings of the target that end in a pin."""

    work: Work
    rounds: int
    ways: list[tuple[int, int, Tokens]] = field(default_factory=list)
    """(missing pins, running number, beginning)."""
    known: set[Tokens] = field(default_factory=set)

    @property
    def open(self) -> bool:
        return bool(self.ways) and self.rounds > 0 and self.work.open


def force(works: Sequence[Work], engine: Engine) -> None:
    """Add to each sentence the attempts in which its missing pins were forced."""
    benches = []
    attend(works, engine)
    for work in works:
        heard = work.beginning
        if heard and heard.attempt.whole:
            benches.append(_Bench(work, _rounds(work, heard.attempt)))
            _add(benches[-1], heard.attempt, heard.hypothesis, 0, engine)
    benches.sort(key=lambda bench: -len(bench.work.text))
    while tried := [(bench, heapq.heappop(bench.ways)[-1]) for bench in benches if bench.open]:
        answers = engine.stream([bench.work.request(prefix=prefix) for bench, prefix in tried])
        for (bench, prefix), (answer, *_) in zip(tried, answers, strict=True):
            bench.rounds -= 1
            bench.work.tried.add(prefix)
            attempt = bench.work.hear(Rung.FORCED, answer, doubtful=_far(bench.work, answer))
            _add(bench, attempt, answer, len(prefix), engine)


def _rounds(work: Work, lacking: Attempt) -> int:
    """One for each missing pin, and one more; where a splice in doubt verified, it competes with `IN_DOUBT` others."""
    return IN_DOUBT if work.best else 1 + min(_MOST_PINS, len(lacking.lost))


def _far(work: Work, answer: Hypothesis) -> bool:
    """Whether the model finds a sentence far worse than the one it wrote itself."""
    own = work.heard[0]
    loss = (own.attempt.score - answer.score) * (len(own.hypothesis.tokens) + 1)
    return loss > _MOST_LOSS * max(1, len(own.attempt.lost))


def _add(bench: _Bench, attempt: Attempt, hypothesis: Hypothesis, floor: int, engine: Engine) -> None:
    """Put the ways that begin at a new hypothesis on the bench; of its tokens those below `floor` are never re-opened."""
    lost = [result.pin for result in attempt.lost]
    if lost and hypothesis.alignment:
        for prefix in _ways(bench.work, hypothesis, lost, floor, engine):
            if prefix not in bench.known | bench.work.tried:
                bench.known.add(prefix)
                heapq.heappush(bench.ways, (len(lost), len(bench.known), prefix))


def _ways(work: Work, hypothesis: Hypothesis, lost: Sequence[Pin], floor: int, engine: Engine) -> Iterator[Tokens]:
    """The ways to write the first missing pin."""
    places = tokens_of.spans(engine.tokenise(work.text), work.text)
    position, pin = min(((_position(pin, places, hypothesis, floor), pin) for pin in lost), key=lambda item: item[0])
    for start in _openings(hypothesis.tokens, position, floor):
        for form in in_order(pin, work.context.glossary)[:_FORMS]:
            written = engine.tokenise(form)
            glued = tokens_of.glued(hypothesis.tokens, start)
            yield (*hypothesis.tokens[:start], *(tokens_of.without_space(written) if glued else written))


def _position(pin: Pin, places: Sequence[tuple[int, int]], hypothesis: Hypothesis, floor: int) -> int:
    wanted = tokens_of.inside(places, pin.start, pin.end)
    # What the first token answers is known where a place depends on it (`attend`); of later ones it is below the floor.
    later = [number for number in tokens_of.nearest(hypothesis.alignment, wanted) if number >= floor]
    return tokens_of.word_start(hypothesis.tokens, min(later, default=len(hypothesis.tokens) - 1))


def _openings(tokens: Tokens, position: int, floor: int) -> list[int]:
    """Positions to write at: the aligned one, and with one or two words before it re-opened."""
    starts = [max(floor, position)]
    for _ in range(_WORDS_REOPENED):
        before = starts[-1]
        starts.append(max(floor, tokens_of.word_start(tokens, before - 1) if before > 0 else 0))
    return list(dict.fromkeys(starts))
