"""Bytes of snapshots outside of the database: a folder or an object store through fsspec, one object a sha256.

Written whole or not at all, never changed, and held against their name whenever they are read. Nothing there says where the bytes
came from; that is in the database.
"""

from __future__ import annotations

import contextlib
import json
import uuid
import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import URL, make_url

from glosspress.digest import sha256
from glosspress.errors import LedgerError, without_password
from glosspress.workspace import SNAPSHOT_OPTIONS, SNAPSHOTS

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_CLIENTS = ("botocore", "aiobotocore", "aiohttp")
_PROBE, _PROBED = ".glosspress-probe", b"glosspress doctor"


class Bodies:
    """One place in one file system."""

    def __init__(self, url: str, options: dict[str, Any]) -> None:
        self._url = url
        self.where = without_password(url)
        self._options = options
        self._opened: tuple[AbstractFileSystem, str] | None = None

    def put(self, sha: str, body: bytes) -> None:
        """Store bytes under their sha256; what is there already and whole stays. LedgerError: the place cannot be written."""
        with self._told("written"):
            if self._whole(sha):
                return
            self._write(self._path(sha), zlib.compress(body))

    def bring_back(self, sha: str, body: bytes) -> None:
        """Store bytes whose object is gone; one that is there is not read. LedgerError: the place cannot be read or written."""
        with self._told("read"):
            there = self._fs.exists(self._path(sha))
        if not there:
            self.put(sha, body)

    def get(self, sha: str) -> bytes:
        """The bytes. LedgerError: they are not there, not those of this sha256, or the place cannot be read."""
        with self._told("read"):
            try:
                body = self._read(sha)
            except FileNotFoundError:
                raise LedgerError(f"the bytes of snapshot {sha} are not there", self.where, _AGAIN) from None
            if body is None:
                raise LedgerError(f"the bytes of snapshot {sha} are damaged", self.where, _AGAIN)
            return body

    def remove(self, shas: Iterable[str]) -> None:
        """Remove bytes; what is not there is no error."""
        with self._told("written"):
            for sha in shas:
                with contextlib.suppress(FileNotFoundError):
                    self._fs.rm_file(self._path(sha))

    def probe(self) -> None:
        """Write, read and remove a small object. LedgerError: what is in the way."""
        with self._told("written and read"):
            path = f"{self._place[1]}/{_PROBE}-{uuid.uuid4().hex}"  # two at once do not remove each other's
            self._write(path, _PROBED)
            try:
                same = self._fs.cat_file(path) == _PROBED
            finally:
                self._fs.rm_file(path)
        if not same:
            raise LedgerError("a snapshot would read differently than it was written", self.where, _MEND)

    def _write(self, path: str, data: bytes) -> None:
        fs = self._fs
        if "s3" not in fs.protocol:  # it has no folders, and would make a bucket whose name is misspelt
            fs.makedirs(path.rpartition("/")[0], exist_ok=True)
        if "file" not in fs.protocol:
            fs.pipe_file(path, data)  # object stores show an object when it is complete
            return
        scratch = f"{path}.{uuid.uuid4().hex}.part"
        fs.pipe_file(scratch, data)
        fs.mv(scratch, path)

    def _whole(self, sha: str) -> bool:
        try:
            return self._read(sha) is not None
        except FileNotFoundError:
            return False

    def _read(self, sha: str) -> bytes | None:
        """None: damaged."""
        try:
            body = zlib.decompress(self._fs.cat_file(self._path(sha)))
        except zlib.error:
            return None
        return body if sha256(body) == sha else None

    def _path(self, sha: str) -> str:
        return f"{self._place[1]}/{sha[:2]}/{sha}.z"

    @property
    def _fs(self) -> AbstractFileSystem:
        return self._place[0]

    @property
    def _place(self) -> tuple[AbstractFileSystem, str]:
        if self._opened is None:
            import fsspec

            try:
                fs, base = fsspec.core.url_to_fs(self._url, **self._options)
            except (ImportError, ValueError) as error:
                what = f"this kind of place cannot be opened: {error}"
                raise LedgerError(what, self.where, "pip install 'glosspress[s3]'") from error
            self._opened = fs, str(base).rstrip("/")
        return self._opened

    @contextlib.contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Errors of file systems and their clients in words; credentials are never part of them."""
        try:
            yield
        except LedgerError:
            raise
        except Exception as error:  # each client has a tree of its own
            if not isinstance(error, OSError) and not type(error).__module__.startswith(_CLIENTS):
                raise
            message = f"snapshots cannot be {what} ({type(error).__name__}: {error})"
            raise LedgerError(message, self.where, _MEND) from error


_MEND = "mend the connection, then run again"
_AGAIN = "run the source again, or bring the object back from a backup of this place"


def storage(url: str) -> Bodies | None:
    """The place of a ledger's bytes (`Workspace.ledger_url`); None: they are in the database. Nothing is opened."""
    return parted(make_url(url))[1]


def parted(url: URL) -> tuple[URL, Bodies | None]:
    """The database's own URL, and the place of the bytes where one is named; None: they are in the database."""
    place, options = url.query.get(SNAPSHOTS), url.query.get(SNAPSHOT_OPTIONS, "{}")
    plain = url.difference_update_query([SNAPSHOTS, SNAPSHOT_OPTIONS])
    return plain, Bodies(str(place), json.loads(str(options))) if place else None
