"""Forced decoding: a missing pin is written where attention says it belongs, and the model goes on from there.

All sentences go forward together, one model call a round. Each round writes the first missing pin of each sentence, in
the order of the target, in several ways: its allowed forms, and with the word before it re-opened (an article that does not
agree). Pins that were written are never re-opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glosspress import pins
from glosspress.engines import Engine, Hypothesis, Request
from glosspress.engines.engine import Tokens
from glosspress.translate import tokens as tokens_of
from glosspress.translate.work import Work
from glosspress.translation import Pin, Rung

_MOST_ROUNDS = 24
_FORMS = 2
_WORDS_REOPENED = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class _State:
    work: Work
    hypothesis: Hypothesis
    floor: int
    """Target tokens before this position stay."""


@dataclass(frozen=True, slots=True)
class _Step:
    state: _State
    request: Request
    floor: int


def force(works: Sequence[Work], engine: Engine) -> None:
    """Add to each sentence the attempts in which its missing pins were forced."""
    answers = engine.decode([work.request(attention=True) for work in works])
    states = [_State(work, answer[0], 0) for work, answer in zip(works, answers, strict=True) if answer]
    for _ in range(_MOST_ROUNDS):
        steps = [step for state in states for step in _steps(state, engine)]
        if not steps:
            return
        answers = engine.decode([step.request for step in steps])
        reached = [
            _State(step.state.work, answer[0], step.floor)
            for step, answer in zip(steps, answers, strict=True)
            if answer
        ]
        states = _best(reached)


def _best(reached: Sequence[_State]) -> list[_State]:
    """Examine each new hypothesis; of every sentence that still misses a pin go on with the one that misses least."""
    ahead: dict[int, tuple[int, float, _State]] = {}
    for state in reached:
        attempt = state.work.examine(Rung.FORCED, state.hypothesis.text, state.hypothesis.score)
        rank = (-len(attempt.lost), attempt.score, state)
        known = ahead.get(id(state.work))
        if known is None or rank[:2] > known[:2]:
            ahead[id(state.work)] = rank
    return [state for lost, _, state in ahead.values() if lost]


def _steps(state: _State, engine: Engine) -> list[_Step]:
    """The ways to write the first missing pin."""
    work, hypothesis = state.work, state.hypothesis
    results = pins.verify(work.pins, hypothesis.text, work.locale)
    lost = [result.pin for result in results if result.pin.binding and not result.found]
    if not lost or not hypothesis.attention:
        return []
    places = tokens_of.spans(engine.tokenise(work.text), work.text)
    position, pin = min(((_position(pin, places, state), pin) for pin in lost), key=lambda item: item[0])
    steps: dict[tuple[Tokens, int], _Step] = {}
    for form in pin.targets[:_FORMS]:
        for start in _openings(hypothesis.tokens, position, state.floor):
            written = engine.tokenise(form)
            if tokens_of.glued(hypothesis.tokens, start):
                written = tokens_of.without_space(written)
            prefix = (*hypothesis.tokens[:start], *written)
            request = work.request(prefix=prefix, attention=True)
            steps.setdefault((prefix, start), _Step(state, request, len(prefix)))
    return list(steps.values())


def _position(pin: Pin, places: Sequence[tuple[int, int]], state: _State) -> int:
    wanted = tokens_of.inside(places, pin.start, pin.end)
    later = [number for number in tokens_of.aligned(state.hypothesis.attention, wanted) if number >= state.floor]
    return tokens_of.word_start(state.hypothesis.tokens, min(later, default=len(state.hypothesis.tokens) - 1))


def _openings(tokens: Tokens, position: int, floor: int) -> list[int]:
    """Positions to write at: the aligned one, and with one or two words before it re-opened."""
    starts = [max(floor, position)]
    for words in _WORDS_REOPENED[1:]:
        start = starts[0]
        for _ in range(words):
            start = tokens_of.word_start(tokens, start - 1) if start > floor else start
        starts.append(max(floor, start))
    return list(dict.fromkeys(starts))
