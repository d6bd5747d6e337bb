"""How many threads a model gets."""

from __future__ import annotations

import os

import pytest

from glosspress.engines import THREADS, open_engine
from glosspress.engines.argos import ArgosEngine
from glosspress.engines.engine import Request
from glosspress.engines.packages import find
from glosspress.engines.threads import threads
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
