"""Releases of the term bases: frozen as plain files, restored as plain files. History is only ever added to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from glosspress.digest import digest, sha256, sha256_file, utc_now
from glosspress.errors import ConflictError, UsageError
from glosspress.glossary.contents import load
from glosspress.glossary.lock import (
    LOCK_FILE,
    Frozen,
    Lock,
    lock_text,
    read_lock,
    release_folder,
    unreleased,
    versions,
)

if TYPE_CHECKING:
    from glosspress.workspace import Workspace

CHANGELOG = "CHANGELOG.md"
_TITLE = "# Releases of the term base\n"


@dataclass(frozen=True, slots=True)
class Release:
    """A frozen version."""

    version: str
    previous: str
    sha256: str
    """Of the names and contents of its files."""
    files: tuple[str, ...]
    terms: int
    """Approved rows of all files."""


def freeze(workspace: Workspace, contents: Mapping[str, bytes], based_on: str, entry: str) -> Release:
    """Freeze files as the next release and put it in force.

    `contents` is by file name; `based_on` is the release they were compared with (empty: none), which must still be in
    force; `entry` is the Markdown of the changelog below the heading. ConflictError: somebody released meanwhile;
    GlossaryError: a file does not load. Nothing is in force before the last step, which is one rename.
    """
    folder = workspace.glossary
    in_force = read_lock(folder)
    if (in_force.version if in_force else "") != based_on:
        raise ConflictError(
            f"release {in_force.version if in_force else 'none'} is in force, these changes were made upon "
            f"{based_on or 'none'}",
            workspace.relative(folder / LOCK_FILE),
            "look at the difference again: glosspress glossary diff, then release anew",
        )
    version = _next(folder, utc_now()[:10].replace("-", "."))
    _write(release_folder(folder, version), contents)
    lock = Lock(version=version, previous=based_on, released_at=utc_now(), files=_frozen(folder, version))
    _prepend(folder / CHANGELOG, version, entry)
    _replace(folder / LOCK_FILE, lock_text(lock).encode())
    return describe(lock)


def describe(lock: Lock) -> Release:
    """A release by its lock."""
    sums = {name: frozen.sha256 for name, frozen in lock.files.items()}
    terms = sum(frozen.terms for frozen in lock.files.values())
    return Release(lock.version, lock.previous, digest(sums), tuple(sorted(sums)), terms)


def restore(workspace: Workspace, version: str, *, discard: bool = False) -> list[Path]:
    """Write the files of a release back as the working files; returns those that changed.

    The release in force stays the same: `glosspress glossary release` makes the restored state the next one. UsageError: no
    such release, or working files hold changes of no release and `discard` is not set.
    """
    folder, frozen = workspace.glossary, release_folder(workspace.glossary, version)
    if not frozen.is_dir():
        known = ", ".join(versions(folder)[-5:]) or "none yet"
        raise UsageError(f"no release {version}", workspace.relative(folder), f"releases: {known}")
    mine = {path.name: path for path in frozen.glob("*.csv")}
    lost = [name for name in _not_released(folder) if (folder / name).is_file()]
    if lost and not discard:
        raise UsageError(
            f"changes of no release would be lost: {', '.join(lost)}",
            workspace.relative(folder),
            "glosspress glossary release first, or restore with --discard",
        )
    changed = []
    for name, path in sorted(mine.items()):
        target = folder / name
        if not target.is_file() or sha256_file(target) != sha256_file(path):
            _replace(target, path.read_bytes())
            changed.append(target)
    for path in sorted(folder.glob("*.csv")):
        if path.name not in mine:
            path.unlink()
            changed.append(path)
    return changed


def _not_released(folder: Path) -> list[str]:
    """Working files whose content is in no release at all."""
    frozen = {
        (path.name, sha256_file(path))
        for version in versions(folder)
        for path in release_folder(folder, version).glob("*.csv")
    }
    return [name for name in unreleased(folder) if _state(folder / name) not in frozen]


def _state(path: Path) -> tuple[str, str]:
    return path.name, sha256_file(path) if path.is_file() else ""


def _next(folder: Path, day: str) -> str:
    taken = set(versions(folder))
    number = 1
    while (version := day if number == 1 else f"{day}.{number}") in taken:
        number += 1
    return version


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    """All files or none: a reader never finds half a release."""
    made = folder.with_name(f".{folder.name}.{os.getpid()}")
    made.mkdir(parents=True)
    try:
        for name, data in contents.items():
            (made / name).write_bytes(data)
            load(made / name)
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _frozen(folder: Path, version: str) -> dict[str, Frozen]:
    found = {}
    for path in sorted(release_folder(folder, version).glob("*.csv")):
        loaded = load(path)
        found[path.name] = Frozen(sha256=sha256(path.read_bytes()), effect=loaded.sha256, terms=len(loaded.terms))
    return found


def _prepend(path: Path, version: str, entry: str) -> None:
    """Newest first."""
    known = path.read_text(encoding="utf-8").removeprefix(_TITLE) if path.is_file() else ""
    _replace(path, f"{_TITLE}\n## {version}\n\n{entry.strip()}\n{known}".encode())


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}.{os.getpid()}")
    made.write_bytes(data)
    made.replace(path)
