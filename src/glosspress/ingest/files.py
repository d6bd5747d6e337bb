"""Articles in files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from glosspress.digest import utc_now
from glosspress.errors import InputError
from glosspress.ingest import pdf, word
from glosspress.ingest.contents import check_text, encoding_of
from glosspress.snapshot import Snapshot

_MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".text": "text/plain",
}
_READING = os.O_RDONLY | os.O_NONBLOCK
"""Without waiting: opening a named pipe must not hang the run."""
_DOWN = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW
"""A folder on the way down, which need not be readable where the system can do so; never through a link."""
_DOCUMENTS = {".pdf": (pdf.MEDIA_TYPE, b"%PDF-"), ".docx": (word.MEDIA_TYPE, b"PK\x03\x04")}


def read_file(path: Path, *, max_bytes: int = 50_000_000, url: str = "", within: Path | None = None) -> Snapshot:
    """The snapshot of one file. `url` names it (`file:sources/a.html`); without one, the file's name does.

    InputError: missing, not a regular file, unreadable, empty, binary, more than `max_bytes`; with `within`, a link out of
    that folder, also where a link takes a file's place while it is read.
    """
    where = url.removeprefix("file:") or str(path)
    body = _read(path, where, max_bytes, within)
    kind, magic = _DOCUMENTS.get(path.suffix.lower(), ("", b""))
    if kind and body.startswith(magic):
        return Snapshot(url or file_url(path.name), body, kind, utc_now())
    check_text(body, where)
    media = _MEDIA_TYPES.get(path.suffix.lower()) or ("text/html" if b"<" in body[:2048] else "text/plain")
    encoding, note = encoding_of(body, "")
    return Snapshot(
        url=url or file_url(path.name),
        body=body,
        content_type=f"{media}; charset={encoding}",
        fetched_at=utc_now(),
        headers=(("x-glosspress-encoding", f"{encoding}: {note}"),) if note else (),
    )


def _read(path: Path, where: str, max_bytes: int, within: Path | None) -> bytes:
    try:
        descriptor = os.open(path, _READING) if within is None else open_within(path, within, where)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise InputError("is not a file", where, "name a file")
            body = file.read(max_bytes + 1)
    except FileNotFoundError:
        raise InputError("does not exist", where, "check the path") from None
    except IsADirectoryError:
        raise InputError("is a folder, not a file", where, "name a file") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"cannot be read: {reason}", where, "check its permissions") from error
    if len(body) > max_bytes:
        raise InputError(f"is larger than {max_bytes / 1e6:g} MB", where, "raise limits.max_bytes in glosspress.yaml")
    return body


def open_within(path: Path, folder: Path, where: str) -> int:
    """A descriptor of the file that the links of a path lead to now, opened part by part, through no more links.

    `folder` is where its own links led to when somebody allowed it: they are not followed again. InputError: the path leads
    out of it. OSError: it cannot be opened. What was checked is what is opened: whoever swaps a part, or the folder, for a
    link in between gets an error, not a file from elsewhere.
    """
    try:
        place = path.resolve(strict=True)
    except RuntimeError:
        raise InputError("is a link that leads to itself", where, "copy the file into the folder") from None
    if not place.is_relative_to(folder):
        raise InputError("is a link out of the source's folder", where, "copy the file into the folder")
    *folders, name = place.parts[1:] or (".",)
    current = os.open(place.anchor, _DOWN)
    for part in folders:
        try:
            inner = os.open(part, _DOWN, dir_fd=current)
        finally:
            os.close(current)
        current = inner
    try:
        return os.open(name, _READING | os.O_NOFOLLOW, dir_fd=current)
    finally:
        os.close(current)


def file_url(relative: str) -> str:
    """`file:` and a relative path, percent-encoded."""
    return f"file:{quote(relative)}"


def find_files(folder: Path, include: tuple[str, ...], exclude: tuple[str, ...]) -> Iterator[Path]:
    """Files of a folder by patterns, sorted; hidden ones only where a pattern names them."""
    unwanted = {path for pattern in exclude for path in folder.glob(pattern)}
    for path in sorted({path for pattern in include for path in folder.glob(pattern)} - unwanted):
        named = any(part.startswith(".") for pattern in include for part in pattern.split("/"))
        if (path.is_file() or path.is_symlink()) and (named or not _is_hidden(path.relative_to(folder))):
            yield path


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def stays_inside(path: Path, folder: Path) -> bool:
    """False when symbolic links lead out of the folder (or in circles)."""
    try:
        return path.resolve(strict=False).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False
