"""Let another engine package or decoding setting serve a workspace, or the one before it; each time an event says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glosspress import engines, locales, workspace
from glosspress.engines import Choice, Engine, Package, Serving, open_engine, read_lock, write_lock
from glosspress.errors import ConfigError, EngineError, UsageError
from glosspress.event import Draft, EventKind
from glosspress.glossary import for_pair
from glosspress.ledger import open_ledger
from glosspress.locales import Locale
from glosspress.steps.canary import Canary, run_canary
from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Promotion:
    """What was asked for, and whether it serves now."""

    pair: str
    serving: Serving
    canary: Canary
    done: bool


def install(what: str, root: Path | None) -> tuple[Package, bool]:
    """Install a package; returns it, and True when it serves at once.

    In a workspace that another package of the pair serves already, that one goes on serving until `promote`.
    EngineError: as `engines.install` says.
    """
    here = _workspace(root)
    serving = {} if here is None else _serving_now(here)
    package = engines.install(what)
    if here is None or package.pair not in serving or serving[package.pair].version == package.version:
        return package, True
    pairs = dict(read_lock(here.engines_lock).pairs)
    if package.pair not in pairs:
        pairs[package.pair] = Choice(now=serving[package.pair])
        write_lock(here.engines_lock, pairs)
    return package, False


def promote(
    root: Path, pair: str, version: str, *, actor: str, beam: int = 2, golden: Path | None = None, force: str = ""
) -> Promotion:
    """Let a version serve if the canary finds no regression; `force` gives the reason to let it serve in spite of one.

    EngineError: no such package, or no golden set. UsageError: no locale of the workspace uses the pair.
    """
    here = workspace.find(root)
    locale, source = _locale_of(here, pair)
    lock = read_lock(here.engines_lock)
    old = open_engine(source, locale, lock=lock)
    serving = Serving(version=version, model_sha256=_sha(pair, version), beam=beam)
    new = engines.open_locked(pair, serving)
    canary = run_canary(old, new, locale, source.language, for_pair(here, source.tag, locale.tag), golden)
    if canary.regressions and not force:
        return Promotion(pair, serving, canary, done=False)
    before = lock.pairs[pair].now if pair in lock.pairs else _as_serving(old)
    if before == serving:
        return Promotion(pair, serving, canary, done=True)
    facts = {"before": before.model_dump(), "now": serving.model_dump(), "regressions": list(canary.regressions)}
    _record(here, EventKind.ENGINE_PROMOTED, pair, actor, force, facts)
    write_lock(here.engines_lock, {**lock.pairs, pair: Choice(now=serving, before=before)})
    return Promotion(pair, serving, canary, done=True)


def roll_back(root: Path, pair: str, *, actor: str, reason: str = "") -> Serving:
    """Let the package before serve again. EngineError: there is none, or it is no longer installed."""
    here = workspace.find(root)
    lock = read_lock(here.engines_lock)
    choice = lock.pairs.get(pair)
    if choice is None or choice.before is None:
        raise EngineError("no package served before", f"engines.lock: {pair}", "glosspress engine list")
    engines.open_locked(pair, choice.before)
    facts = {"before": choice.now.model_dump(), "now": choice.before.model_dump()}
    _record(here, EventKind.ENGINE_ROLLED_BACK, pair, actor, reason, facts)
    write_lock(here.engines_lock, {**lock.pairs, pair: Choice(now=choice.before, before=choice.now)})
    return choice.before


def _workspace(root: Path | None) -> Workspace | None:
    try:
        return workspace.find(root)
    except ConfigError:
        return None  # packages may be installed before there is a workspace


def _serving_now(here: Workspace) -> dict[str, Serving]:
    """By pair, what serves the workspace's locales."""
    lock = read_lock(here.engines_lock)
    source = locales.parse(here.config.source_language)
    found = {}
    for tag in here.config.locales:
        target = locales.parse(tag)
        if target.pseudo or here.policy(tag).engine not in {None, "argos"}:
            continue
        try:
            engine = open_engine(source, target, lock=lock)
        except EngineError:
            continue  # nothing serves it yet
        if not isinstance(engine, engines.PivotEngine):  # a package of the pair itself is better at once
            found[f"{source.language}-{target.language}"] = _as_serving(engine)
    return found


def _as_serving(engine: Engine) -> Serving:
    beam = getattr(engine, "beam", 2)
    return Serving(version=engine.label.rpartition("@")[2], model_sha256=engine.sha256, beam=beam)


def _locale_of(here: Workspace, pair: str) -> tuple[Locale, Locale]:
    source = locales.parse(here.config.source_language)
    for tag in here.config.locales:
        target = locales.parse(tag)
        if not target.pseudo and f"{source.language}-{target.language}" == pair:
            return target, source
    known = ", ".join(here.config.locales)
    raise UsageError(f"no locale of this workspace uses {pair}", workspace.CONFIG_FILE, f"its locales are {known}")


def _sha(pair: str, version: str) -> str:
    for package in engines.list_installed():
        if (package.pair, package.version) == (pair, version):
            return engines.open_package(package).sha256
    raise EngineError(f"version {version} is not installed", pair, "glosspress engine list, glosspress engine install")


def _record(here: Workspace, kind: EventKind, pair: str, actor: str, comment: str, facts: Mapping[str, Any]) -> None:
    with open_ledger(here.ledger_url) as ledger:
        ledger.append([Draft(kind, pair, actor, "operator", comment=comment, body=facts)])
