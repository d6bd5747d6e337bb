"""How many threads a model gets."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from glosspress.engines import THREADS, argos, open_engine
from glosspress.engines import threads as counting
from glosspress.engines.argos import ArgosEngine
from glosspress.engines.engine import Request
from glosspress.engines.packages import find
from glosspress.engines.threads import answered, idle_s, threads, together
from glosspress.errors import UsageError
from glosspress.locales import parse

AGES_S = 3600.0
"""Since the last answer: who looks then takes the process for hung."""


class Minutely:
    """A model that takes a minute for a sentence, in the order in which they are queued; the clock stands meanwhile."""

    def __init__(self, queued: Callable[..., dict[int, Any]]) -> None:
        self._queued = queued
        self.decoded = 0
        self.idle: list[float] = []
        """Seconds without a step forward, whenever somebody had waited."""

    def queued(self, *arguments: Any) -> dict[int, Any]:
        """As the real one does."""
        found = self._queued(*arguments).items()
        return {number: InTurn(self, place, future) for place, (number, future) in enumerate(found, 1)}

    def monotonic(self) -> float:
        """The clock."""
        return 60.0 * self.decoded


@dataclass
class InTurn:
    """One of its answers."""

    model: Minutely
    place: int
    future: Any

    def done(self) -> bool:
        """Whether it is decoded."""
        return self.place <= self.model.decoded

    def result(self) -> Any:
        """Waits for it, and so for those before it."""
        self.model.decoded = max(self.model.decoded, self.place)
        self.model.idle.append(idle_s())
        return self.future.result()


def test_all_processors_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those this process may use; a number in the environment counts more."""
    monkeypatch.delenv(THREADS, raising=False)
    assert threads() == len(os.sched_getaffinity(0))
    monkeypatch.setenv(THREADS, "3")
    assert threads() == 3


@pytest.mark.parametrize("said", ["0", "-1", "two", "1.5"])
def test_not_a_number_of_threads(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """It is said where it comes from."""
    monkeypatch.setenv(THREADS, said)
    with pytest.raises(UsageError, match=f"{THREADS}: `{said}` is not a number of threads"):
        threads()


def test_the_model_gets_them_and_writes_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread or two: the same translations and scores to the last bit."""
    usual = open_engine(parse("en"), parse("pt-BR"))
    assert isinstance(usual, ArgosEngine)
    package = find("en", "pt")
    assert package is not None
    requests = [Request(f"Take {n} tablets a day with {n + 1} glasses of water.") for n in range(2, 30)]
    found = []
    for number in (1, 2):
        monkeypatch.setenv(THREADS, str(number))
        engine = ArgosEngine(usual.folder)
        found.append(engine.decode(requests))
        assert engine._translator.num_translators == number
    assert found[0] == found[1] == usual.decode(requests)


def test_the_first_answer_does_not_wait_for_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every batch is queued at once: while the first answer is examined, the others are decoded. Here each is a batch."""
    monkeypatch.setenv(THREADS, "1")
    usual = open_engine(parse("en"), parse("pt-BR"))
    assert isinstance(usual, ArgosEngine)
    engine = ArgosEngine(usual.folder)
    answers = engine.stream([Request("very " * length + "good.", no_repeat=length) for length in range(60, 10, -1)])
    next(answers)
    assert engine._translator.num_queued_batches > 8
    assert len(list(answers)) == 49


def test_tasks_side_by_side() -> None:
    """Each is done before the first failure is raised; a single one needs no thread."""
    done = []

    def fail() -> None:
        raise UsageError("no")

    with pytest.raises(UsageError, match="no"):
        together([fail, lambda: done.append(1), lambda: done.append(2)])
    assert sorted(done) == [1, 2]
    together([lambda: done.append(threading.get_ident())])
    assert done[-1] == threading.get_ident()
    together([])


def test_each_answer_of_a_long_call_is_a_step_forward(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the first sentence asked for is the last one decoded: who watches never takes the process for hung."""
    asked = [Request("very " * length + "good.") for length in (1, *range(10, 60))]
    model = Minutely(argos.queued)
    monkeypatch.setattr(argos, "queued", model.queued)
    monkeypatch.setattr(counting, "time", model)
    monkeypatch.setattr(counting, "_last", model.monotonic())
    next(open_engine(parse("en"), parse("pt-BR")).stream(asked))
    assert model.decoded == len(asked), "the first one asked for came last"
    assert max(model.idle) <= 60


def test_rating_goes_on_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ratings and alignments are answers."""
    engine = open_engine(parse("en"), parse("pt-BR"))
    for call in (engine.rate, engine.align):
        monkeypatch.setattr(counting, "_last", time.monotonic() - AGES_S)
        call([("Take it daily.", engine.tokenise("Tome-o diariamente."))])
        assert idle_s() < AGES_S / 2


def test_whoever_is_interrupted_does_not_wait_for_the_end() -> None:
    """Ctrl-C ends tasks at their next answer."""
    begun, ended = threading.Barrier(3), []

    def work() -> None:
        begun.wait()
        for _ in range(1200):
            answered()
            time.sleep(0.05)
        ended.append(True)

    def interrupt() -> None:
        begun.wait()
        signal.pthread_kill(main, signal.SIGINT)

    main = threading.get_ident()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    threading.Thread(target=interrupt).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            together([work, work])
    finally:
        signal.signal(signal.SIGINT, before)
    assert not ended
    answered()  # of no group: nothing is raised
