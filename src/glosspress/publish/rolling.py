"""Go back to an earlier edition: nothing is built, one link is moved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from glosspress.errors import PublishError, UsageError
from glosspress.publish import disk
from glosspress.publish.edition import as_publish_error
from glosspress.publish.manifest import intact
from glosspress.publish.online import CURRENT, EDITIONS, link_entries
from glosspress.render.site import MARKDOWN


@dataclass(frozen=True, slots=True)
class Kept:
    """An edition on the disk."""

    id: str
    path: Path
    online: bool


def kept(output: Path) -> list[Kept]:
    """The editions that can be gone back to, newest first."""
    folder = output / EDITIONS
    found = [path for path in folder.iterdir() if path.is_dir() and len(path.name) == 64] if folder.is_dir() else []
    now = online(output)
    found.sort(key=lambda path: (-path.stat().st_mtime_ns, path.name))
    return [Kept(path.name, path, path.name == now) for path in found]


def online(output: Path) -> str:
    """The id of the edition that readers see; empty when there is none."""
    current = output / CURRENT
    return current.readlink().name if current.is_symlink() else ""


def find(output: Path, start: str) -> Kept:
    """The edition whose id begins with `start`. UsageError: none, or several."""
    found = [edition for edition in kept(output) if edition.id.startswith(start.lower())] if start else []
    if len(found) != 1:
        there = ", ".join(edition.id[:12] for edition in kept(output)) or "none"
        what = "several editions begin with this" if found else "no such edition is kept"
        raise UsageError(what, start, f"one of: {there}")
    return found[0]


def check(edition: Kept) -> None:
    """PublishError: a byte of the edition is not what it was."""
    if not intact(edition.path, edition.id):
        raise PublishError(
            "this edition is damaged; what is online stays", edition.id[:12], "glosspress rollback --list"
        )


def switch(output: Path, edition: Kept) -> None:
    """Put an edition online. PublishError: the link cannot be written; what is online then stays."""
    with as_publish_error(output), disk.exclusive(output / EDITIONS / ".lock"):
        disk.point(output / CURRENT, f"{EDITIONS}/{edition.id}")
        link_entries(output, {path.name for path in edition.path.iterdir()})


def tombstones(edition: Path) -> set[str]:
    """The folders of an edition (`<locale>/<slug>`) in which a withdrawn page stood."""
    found = set()
    for file in edition.glob(f"*/*/{MARKDOWN}"):
        with file.open(encoding="utf-8") as lines:
            head = [line for line, _ in zip(lines, range(40), strict=False)]
        if "withdrawn: true\n" in head:
            found.add(file.parent.relative_to(edition).as_posix())
    return found


@contextmanager
def turn(output: Path) -> Iterator[None]:
    """From reading the ledger to switching, one after the other: who began earlier cannot show older pages later."""
    with as_publish_error(output):
        (output / EDITIONS).mkdir(parents=True, exist_ok=True)
        with disk.exclusive(output / EDITIONS / ".turn"):
            yield
