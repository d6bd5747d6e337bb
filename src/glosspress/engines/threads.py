"""How many batches of sentences a model decodes at once: as many as this process has processors, unless it is told otherwise.

Who waits for a model sees here that it goes on: a long article is one call, and may take an hour.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from glosspress.errors import UsageError

THREADS = "GLOSSPRESS_THREADS"
"""Environment variable with a number from 1. It changes the speed, never a translation; a model that is open keeps its own."""

_LOOK_S = 0.5


def threads() -> int:
    """What `GLOSSPRESS_THREADS` says, else the processors this process may use. UsageError: it says no such number."""
    said = os.environ.get(THREADS, "").strip()
    if not said:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not said.isdecimal() or int(said) < 1:
        raise UsageError(f"`{said}` is not a number of threads", THREADS, f"{THREADS}=1, or leave it out")
    return int(said)


class StoppedError(Exception):
    """Who asked for the work of this thread waits no more."""


_group = threading.local()
_last = time.monotonic()


def answered() -> None:
    """Note that a model gave an answer. StoppedError: this thread is one of a group that was told to end."""
    global _last
    _last = time.monotonic()
    stopped: threading.Event | None = getattr(_group, "stopped", None)
    if stopped is not None and stopped.is_set():
        raise StoppedError("stopped")


def idle_s() -> float:
    """Seconds since the last answer of any model in this process, or since its start."""
    return time.monotonic() - _last


def together(tasks: Sequence[Callable[[], None]]) -> None:
    """Run tasks side by side, which pays where an engine decodes in threads of its own; a failure is raised when all ended.

    Who interrupts it (Ctrl-C, a cancelled run) waits until each got its next answer, not until all are done.
    """
    if len(tasks) == 1:
        tasks[0]()
    elif tasks:
        stopped = threading.Event()
        with ThreadPoolExecutor(len(tasks), initializer=_belong, initargs=(stopped,)) as pool:
            try:
                futures = [pool.submit(task) for task in tasks]
                while wait(futures, _LOOK_S).not_done:
                    pass  # what is raised in this thread from outside arrives between two looks
            except BaseException:
                stopped.set()
                raise
        for future in futures:
            future.result()


def _belong(stopped: threading.Event) -> None:
    _group.stopped = stopped
