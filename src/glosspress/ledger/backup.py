"""A consistent copy of the ledger while others read and write it, and the way back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from glosspress.errors import LedgerError
from glosspress.ledger.bodies import parted


def copy_to(url: str, file: Path) -> None:
    """Copy the ledger at `url` into a file: an SQLite database, or an archive of pg_dump. LedgerError: why it cannot be."""
    parsed, _ = parted(make_url(url))
    if parsed.get_backend_name() == "sqlite":
        _copy_sqlite(Path(str(parsed.database)), file)
    else:
        _postgres("pg_dump", parsed, "--format=custom", f"--file={file}")


def copy_back(url: str, file: Path) -> None:
    """Fill the empty ledger at `url` from a file of `copy_to`. LedgerError: there is one already, or why it cannot be."""
    parsed, _ = parted(make_url(url))
    if parsed.get_backend_name() != "sqlite":
        _postgres("pg_restore", parsed, "--exit-on-error", "--single-transaction", str(file))
        return
    target = Path(str(parsed.database))
    if target.exists():
        raise LedgerError("there is a ledger already; nothing was written", str(target), "move it away first")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise LedgerError("there is no ledger to back up", str(source), "glosspress run")
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except sqlite3.Error as error:
        raise LedgerError(f"cannot be copied: {error}", str(source)) from error


def _postgres(program: str, url: URL, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs; the password goes through the environment, never the command line."""
    if shutil.which(program) is None:
        raise LedgerError(f"`{program}` is not installed", "PATH", "apt-get install postgresql-client")
    shown = URL.create("postgresql", url.username, None, url.host, url.port, url.database).render_as_string()
    command = [program, f"--dbname={shown}", *arguments]
    environment = {**os.environ, **({"PGPASSWORD": url.password} if url.password else {})}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise LedgerError(f"{program}: {said[-1] if said else 'failed'}", shown)
