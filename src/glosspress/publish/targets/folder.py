"""A plain folder of this machine: the whole edition is built and checked beside it, then both folders change names at once.

The exchange is one system call (`renameat2` with `RENAME_EXCHANGE`, Linux 3.15, man 2 rename): whoever is killed before it
leaves the last good edition, whoever is killed after it the new one. Where the system, the file system or a mount point does
not allow it, files are renamed into place one by one and the delivery says so.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from glosspress.digest import sha256_file
from glosspress.errors import PublishError
from glosspress.publish import disk, manifest
from glosspress.publish.targets.delivery import Delivery, Parcel

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h
_NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.EBUSY, errno.EXDEV, errno.EPERM, errno.EACCES, errno.ENOTSUP}
"""What a system says that cannot exchange these two names, as opposed to a disk that fails."""
_INSIDE = ".glosspress-aside"


def deliver(base: Path, parcel: Parcel, where: str) -> Delivery:
    """Make the folder `base` the edition. Files that are not of ours stay. PublishError: something did not arrive whole.

    Hard links take the place of copies where a file stays as it is, so that the space needed is that of what changed.
    """
    base = base.resolve()
    base.parent.mkdir(parents=True, exist_ok=True)
    reason = "nothing may be written beside it, or it is a file system of its own"
    if _may_stand_beside(base):
        with disk.exclusive(_hidden(base, "lock")):
            made, reason = _at_once(base, parcel)
        if not reason:
            return _report(made, parcel, where)
    base.mkdir(exist_ok=True)
    with disk.exclusive(base):
        made = _one_by_one(base, parcel)
    note = f"the folder could not be switched in one step ({reason}): its files were replaced one by one"
    return _report(made, parcel, where, note if made != (0, 0) else "")


def _may_stand_beside(base: Path) -> bool:
    there = base if base.exists() else base.parent
    return os.access(base.parent, os.W_OK | os.X_OK) and there.stat().st_dev == base.parent.stat().st_dev


def _report(made: tuple[int, int], parcel: Parcel, where: str, note: str = "") -> Delivery:
    written, removed = made
    return Delivery(parcel.id, written, removed, len(parcel.files) - written, where, note)


def _at_once(base: Path, parcel: Parcel) -> tuple[tuple[int, int], str]:
    """(files written, files removed), and the reason why the folders could not be exchanged; then nothing was changed."""
    ours, aside, reason = _ours(base), _hidden(base, "aside"), ""
    written = len(_build(aside, base, parcel, ours))
    removed = len(ours - set(parcel.files))
    if written or removed:
        reason = _exchange(aside, base)
    if not reason and (written or removed):
        _bring_late_ones(aside, base, {*ours, *parcel.files})
    disk.remove(aside)
    return (written, removed), reason


def _one_by_one(base: Path, parcel: Parcel) -> tuple[int, int]:
    """Each file whole: assets, then pages, then the manifest, then what is gone goes."""
    ours, aside = _ours(base), base / _INSIDE
    new = _build(aside, base, parcel, ours)
    for name in sorted(new, key=lambda name: (name == manifest.MANIFEST, not name.startswith("assets/"), name)):
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (aside / name).replace(base / name)
    gone = sorted(ours - set(parcel.files))
    for name in gone:
        (base / name).unlink(missing_ok=True)
        with suppress(OSError):
            (base / name).parent.rmdir()
    disk.remove(aside)
    disk.flush([], base)
    return len(new), len(gone)


def _hidden(base: Path, what: str) -> Path:
    return base.with_name(f".{base.name}.glosspress-{what}")


def _ours(base: Path) -> set[str]:
    """Files that the delivery before put there."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return {*manifest.read(base), manifest.MANIFEST}
    return set()


def _build(aside: Path, base: Path, parcel: Parcel, ours: set[str]) -> list[str]:
    """The edition with everything of others, checked and on the disk; the names of files that are new or changed."""
    disk.remove(aside)  # of a delivery that was killed
    aside.mkdir()
    new = []
    try:
        for name, sha in parcel.files.items():
            there = base / name
            if there.is_file() and not there.is_symlink() and sha256_file(there) == sha:
                _keep(there, aside / name)
            else:
                disk.write(aside / name, parcel.read(name))
                new.append(name)
        for name in _others(base, {*ours, *parcel.files}):
            _keep(base / name, aside / name)
        _same_rights(base, aside)
        disk.flush([aside / name for name in new], aside)
        for name, sha in parcel.files.items():
            if sha256_file(aside / name) != sha:
                raise PublishError(f"{name} did not arrive whole; readers see the edition before", str(base))
    except BaseException:
        with suppress(OSError):
            disk.remove(aside)
        raise
    return new


def _others(base: Path, ours: set[str]) -> list[str]:
    """Files, links and empty folders of others, such as `.htaccess`."""
    found = []
    for folder, folders, files in os.walk(base):
        here = Path(folder)
        folders[:] = [name for name in folders if (here / name) != base / _INSIDE]
        links = [name for name in folders if (here / name).is_symlink()]
        empty = [""] if not folders and not files and here != base else []
        found += [(here / name).relative_to(base).as_posix() for name in (*files, *links, *empty)]
    return [name for name in found if name not in ours]


def _keep(there: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if there.is_dir() and not there.is_symlink():
        path.mkdir(exist_ok=True)
        return
    try:
        os.link(there, path, follow_symlinks=False)
    except OSError:  # a file system without hard links, or another owner's file under protected_hardlinks
        shutil.copy2(there, path, follow_symlinks=False)


def _same_rights(base: Path, aside: Path) -> None:
    """Folders are as open to a web server as those they take the place of."""
    for folder, _, _ in os.walk(aside):
        there = base / Path(folder).relative_to(aside)
        if there.is_dir():
            shutil.copymode(there, folder)
            with suppress(PermissionError):
                os.chown(folder, there.stat().st_uid, there.stat().st_gid)


def _exchange(aside: Path, base: Path) -> str:
    """Both names change places at once; or the reason why they cannot, and nothing was changed."""
    try:
        if base.exists():
            _rename_exchange(aside, base)
        else:
            aside.rename(base)
    except OSError as error:
        if error.errno not in _NOT_HERE:
            raise
        return str(error.strerror)
    disk.flush_one(base.parent)
    return ""


def _rename_exchange(one: Path, other: Path) -> None:
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _bring_late_ones(before: Path, base: Path, ours: set[str]) -> None:
    """What others put into the folder while the edition was built."""
    for name in _others(before, ours) if before.is_dir() else ():
        if not os.path.lexists(base / name):
            _keep(before / name, base / name)
