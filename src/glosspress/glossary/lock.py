"""`glossary.lock`: which release of the term bases is in force, and the digests of its files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from glosspress import definitions
from glosspress.definitions import Definition
from glosspress.digest import sha256_file

LOCK_FILE = "glossary.lock"
RELEASES = "releases"
_VERSION = re.compile(r"\d{4}\.\d{2}\.\d{2}(?:\.[1-9]\d*)?")


def is_version(name: str) -> bool:
    """Whether a name is one of a release: `2026.11.21`, `2026.11.21.2`."""
    return bool(_VERSION.fullmatch(name))


def _version(value: str) -> str:
    if value and not is_version(value):
        raise ValueError("a release is named by its date: `2026.11.21`, `2026.11.21.2`")
    return value


Version = Annotated[str, AfterValidator(_version)]


class Frozen(Definition):
    """A term base of a release."""

    sha256: str
    """Of the file's bytes."""
    effect: str
    """Of all that can change a translation: notes, review fields and the order of rows do not count."""
    terms: int
    """Approved rows."""


class Lock(Definition):
    """The release in force."""

    version: Version
    previous: Version = ""
    """The release before; empty for the first."""
    released_at: str = ""
    """UTC, RFC 3339."""
    files: dict[str, Frozen]
    """By file name, `en-pt.csv`."""


def read_lock(folder: Path) -> Lock | None:
    """The lock in a glossary folder; None where nothing was released yet. ConfigError: it was edited by hand, wrongly."""
    path = folder / LOCK_FILE
    return definitions.load(path, Lock) if path.is_file() else None


def lock_text(lock: Lock) -> str:
    """The file's content, the same bytes for the same lock."""
    head = "# Written by `glosspress glossary release`; do not edit. docs/glossary-releases.md\n"
    lines = [f"{name}: {json.dumps(getattr(lock, name))}" for name in ("version", "previous", "released_at")]
    lines.append("files:" if lock.files else "files: {}")
    for name, frozen in sorted(lock.files.items()):
        lines.append(f"  {name}:")
        lines += [f"    {field}: {json.dumps(value)}" for field, value in frozen.model_dump().items()]
    return head + "\n".join(lines) + "\n"


def release_folder(folder: Path, version: str) -> Path:
    """Where a release lies below the glossary folder."""
    return folder / RELEASES / version


def versions(folder: Path) -> list[str]:
    """The releases that are there, oldest first."""
    names = [path.name for path in (folder / RELEASES).glob("*") if path.is_dir() and is_version(path.name)]
    return sorted(names, key=order)


def order(version: str) -> tuple[int, ...]:
    """By which releases are sorted."""
    return tuple(int(part) for part in version.split("."))


def unreleased(folder: Path) -> list[str]:
    """Names of the files that differ from the release in force, came after it or are gone; none without a release."""
    lock = read_lock(folder)
    if lock is None:
        return []
    present = {path.name: sha256_file(path) for path in folder.glob("*.csv")}
    frozen = {name: file.sha256 for name, file in lock.files.items()}
    return sorted(name for name in present.keys() | frozen.keys() if present.get(name) != frozen.get(name))
