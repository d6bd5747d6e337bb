"""Unpack an `.argosmodel` file without trusting it."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from glosspress.errors import EngineError

MOST_BYTES = 4_000_000_000
"""Unpacked. The largest published Argos packages have about 300 MB."""
MOST_FILES = 10_000
MOST_RATIO = 200
"""Unpacked to packed size of one file: models hardly compress, bombs do."""


def unpack(archive: Path, folder: Path, *, replace: bool = True) -> None:
    """Unpack the one folder of a package to `folder`, which appears whole or not at all.

    It takes the place of a folder that stood there; with `replace` false a folder that stands there stays.
    EngineError: not a package, a path that leaves the folder, a link, more than `MOST_BYTES`, or the disk is full.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=folder.parent))
    try:
        with zipfile.ZipFile(archive) as package:
            _extract(package, _checked(package, archive.name), staging, archive.name)
        staging.chmod(0o755)
        _put(staging, folder, replace)
    except zipfile.BadZipFile as error:
        raise EngineError(f"not an Argos package: {error}", archive.name, "download it again") from error
    except (zlib.error, EOFError, ValueError) as error:
        raise EngineError(f"the package is damaged: {error}", archive.name, "download it again") from error
    except (OSError, NotImplementedError, RuntimeError) as error:
        raise EngineError(
            f"cannot be unpacked: {error}", archive.name, "check the file and the free disk space"
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _checked(package: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in package.infolist() if not entry.filename.endswith("/")]
    tops = set()
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or len(path.parts) < 2 or ":" in path.parts[0]:
            raise EngineError(f"refused: the entry `{entry.filename}` leaves its folder", name)
        if (entry.external_attr >> 16) & 0o170000 == 0o120000:
            raise EngineError(f"refused: the entry `{entry.filename}` is a link", name)
        if entry.file_size > MOST_RATIO * max(entry.compress_size, 1_000):
            raise EngineError(f"refused: the entry `{entry.filename}` unpacks to {entry.file_size:,} bytes", name)
        tops.add(path.parts[0])
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise EngineError(f"refused: larger than {MOST_BYTES:,} bytes or {MOST_FILES:,} files", name)
    files = {PurePosixPath(entry.filename).name for entry in entries}
    if len(tops) != 1 or not {"metadata.json", "model.bin"} <= files:
        raise EngineError("not an Argos package (one folder with metadata.json and model/model.bin)", name)
    return entries


def _extract(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], staging: Path, name: str) -> None:
    for entry in entries:
        target = staging.joinpath(*PurePosixPath(entry.filename).parts[1:])
        target.parent.mkdir(parents=True, exist_ok=True)
        with package.open(entry) as source, target.open("wb") as file:
            left = entry.file_size
            while block := source.read(min(1 << 20, left + 1)):
                left -= len(block)
                if left < 0:
                    raise EngineError(f"refused: `{entry.filename}` is larger than it says", name)
                file.write(block)


def _put(staging: Path, folder: Path, replace: bool) -> None:
    """Rename, because a rename is atomic; another process may do the same at the same time."""
    old = Path(tempfile.mkdtemp(prefix=".replaced-", dir=folder.parent))
    try:
        if replace and folder.exists():
            folder.rename(old / "package")
        staging.rename(folder)
    except OSError:
        if not (folder / "metadata.json").is_file():
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
