"""The engine for a pair of locales."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import lru_cache

from glosspress.engines.argos import BEAM, ArgosEngine
from glosspress.engines.engine import Engine
from glosspress.engines.packages import Package, find, list_installed, open_package
from glosspress.engines.serving import Lock, Serving
from glosspress.engines.synthetic import ECHO, PSEUDO
from glosspress.errors import EngineError
from glosspress.locales import Locale

_lock = threading.Lock()


def open_engine(source: Locale, target: Locale, name: str | None = None, lock: Lock | None = None) -> Engine:
    """The engine that translates `source` into `target`: `argos`, `echo` or `pseudo`, or what suits the target.

    Of several packages the one that `lock` names serves, else the newest. A package is opened once a process. EngineError:
    no package serves the pair, it is damaged, or the one that is locked is not installed.
    """
    if name == "echo":
        return ECHO
    if name == "pseudo" or (name is None and target.pseudo):
        return PSEUDO.get(target.tag) or PSEUDO["ar-XB" if target.direction == "rtl" else "en-XA"]
    pair = f"{source.language}-{target.language}"
    choice = lock.pairs.get(pair) if lock else None
    if choice:
        return open_locked(pair, choice.now)
    package = find(source.language, target.language)
    if package is None:
        raise EngineError(
            f"no engine package translates {source.tag} into {target.tag}", "", f"glosspress engine install {pair}"
        )
    with _lock:
        return _opened(package)


def open_locked(pair: str, serving: Serving) -> ArgosEngine:
    """The engine of exactly this model with these settings. EngineError: it is not installed."""
    for package in list_installed():
        if package.pair == pair and package.version == serving.version:
            with _lock:
                engine = _opened(package, serving.beam)
            if engine.sha256 == serving.model_sha256:
                return engine
    what = f"the package that serves this workspace is not installed: {serving.version} ({serving.model_sha256[:12]})"
    raise EngineError(what, f"engines.lock: {pair}", "install it, or glosspress engine rollback, or promote another")


@lru_cache(maxsize=4)
def _opened(package: Package, beam: int = BEAM) -> ArgosEngine:
    engine = open_package(package)
    return engine if beam == engine.beam else replace(engine, beam=beam)
