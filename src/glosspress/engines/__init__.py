"""Engines: sentences in, hypotheses out. Argos packages on CTranslate2, and two engines without a model."""

from __future__ import annotations

from glosspress.engines.engine import Engine, Hypothesis, Keep, Request, Tokens
from glosspress.engines.opening import open_engine, open_locked
from glosspress.engines.packages import Package, install, list_installed, open_package, remove
from glosspress.engines.pivot import PivotEngine
from glosspress.engines.remembering import RememberingEngine
from glosspress.engines.serving import Choice, Lock, Serving, read_lock, write_lock
from glosspress.engines.threads import THREADS

__all__ = [
    "THREADS",
    "Choice",
    "Engine",
    "Hypothesis",
    "Keep",
    "Lock",
    "Package",
    "PivotEngine",
    "RememberingEngine",
    "Request",
    "Serving",
    "Tokens",
    "install",
    "list_installed",
    "open_engine",
    "open_locked",
    "open_package",
    "read_lock",
    "remove",
    "write_lock",
]
