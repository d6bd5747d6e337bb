"""Engines: sentences in, hypotheses out. Argos packages on CTranslate2, and two engines without a model."""

from __future__ import annotations

from glosspress.engines.engine import Engine, Hypothesis, Keep, Request, Tokens
from glosspress.engines.opening import open_engine
from glosspress.engines.packages import Package, install, list_installed, remove

__all__ = [
    "Engine",
    "Hypothesis",
    "Keep",
    "Package",
    "Request",
    "Tokens",
    "install",
    "list_installed",
    "open_engine",
    "remove",
]
