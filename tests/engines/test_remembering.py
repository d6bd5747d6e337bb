"""An engine is asked nothing twice, and nothing in an answer tells whether it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
import pytest

from glosspress import locales
from glosspress.engines import Engine, Hypothesis, PivotEngine, RememberingEngine, Request, remembering
from glosspress.ledger import open_ledger
from glosspress.steps.said import Said
from glosspress.steps.said import remembering as with_memo

ASKED = [
    Request("Ketamine blocks the NMDA receptor.", n_best=2, alignment=True, cause="a"),
    Request("Patients were followed for six months after the last dose.", n_best=2, cause="b"),
    Request("Blood pressure rose.", n_best=2, cause="c"),
]


@dataclass
class Kept:
    """A memo in memory that keeps the bytes of answers."""

    answers: dict[str, bytes] = field(default_factory=dict)
    calls: list[tuple[str, ...]] = field(default_factory=list)

    def recall(self, causes: Mapping[str, str]) -> dict[str, Any]:
        """Read from bytes."""
        return {key: orjson.loads(self.answers[key]) for key in causes if key in self.answers}

    def keep(self, answers: Mapping[str, Any], causes: Mapping[str, str]) -> None:
        """As bytes, and for what."""
        self.calls.append(tuple(causes[key] for key in answers))
        self.answers |= {key: orjson.dumps(answer) for key, answer in answers.items()}


@pytest.fixture
def asked(argos: Engine, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that reach the model from now on."""
    seen: list[str] = []
    stream = type(argos).stream

    def noted(self: Engine, requests: Sequence[Request]) -> Iterator[list[Hypothesis]]:
        seen.extend(request.source for request in requests)
        return stream(self, requests)

    monkeypatch.setattr(type(argos), "stream", noted)
    return seen


def same(answers: Sequence[Sequence[Hypothesis]]) -> list[list[Hypothesis]]:
    """With alignments that can be compared."""
    return [[replace(item, alignment=tuple(item.alignment)) for item in answer] for answer in answers]


def test_what_was_said_is_not_asked_again(argos: Engine, asked: list[str]) -> None:
    """Text, tokens, scores to the last bit and alignments are those of the model itself."""
    engine = RememberingEngine(argos, Kept())
    said = argos.decode([replace(request, alignment=True) for request in ASKED])
    asked.clear()
    first = same(engine.decode(ASKED))
    assert asked == [request.source for request in ASKED]
    again = same(engine.decode(ASKED[::-1]))
    assert asked == [request.source for request in ASKED]
    assert first == again[::-1] == same(said)


def test_only_what_is_new_is_asked(argos: Engine, asked: list[str]) -> None:
    """Equal requests are one; answers come in the order of the requests."""
    engine = RememberingEngine(argos, Kept())
    (middle,) = same(engine.decode(ASKED[1:2]))
    asked.clear()
    found = same(engine.decode([ASKED[0], ASKED[1], ASKED[0], ASKED[2]]))
    assert asked == [ASKED[0].source, ASKED[2].source]
    assert found[1] == middle
    assert found[0] == found[2] != found[3]


@pytest.mark.parametrize(
    "change", [{"source": "Blood pressure fell."}, {"prefix": ("\u2581A",)}, {"n_best": 3}, {"no_repeat": 2}]
)
def test_another_question_is_another_answer(argos: Engine, asked: list[str], change: dict[str, Any]) -> None:
    """All that an answer depends on is in its key; what it is asked for is not."""
    engine = RememberingEngine(argos, Kept())
    engine.decode(ASKED[2:])
    asked.clear()
    engine.decode([replace(ASKED[2], cause="z", alignment=True)])
    assert asked == []
    engine.decode([replace(ASKED[2], **change)])
    assert len(asked) == 1


def test_another_beam_is_another_engine(argos: Any) -> None:
    """How a model decodes is part of the question."""
    kept = Kept()
    for beam in (2, 3):
        RememberingEngine(replace(argos, beam=beam), kept).decode(ASKED[2:])
    assert len(kept.answers) == 2


def test_answers_are_kept_before_the_last_is_read(argos: Engine) -> None:
    """Who reads as many answers as it asked for, and no further, loses none."""
    kept = Kept()
    answers = RememberingEngine(argos, kept).stream(ASKED)
    for _ in ASKED:
        next(answers)
    assert kept.calls == [("a", "b", "c")]


def test_a_kill_costs_few_answers(argos: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many are kept in parts, each as soon as it is there."""
    monkeypatch.setattr(remembering, "_TOGETHER", 2)
    kept = Kept()
    answers = RememberingEngine(argos, kept).stream(ASKED)
    next(answers)
    next(answers)
    assert len(kept.answers) == 2
    assert list(map(len, kept.calls)) == [2]
    next(answers)
    assert list(map(len, kept.calls)) == [2, 1]


def test_what_fails_keeps_nothing(argos: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that fails in the middle leaves no answers that look whole."""
    kept = Kept()

    def broken(self: Engine, requests: Sequence[Request]) -> Iterator[list[Hypothesis]]:
        yield [Hypothesis("x", ("x",), 0.0)]
        raise RuntimeError("the model is gone")

    monkeypatch.setattr(type(argos), "stream", broken)
    with pytest.raises(RuntimeError, match="the model is gone"):
        RememberingEngine(argos, kept).decode(ASKED)
    assert kept.answers == {}


def test_both_hops_of_a_pivot_remember(argos: Engine) -> None:
    """What writes without a model is asked as it is."""
    with open_ledger("sqlite://") as ledger:
        found = with_memo(PivotEngine(argos, argos, locales.parse("pt")), ledger)
        assert isinstance(found, PivotEngine)
        assert found.first == found.second == RememberingEngine(argos, Said(ledger))
        assert found.sha256 == PivotEngine(argos, argos, locales.parse("pt")).sha256
