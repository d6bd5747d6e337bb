"""How many batches of sentences a model decodes at once: as many as this process has processors, unless it is told otherwise."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from glosspress.errors import UsageError

THREADS = "GLOSSPRESS_THREADS"
"""Environment variable with a number from 1. It changes the speed, never a translation; a model that is open keeps its own."""


def threads() -> int:
    """What `GLOSSPRESS_THREADS` says, else the processors this process may use. UsageError: it says no such number."""
    said = os.environ.get(THREADS, "").strip()
    if not said:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not said.isdecimal() or int(said) < 1:
        raise UsageError(f"`{said}` is not a number of threads", THREADS, f"{THREADS}=1, or leave it out")
    return int(said)


def together(tasks: Sequence[Callable[[], None]]) -> None:
    """Run tasks side by side, which pays where an engine decodes in threads of its own; a failure is raised when all ended."""
    if len(tasks) == 1:
        tasks[0]()
    elif tasks:
        with ThreadPoolExecutor(len(tasks)) as pool:
            for done in [pool.submit(task) for task in tasks]:
                done.result()
