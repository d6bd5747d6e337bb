"""How far a run is, for whoever listens in this process: the terminal's progress bar, a task's artifact."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from glosspress.engines import threads


@dataclass(frozen=True, slots=True)
class Progress:
    """One step forward. Counts of words and held pages are increments."""

    stage: str
    """What is done, for a person: `translating pt-BR`."""
    planned_words: int = 0
    """Words that were added to what is to do."""
    words: int = 0
    """Source words that are done, from the ledger or the model."""
    held: int = 0
    """Pages that were held."""
    fetched: tuple[str, int, int] | None = None
    """While a source is fetched: its id, pages done, pages known so far."""


_lock = threading.Lock()
_last = time.monotonic()
_listeners: list[Callable[[Progress], None]] = []


def tell(progress: Progress) -> None:
    """Pass a step forward to all listeners."""
    go_on()
    with _lock:
        listeners = list(_listeners)
    for listener in listeners:
        listener(progress)


def go_on() -> None:
    """Note that the work of this process goes on, where there is nothing to tell."""
    global _last
    _last = time.monotonic()


def idle_s() -> float:
    """Seconds since the last step forward of any work in this process; an answer of a model is one."""
    return min(time.monotonic() - _last, threads.idle_s())


def fetching(source: str) -> Callable[[int, int], None]:
    """Tells all listeners how far a source is fetched: called with pages done and pages known so far."""
    return lambda done, known: tell(Progress(f"fetching {source}", fetched=(source, done, known)))


@contextmanager
def listening(listener: Callable[[Progress], None]) -> Iterator[None]:
    """Call `listener` for each step while the block runs; it may be called from any thread."""
    with _lock:
        _listeners.append(listener)
    try:
        yield
    finally:
        with _lock:
            _listeners.remove(listener)
