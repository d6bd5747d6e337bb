"""What the team owns: the workspace as it lies on this disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from glosspress.cli.doctor.diagnosis import Diagnosis, looked_at
from glosspress.errors import LedgerError, PublishError

if TYPE_CHECKING:
    from glosspress.workspace import Workspace

_FREE_BYTES = 1_000_000_000


def owned(workspace: Workspace) -> Iterator[Diagnosis]:
    """Sources, ledger, output, disk; engine and glossary of each locale."""
    looks = {"sources": _sources, "ledger": _ledger, "output": _output, "disk": _disk}
    yield from looked_at({what: partial(look, workspace) for what, look in looks.items()})
    for tag in workspace.config.locales:
        yield from looked_at(
            {
                f"engine for {tag}": partial(_engine, workspace, tag),
                f"glossary for {tag}": partial(_glossary, workspace, tag),
            }
        )


def _sources(workspace: Workspace) -> str:
    from glosspress.sources import load_all

    names = [source.id for source in load_all(workspace)]
    return f"{len(names)} defined ({', '.join(names)})" if names else "none defined; add sources/<id>.yaml"


def _ledger(workspace: Workspace) -> str:
    """LedgerError: it cannot be opened, or its tables are older; the doctor migrates nothing."""
    from glosspress.ledger import open_ledger, tables

    there, known = tables(workspace.ledger_url)
    if there and there < known:
        raise LedgerError(
            f"has the tables {there}; this version knows {known}",
            "",
            "glosspress backup FOLDER, then any run migrates it",
        )
    with open_ledger(workspace.ledger_url):
        return f"{workspace.ledger_url.split('://', maxsplit=1)[0]}, tables {known}"


def _output(workspace: Workspace) -> str:
    folder = workspace.output if workspace.output.exists() else workspace.root
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise PublishError("cannot be written", workspace.relative(folder), f"check the permissions of {folder.name}/")
    return "can be written"


def _disk(workspace: Workspace) -> str:
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
