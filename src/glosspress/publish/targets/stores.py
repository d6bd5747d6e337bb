"""Folders and object stores through fsspec.

Layout `editions`: `editions/<id>/...` is written once and never changed; the small object `current` holds the id of the
edition to serve and is written last. Files that the edition before has too are copied inside the store, not sent again.
Layout `plain`: the files at their places. A folder of this machine is switched in one step (`folder`); in a store pages come
before the manifest, and what the edition no longer has goes last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glosspress.digest import sha256
from glosspress.errors import ConfigError, PublishError
from glosspress.publish.manifest import MANIFEST
from glosspress.publish.targets import folder as folders
from glosspress.publish.targets.delivery import Delivery, Parcel
from glosspress.targets import FilesTarget

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_MD5_DIGITS = 32
_OBJECTS = "this store has no folders that could be switched in one step: files were replaced one by one (see layout `editions`)"
POINTER, EDITIONS = "current", "editions"
_PROBE = ".glosspress-probe"
_TYPES = {
    ".html": "text/html; charset=utf-8", ".md": "text/markdown; charset=utf-8", ".json": "application/json",
    ".xml": "application/xml", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
    ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif", "": "text/plain",
}  # fmt: skip


class Store:
    """One place in one file system."""

    def __init__(self, settings: FilesTarget, root: Path) -> None:
        self._settings = settings
        self._fs, self._base = _open(settings, root)

    def deliver(self, parcel: Parcel) -> Delivery:
        """Bring the edition there; see the module for what readers see meanwhile."""
        with _failures(self._settings.url):
            if self._settings.layout == "plain":
                return self._plain(parcel)
            return self._edition(parcel)

    def probe(self) -> str:
        """Write, read and remove a small file."""
        with _failures(self._settings.url):
            self._write(_PROBE, b"glosspress doctor")
            same = self._fs.cat_file(self._path(_PROBE)) == b"glosspress doctor"
            self._fs.rm_file(self._path(_PROBE))
            if not same:
                raise PublishError("a file reads differently than it was written", self._settings.url)
            if self._settings.layout == "plain":
                return "can be written"
            return f"can be written; edition there: {self._pointer()[:12] or 'none yet'}"

    def _edition(self, parcel: Parcel) -> Delivery:
        before = self._pointer()
        there = self._manifest(f"{EDITIONS}/{parcel.id}/") if before == parcel.id else {}
        if there == parcel.files:
            return self._report(parcel, 0, 0, len(there))
        known = {sha: f"{EDITIONS}/{before}/{name}" for name, sha in self._manifest(f"{EDITIONS}/{before}/").items()}
        folder, sent = f"{EDITIONS}/{parcel.id}/", 0
        for name, sha in _manifest_last(parcel.files):
            if sha in known and name != MANIFEST:
                self._copy(known[sha], folder + name)
            else:
                self._write(folder + name, parcel.read(name))
                sent += 1
        self._arrived(parcel, folder)
        self._write(POINTER, parcel.id.encode())
        if self._pointer() != parcel.id:
            raise PublishError("`current` was written and reads differently", self._settings.url)
        return self._report(parcel, sent, self._retire(parcel.id, before), len(parcel.files) - sent)

    def _plain(self, parcel: Parcel) -> Delivery:
        if "file" in self._fs.protocol:
            return folders.deliver(Path(self._base), parcel, self._settings.url)
        before = self._manifest("")
        changed = [(name, sha) for name, sha in _manifest_last(parcel.files) if before.get(name) != sha]
        for name, _ in changed:
            self._write(name, parcel.read(name))
        self._arrived(parcel, "")
        gone = sorted(set(before) - set(parcel.files))
        for name in gone:
            self._fs.rm_file(self._path(name))
        return self._report(parcel, len(changed), len(gone), len(parcel.files) - len(changed), _OBJECTS)

    def _report(self, parcel: Parcel, written: int, removed: int, unchanged: int, note: str = "") -> Delivery:
        return Delivery(parcel.id, written, removed, unchanged, self._settings.url, note)

    def _arrived(self, parcel: Parcel, folder: str) -> None:
        """Every file is there with its content, and the manifest reads as it was written."""
        self._fs.invalidate_cache()
        found = self._fs.find(self._path(folder).rstrip("/"), detail=True)
        for name in parcel.files:
            if not self._same(found.get(self._path(folder + name), {}), parcel.read(name)):
                raise PublishError(f"{name} did not arrive whole; readers see the edition before", self._settings.url)
        if self._manifest(folder) != parcel.files:
            raise PublishError("the manifest reads differently; readers see the edition before", self._settings.url)

    def _same(self, info: dict[str, Any], content: bytes) -> bool:
        """By the store's own MD5 where it tells one (S3 does for files sent at once), by reading a local file, by size."""
        tag = str(info.get("ETag", "")).strip('"')
        if len(tag) == _MD5_DIGITS and "-" not in tag and "SSEKMSKeyId" not in info:
            return tag == hashlib.md5(content, usedforsecurity=False).hexdigest()
        if "file" in self._fs.protocol and info:
            return bool(self._fs.cat_file(info["name"]) == content)
        return info.get("size") == len(content)

    def _manifest(self, folder: str) -> dict[str, str]:
        """Path -> sha256 of what is there, the manifest included; empty where there is nothing of ours."""
        if folder == f"{EDITIONS}//":
            return {}
        try:
            content = self._fs.cat_file(self._path(folder + MANIFEST))
            return {**json.loads(content)["files"], MANIFEST: sha256(content)}
        except (FileNotFoundError, ValueError, KeyError):
            return {}

    def _pointer(self) -> str:
        try:
            return str(self._fs.cat_file(self._path(POINTER)).decode().strip())
        except FileNotFoundError:
            return ""

    def _retire(self, now: str, before: str) -> int:
        """Remove the oldest editions beyond the number to keep; never the current one or the one before it."""
        pattern = self._path(f"{EDITIONS}/*/{MANIFEST}")
        found = {path.split("/")[-2]: path for path in self._fs.glob(pattern)}
        old = sorted(set(found) - {now, before}, key=lambda name: str(self._modified(found[name])))
        doomed = old[: max(0, len(old) - max(0, self._settings.keep - 2))]
        for name in doomed:
            self._fs.rm(self._path(f"{EDITIONS}/{name}"), recursive=True)
        return len(doomed)

    def _modified(self, path: str) -> Any:
        info = self._fs.info(path)
        return info.get("LastModified") or info.get("mtime") or info.get("created") or ""

    def _write(self, name: str, content: bytes) -> None:
        path = self._path(name)
        self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
        if "s3" in self._fs.protocol:
            kind = _TYPES.get(Path(name).suffix, "application/octet-stream")
            self._fs.pipe_file(path, content, ContentType=kind)
        else:
            # A reader of a plain folder sees the old file or the new one.
            temporary = f"{path}.part"
            self._fs.pipe_file(temporary, content)
            self._fs.mv(temporary, path)

    def _copy(self, source: str, name: str) -> None:
        path = self._path(name)
        self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._fs.cp_file(self._path(source), path)

    def _path(self, name: str) -> str:
        return f"{self._base}/{name}"


