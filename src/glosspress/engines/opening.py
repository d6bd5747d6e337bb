"""The engine for a pair of locales."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import lru_cache

from glosspress.engines.argos import BEAM, ArgosEngine
from glosspress.engines.engine import Engine
from glosspress.engines.packages import Package, find, list_installed, open_package
from glosspress.engines.pivot import PivotEngine
from glosspress.engines.serving import Lock, Serving
from glosspress.engines.synthetic import ECHO, PSEUDO
from glosspress.errors import EngineError, UsageError
from glosspress.locales import Locale, parse

_lock = threading.Lock()


def open_engine(source: Locale, target: Locale, name: str | None = None, lock: Lock | None = None) -> Engine:
    """The engine that translates `source` into `target`: `argos`, `echo` or `pseudo`, or what suits the target.

    Of several packages the one that `lock` names serves, else the newest. A package is opened once a process. Where no
    package serves the pair, two in a row do: through English if they are there, else through another language. EngineError:
    nothing serves the pair, a package is damaged, or the one that is locked is not installed.
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
        pivot = _pivot(source, target)
        if pivot:
            return PivotEngine(open_engine(source, pivot, lock=lock), open_engine(pivot, target, lock=lock), pivot)
        raise EngineError(
            f"no engine package translates {source.tag} into {target.tag}", "", f"glosspress engine install {pair}"
        )
    with _lock:
        return _opened(package)


def _pivot(source: Locale, target: Locale) -> Locale | None:
    """The language between two installed packages, English first; None: there is none."""
    installed = list_installed()
    known = {item.target for item in installed if item.source == source.language}
    for code in sorted(
        known & {item.source for item in installed if item.target == target.language}, key=_english_first
    ):
        try:
            return parse(code)
        except UsageError:
            continue  # a package with a code of its own
    return None


def _english_first(code: str) -> tuple[bool, str]:
    return code != "en", code


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
