"""What readers reach: `output/.current` leads to an edition, `output/<entry>` into it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from glosspress.errors import PublishError
from glosspress.publish import disk

EDITIONS, CURRENT = ".editions", ".current"
KEPT = 5
"""Editions that stay on the disk, the one online included."""


def clean(output: Path) -> None:
    """Remove what a killed run left behind; call it with the lock held."""
    for folder in (output, output / EDITIONS):
        for path in sorted(folder.glob(f"{disk.TEMPORARY}*")):
            discard(output, path)


def discard(output: Path, path: Path) -> None:
    """Remove an unfinished edition or link, unless readers are led to it; what cannot be removed now goes next time."""
    if not _online(output, path):
        with suppress(OSError):
            disk.remove(path)


def _online(output: Path, path: Path) -> bool:
    current = output / CURRENT
    return current.is_symlink() and current.readlink().name == path.name


def clear_of_strangers(output: Path, entries: set[str]) -> None:
    """PublishError: something that this program did not make stands where an entry of the site belongs."""
    for name in sorted({*entries, CURRENT}):
        path = output / name
        if path.exists() and not path.is_symlink():
            raise PublishError("is in the way of the site and was not made by glosspress", str(path), "move it away")


def link_entries(output: Path, entries: set[str]) -> None:
    """Links for all entries of the edition that is online; links of entries it no longer has go."""
    for name in sorted(entries):
        disk.point(output / name, f"{CURRENT}/{name}")
    for path in output.iterdir():
        if path.is_symlink() and path.name not in entries and path.readlink().as_posix() == f"{CURRENT}/{path.name}":
            path.unlink()


def retire(output: Path) -> None:
    """Remove the oldest editions beyond KEPT, never the one online; what cannot be removed stays for the next run."""
    current = (output / CURRENT).resolve()
    editions = [path for path in (output / EDITIONS).iterdir() if path.is_dir() and len(path.name) == 64]
    editions.sort(key=lambda path: (path != current, -path.stat().st_mtime_ns, path.name))
    for path in editions[KEPT:]:
        doomed = path.with_name(f"{disk.TEMPORARY}{path.name}")
        with suppress(OSError):
            path.rename(doomed)
            disk.remove(doomed)
