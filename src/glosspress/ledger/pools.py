"""Connections to databases: one pool a database and process, however often the ledger is opened.

What a pool has learnt (the SQL of its statements) serves all who use it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.engine import URL


@dataclass
class _Pool:
    engine: Engine
    users: int = 0


_lock = threading.RLock()
_pools: dict[Any, _Pool] = {}


def take(url: URL, make: Callable[[URL], Engine]) -> tuple[Engine, Callable[[], None]]:
    """The pool of a database, made at first use; and what gives it back, to be called once: the last one closes it.

    A file of SQLite that was replaced is another database, and a forked process has pools of its own. OSError: the file cannot
    be made.
    """
    key = (os.getpid(), url, _identity(url))
    with _lock:
        pool = _pools.get(key) or _pools.setdefault(key, _Pool(make(url)))
        pool.users += 1
    return pool.engine, partial(_give_back, key)


def _give_back(key: Any) -> None:
    with _lock:
        pool = _pools[key]
        pool.users -= 1
        if pool.users:
            return
        del _pools[key]
    if key[0] == os.getpid():
        pool.engine.dispose()


def in_memory(url: URL) -> bool:
    """Whether it is SQLite without a file."""
    return url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}


def _identity(url: URL) -> object:
    """What tells a database from another one at the same place; a file is made where there is none."""
    if url.get_backend_name() != "sqlite":
        return None
    if in_memory(url):
        return object()
    if "uri" in url.query:
        return None  # SQLite reads the path in its own way
    path = Path(str(url.database))
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    there = path.stat()
    return there.st_dev, there.st_ino
