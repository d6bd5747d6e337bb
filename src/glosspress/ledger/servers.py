"""Connections to database servers: one pool a server and process, however often the ledger is opened."""

from __future__ import annotations

import atexit
import threading

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL

_lock = threading.Lock()
_engines: dict[URL, tuple[Engine, int]] = {}
"""By URL: the pool, and how many have taken it."""


def take(url: URL) -> Engine:
    """The pool of a server, made at first use."""
    with _lock:
        engine, users = _engines.get(url) or (create_engine(url, pool_pre_ping=True), 0)
        _engines[url] = engine, users + 1
        return engine


def give_back(url: URL) -> None:
    """The last one closes the connections."""
    with _lock:
        engine, users = _engines.pop(url)
        if users > 1:
            _engines[url] = engine, users - 1
        else:
            engine.dispose()


@atexit.register
def _close_all() -> None:
    for engine, _ in _engines.values():
        engine.dispose()
