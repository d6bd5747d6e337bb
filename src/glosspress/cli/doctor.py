"""`glosspress doctor`: what is installed, what is missing, and the command that mends it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from importlib import metadata
from typing import TYPE_CHECKING

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import ConfigError, GlosspressError

if TYPE_CHECKING:
    from glosspress.workspace import Workspace

_PACKAGES = (
    "prefect",
    "fastapi",
    "argos-translate-lt",
    "ctranslate2",
    "beautifulsoup4",
    "httpx",
    "trafilatura",
    "sqlalchemy",
)
_FREE_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at."""

    what: str
    ok: bool
    found: str
    mend: str = ""
    required: bool = True


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the diagnoses as JSON.")
@pass_options
def command(options: Options, as_json: bool) -> int:
    """Say what is installed, what is missing, and the command that mends it.

    Ends with 4 when something that is needed is missing.

    \b
    Example:
      glosspress doctor
    """
    diagnoses = [*_installation(), *_workspace(options)]
    if as_json:
        click.echo(json.dumps([asdict(item) for item in diagnoses], ensure_ascii=False, indent=2))
    else:
        for item in diagnoses:
            mark = "ok     " if item.ok else ("MISSING" if item.required else "absent ")
            click.echo(f"{mark} {item.what}: {item.found}")
            if not item.ok and item.mend:
                click.echo(f"        -> {item.mend}")
    return 0 if all(item.ok or not item.required for item in diagnoses) else ConfigError.exit_code


def _installation() -> Iterator[Diagnosis]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Diagnosis("Python", sys.version_info >= (3, 11), version, "use Python 3.11 or newer")
    for name in _PACKAGES:
        try:
            yield Diagnosis(name, ok=True, found=metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Diagnosis(name, ok=False, found="not installed", mend="make env, or pip install glosspress")
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    yield Diagnosis(
        "chromium (browser tests only)",
        bool(browser),
        browser or "not found",
        "apt-get install chromium",
        required=False,
    )


def _workspace(options: Options) -> Iterator[Diagnosis]:
    try:
        workspace = options.open_workspace()
    except GlosspressError as error:
        yield Diagnosis("workspace", ok=False, found=f"{error.where}: {error.what}", mend=error.next_step)
        return
    yield Diagnosis("workspace", ok=True, found=workspace.config.site.title)
    yield from _looked_at(workspace, {"sources": _sources, "ledger": _ledger, "output": _output, "disk": _disk})
    for tag in workspace.config.locales:
        looks = {f"engine for {tag}": partial(_engine, tag=tag), f"glossary for {tag}": partial(_glossary, tag=tag)}
        yield from _looked_at(workspace, looks)


def _looked_at(workspace: Workspace, looks: Mapping[str, Callable[[Workspace], str]]) -> Iterator[Diagnosis]:
    for what, look in looks.items():
        try:
            yield Diagnosis(what, ok=True, found=look(workspace))
        except GlosspressError as error:
            where = f"{error.where}: " if error.where else ""
            yield Diagnosis(what, ok=False, found=f"{where}{error.what}", mend=error.next_step)


def _sources(workspace: Workspace) -> str:
    from glosspress.sources import load_all

    names = [source.id for source in load_all(workspace)]
    return f"{len(names)} defined ({', '.join(names)})" if names else "none defined; add sources/<id>.yaml"


def _ledger(workspace: Workspace) -> str:
    from glosspress.ledger import open_ledger

    open_ledger(workspace.ledger_url)
    return workspace.ledger_url.split("://", maxsplit=1)[0]


def _output(workspace: Workspace) -> str:
    import os

    from glosspress.errors import PublishError

    folder = workspace.output if workspace.output.exists() else workspace.root
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise PublishError("cannot be written", workspace.relative(folder), f"check the permissions of {folder.name}/")
    return "can be written"


def _disk(workspace: Workspace) -> str:
    from glosspress.errors import PublishError

    free = shutil.disk_usage(workspace.root).free
    if free < _FREE_BYTES:
        raise PublishError(
            f"only {free / 1e9:.1f} GB free", "", "make room: an edition and the ledger need at least 1 GB"
        )
    return f"{free / 1e9:.0f} GB free"


def _engine(workspace: Workspace, tag: str) -> str:
    from glosspress.engines import PivotEngine, open_engine, read_lock
    from glosspress.locales import parse

    source, lock = parse(workspace.config.source_language), read_lock(workspace.engines_lock)
    engine = open_engine(source, parse(tag), workspace.policy(tag).engine, lock)
    if isinstance(engine, PivotEngine):
        return f"{engine.label} via {engine.pivot.tag}: no package translates the pair directly"
    return f"{engine.label} ({engine.sha256[:12]})" if engine.sha256 else engine.label


def _glossary(workspace: Workspace, tag: str) -> str:
    from glosspress.glossary import for_pair

    glossary = for_pair(workspace, workspace.config.source_language, tag)
    return (
        f"{glossary.name}, {len(glossary.terms)} terms"
        if glossary
        else "none; only numbers, units and links are pinned"
    )