def _manifest_last(files: dict[str, str]) -> list[tuple[str, str]]:
    """Assets, then everything but the manifest, then the manifest: no page names a file that is not there yet."""
    return sorted(files.items(), key=lambda item: (item[0] == MANIFEST, not item[0].startswith("assets/"), item[0]))


def _open(settings: FilesTarget, root: Path) -> tuple[AbstractFileSystem, str]:
    import fsspec

    url = settings.url if "://" in settings.url else (root / settings.url).resolve().as_uri()
    try:
        fs, base = fsspec.core.url_to_fs(url, **settings.options)
    except (ImportError, ValueError) as error:
        raise ConfigError(
            f"this kind of place cannot be opened: {error}", url, "pip install 'glosspress[s3]'"
        ) from error
    return fs, str(base).rstrip("/")


@contextmanager
def _failures(url: str) -> Iterator[None]:
    """Errors of file systems and their clients in words; credentials are never part of them."""
    try:
        yield
    except PublishError:
        raise
    except Exception as error:  # each client has a tree of its own
        if not isinstance(error, OSError) and not type(error).__module__.startswith(
            ("botocore", "aiobotocore", "aiohttp")
        ):
            raise
        what = f"the target cannot be written ({type(error).__name__}: {error}); it keeps its last good edition"
        raise PublishError(what, url, "mend the connection, then run the same command again") from error
