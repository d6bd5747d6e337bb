"""How many threads a model gets."""

from __future__ import annotations

import os
import signal
import threading
import time
from itertools import pairwise

import pytest

from glosspress.engines import THREADS, open_engine
from glosspress.engines.argos import ArgosEngine
from glosspress.engines.engine import Request
from glosspress.engines.packages import find
from glosspress.engines.threads import answered, idle_s, threads, together
from glosspress.errors import UsageError
from glosspress.locales import parse


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
    """Every batch is queued at once: while the first answer is examined, the others are decoded."""
    monkeypatch.setenv(THREADS, "1")
    usual = open_engine(parse("en"), parse("pt-BR"))
    assert isinstance(usual, ArgosEngine)
    engine = ArgosEngine(usual.folder)
    answers = engine.stream([Request("very " * length + "good.") for length in range(60, 10, -1)])
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


def test_each_answer_of_a_long_call_is_a_step_forward() -> None:
    """Also where the first sentence asked for is the last one decoded: who watches never takes the process for hung."""
    engine = open_engine(parse("en"), parse("pt-BR"))
    engine.decode([Request("Loaded.")])
    asked = [Request("very " * length + "good.") for length in range(1, 60)]
    seen, done = [time.monotonic()], threading.Event()

    def watch() -> None:
        while not done.wait(0.01):
            seen.append(time.monotonic() - idle_s())

    watcher = threading.Thread(target=watch)
    watcher.start()
    started = time.monotonic()
    next(engine.stream(asked))
    lasted = time.monotonic() - started
    done.set()
    watcher.join()
    assert max(later - earlier for earlier, later in pairwise([*seen, time.monotonic()])) < lasted / 2


def test_rating_goes_on_too() -> None:
    """Scores and alignments are answers."""
    engine = open_engine(parse("en"), parse("pt-BR"))
    for call in (engine.score, engine.align):
        time.sleep(0.3)
        call([("Take it daily.", "Tome-o diariamente.")])
        assert idle_s() < 0.2


def test_whoever_is_interrupted_does_not_wait_for_the_end() -> None:
    """Ctrl-C ends tasks at their next answer."""
    begun, steps = threading.Barrier(3), []

    def work() -> None:
        begun.wait(10)
        for number in range(600):
            answered()
            steps.append(number)
            time.sleep(0.05)

    def interrupt() -> None:
        begun.wait(10)
        signal.pthread_kill(main, signal.SIGINT)

    main = threading.get_ident()
    threading.Thread(target=interrupt).start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        together([work, work])
    assert time.monotonic() - started < 5
    answered()  # of no group: nothing is raised
