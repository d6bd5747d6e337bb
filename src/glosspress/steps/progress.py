"""How far a run is, for whoever listens in this process: the terminal's progress bar."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One step forward. All counts are increments."""

    stage: str
    """What is done, for a person: `translating pt-BR`."""
    planned_words: int = 0
    """Words that were added to what is to do."""
    words: int = 0
    """Source words that are done, from the ledger or the model."""
    held: int = 0
    """Pages that were held."""


_lock = threading.Lock()
_listeners: list[Callable[[Progress], None]] = []


def tell(progress: Progress) -> None:
    """Pass a step forward to all listeners."""
    with _lock:
        listeners = list(_listeners)
    for listener in listeners:
        listener(progress)


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
