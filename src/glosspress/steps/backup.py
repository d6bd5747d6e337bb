"""Back up a workspace: the ledger and everything the team owns, in one archive that says what it holds."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glosspress import workspace
from glosspress.digest import sha256, sha256_file, utc_now
from glosspress.errors import InputError, UsageError
from glosspress.ledger import open_ledger
from glosspress.ledger.backup import copy_back, copy_to
from glosspress.ledger.bodies import storage
from glosspress.workspace import CONFIG_FILE, Workspace

_LEDGER, _MANIFEST = "ledger", "manifest.json"
_LEFT_OUT = frozenset({".glosspress", ".git", ".venv", "output", "__pycache__", "node_modules"})
"""Can be made again: the site is built from the ledger by `glosspress publish`."""


@dataclass(frozen=True, slots=True)
class Backup:
    """An archive."""

    path: Path
    files: int
    bytes: int
    events: int
    """Entries of the event chain in it, at least."""
    left_out: str = ""
    """The place of the snapshots' bytes, where it is outside of the workspace; empty: nothing is left out."""


def back_up(root: Path, folder: Path) -> Backup:
    """Write `glosspress-<time>.tar.gz` into a folder, whole or not at all. LedgerError: the event chain is broken."""
    here = workspace.find(root)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"glosspress-{utc_now().replace(':', '').replace('-', '')}.tar.gz"
    final, scratch = folder / name, folder / f".{name}.part"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as temporary:
        copy = Path(temporary) / _LEDGER
        with open_ledger(here.ledger_url) as ledger:
            number, head = ledger.head()
        copy_to(here.ledger_url, copy)
        files = {path.relative_to(here.root).as_posix(): path for path in _owned(here)}
        digests = {f"workspace/{file}": sha256_file(path) for file, path in files.items()} | {
            _LEDGER: sha256_file(copy)
        }
        facts = {"made_at": utc_now(), "events": number, "head": head, "files": digests}
        with tarfile.open(scratch, "w:gz") as archive:
            _add_text(archive, _MANIFEST, json.dumps(facts, indent=2))
            archive.add(copy, _LEDGER)
            for file, path in files.items():
                archive.add(path, f"workspace/{file}")
    scratch.replace(final)
    return Backup(final, len(files) + 1, final.stat().st_size, number, _elsewhere(here))


def restore(archive: Path, root: Path, ledger_url: str = "") -> Backup:
    """Unpack a backup into a folder that is empty or missing; every file is compared with its digest first.

    `ledger_url` names the empty database for a ledger that was on PostgreSQL. InputError: the archive is damaged.
    UsageError: the folder is not empty.
    """
    if root.exists() and any(root.iterdir()):
        raise UsageError("the folder is not empty; nothing was written", str(root), "choose another one")
    with tempfile.TemporaryDirectory(prefix="glosspress-restore-") as temporary:
        facts = _unpacked(archive, Path(temporary))
        source = Path(temporary) / "workspace"
        if not (source / CONFIG_FILE).is_file():
            raise InputError("the archive holds no workspace", str(archive))
        root.mkdir(parents=True, exist_ok=True)
        for path in sorted(source.rglob("*")):
            target = root / path.relative_to(source)
            if path.is_dir():
                target.mkdir(exist_ok=True)
            else:
                shutil.move(path, target)
        copy_back(ledger_url or workspace.at(root).ledger_url, Path(temporary) / _LEDGER)
    return Backup(archive, len(facts["files"]), archive.stat().st_size, int(facts["events"]))


def _elsewhere(here: Workspace) -> str:
    place = storage(here.ledger_url)
    inside = f"{here.root.as_uri()}/"
    return "" if place is None or place.where.startswith(inside) else place.where


def _owned(here: Workspace) -> list[Path]:
    return [
        path
        for path in sorted(here.root.rglob("*"))
        if path.is_file() and not path.is_symlink() and not _LEFT_OUT & set(path.relative_to(here.root).parts)
    ]


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    data = text.encode()
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    archive.addfile(entry, io.BytesIO(data))


def _extract(opened: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path, archive: Path) -> None:
    """One regular file below the folder; anything else (links, absolute names, `..`) is no backup of ours."""
    content = opened.extractfile(entry) if entry.isreg() else None
    target = folder / entry.name
    if content is None or not target.resolve().is_relative_to(folder.resolve()):
        raise InputError(f"`{entry.name}` does not belong into a backup", str(archive), "take another backup")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(content, file)


def _unpacked(archive: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(archive) as opened:
            for entry in opened:
                _extract(opened, entry, folder, archive)
        facts: dict[str, Any] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        for name, digest in facts["files"].items():
            if sha256((folder / name).read_bytes()) != digest:
                raise InputError(f"`{name}` is not what was backed up", str(archive), "take another backup")
    except (OSError, ValueError, KeyError, EOFError, tarfile.TarError) as error:
        raise InputError(f"not a whole backup: {error}", str(archive), "take another backup") from error
    return facts
