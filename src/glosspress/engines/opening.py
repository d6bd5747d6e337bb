"""The engine for a pair of locales."""

from __future__ import annotations

import threading
from functools import lru_cache

from glosspress.engines.argos import ArgosEngine
from glosspress.engines.engine import Engine
from glosspress.engines.packages import Package, find, open_package
from glosspress.engines.synthetic import ECHO, PSEUDO
from glosspress.errors import EngineError
from glosspress.locales import Locale

_lock = threading.Lock()


def open_engine(source: Locale, target: Locale, name: str | None = None) -> Engine:
    """The engine that translates `source` into `target`: `argos`, `echo` or `pseudo`, or what suits the target.

    A package is opened once a process. EngineError: no package serves the pair, or it is damaged.
    """
    if name == "echo":
        return ECHO
    if name == "pseudo" or (name is None and target.pseudo):
        return PSEUDO.get(target.tag) or PSEUDO["ar-XB" if target.direction == "rtl" else "en-XA"]
    package = find(source.language, target.language)
    if package is None:
        pair = f"{source.language}-{target.language}"
        raise EngineError(
            f"no engine package translates {source.tag} into {target.tag}", "", f"glosspress engine install {pair}"
        )
    with _lock:
        return _opened(package)


@lru_cache(maxsize=4)
def _opened(package: Package) -> ArgosEngine:
    return open_package(package)
