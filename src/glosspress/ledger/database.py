"""The database below the ledger: opening, transactions, and database errors as sentences.

SQLite is used in WAL mode with a few connections an opened ledger: readers never wait, writers queue for up to 60 s,
a killed process leaves a whole database.
"""

from __future__ import annotations

import sqlite3
import time
import weakref
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, StaticPool, Table, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from glosspress.errors import GlosspressError, LedgerError
from glosspress.ledger import migrating, pools
from glosspress.ledger.bodies import parted

_WAIT_S = 60
_PATIENCE_S = 10.0
_POSTGRES_LOCK = 0x676C6F73
"""Any number: serialises the creation of tables by several processes."""


class Database:
    """An SQL database with the ledger's tables."""

    def __init__(self, url: str) -> None:
        parsed, self.bodies = parted(_parsed(url))
        self.where = _shown(parsed)
        self.dialect = parsed.get_backend_name()
        with self._told():
            self._engine, give_back = pools.take(parsed, _engine)
            self._give_back = weakref.finalize(self, give_back)  # of a ledger that nobody closed, too
            # A transaction of SQLite is such a view from its first statement on.
            views = {"isolation_level": "REPEATABLE READ"} if self.dialect == "postgresql" else {}
            self._viewing = self._engine.execution_options(**views)
            self._create()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One view: what others store meanwhile is not seen. LedgerError: what went wrong, as a sentence."""
        with self._told(), self._viewing.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, alone: Table | None = None) -> Iterator[Connection]:
        """One transaction: all of it is stored when the block ends, or nothing. LedgerError as above.

        `alone`: nobody else changes this table meanwhile. SQLite has one writer at a time anyway.
        """
        options = self._engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        with self._told(), options.begin() as connection:
            if alone is not None and self.dialect == "postgresql":
                connection.execute(text(f"LOCK TABLE {alone.name} IN SHARE ROW EXCLUSIVE MODE"))
            yield connection

    def migrate(self, revision: str) -> None:
        """Go up or down to a migration (`v0001`, `head`, `base`), in one transaction. LedgerError: none of that name."""
        with self.writing() as connection:
            if revision not in {"head", "base", *migrating.revisions()}:
                known = ", ".join(migrating.revisions())
                raise LedgerError(f"no migration `{revision}`", self.where, f"known are {known}, head and base")
            migrating.move(connection, revision)

    def vacuum(self) -> None:
        """Give freed space back. It runs outside of a transaction; readers and writers of SQLite wait."""
        with self._told():
            if self.dialect == "sqlite":  # SQLAlchemy would say BEGIN first
                with closing(self._engine.raw_connection()) as raw:
                    raw.cursor().execute("VACUUM")
                return
            with self._engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")

    def close(self) -> None:
        """Give back all connections. May be called again."""
        self._give_back()

    def _create(self) -> None:
        if self.dialect == "sqlite":
            self._use_wal()
        with self.writing() as connection:
            if self.dialect == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:id)"), {"id": _POSTGRES_LOCK})
            migrating.bring_up(connection, self.where)

    def _use_wal(self) -> None:
        """The mode is kept in the file. Its change does not wait for other processes, so it is tried again."""
        until = time.monotonic() + _PATIENCE_S
        while True:
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.05)
            finally:
                connection.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except GlosspressError:
            raise
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise _explained(error, self.where) from error
        except zlib.error as error:
            raise LedgerError("an entry is damaged", self.where, _DAMAGED) from error


_DAMAGED = "move it away (the next run makes a new one), or restore a backup"
_EXPLANATIONS = (
    ("disk is full", "the disk is full; nothing of the last step was stored", "make room and run again"),
    ("no space left", "the disk is full; nothing of the last step was stored", "make room and run again"),
    ("readonly", "cannot be written", "check the permissions of the file and its folder"),
    ("unable to open", "cannot be opened", "check that its folder exists and can be written"),
    ("permission denied", "cannot be written", "check the permissions of the file and its folder"),
    ("not a directory", "cannot be opened: a part of the path is a file", "check `ledger` in glosspress.yaml"),
    ("not a database", "is not a database", _DAMAGED),
    ("malformed", "is damaged", _DAMAGED),
    ("locked", f"is in use by another process for more than {_WAIT_S} s", "wait for the other run to end"),
    ("disk i/o error", "cannot be read or written (disk error)", "check the disk, then run again"),
)


def _explained(error: Exception, where: str) -> LedgerError:
    text_of_error = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    for sign, what, next_step in _EXPLANATIONS:
        if sign in text_of_error.lower():
            return LedgerError(what, where, next_step)
    return LedgerError(f"database error: {text_of_error.splitlines()[0] if text_of_error else error!r}", where)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise LedgerError(f"not a database URL: {error}", "ledger", "for example sqlite:///ledger.db") from None
    except ModuleNotFoundError as error:
        raise LedgerError(f"the driver `{error.name}` is missing", "ledger", f"pip install {error.name}") from None
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise LedgerError(f"`{parsed.get_backend_name()}` is not supported", "ledger", "use sqlite or postgresql")
    return parsed


def _shown(url: URL) -> str:
    """The file of an SQLite ledger, else the URL without its password."""
    return url.database or ":memory:" if url.get_backend_name() == "sqlite" else url.render_as_string()


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    settings: dict[str, Any] = {"poolclass": QueuePool, "max_overflow": -1}
    engine = create_engine(
        url,
        **({"poolclass": StaticPool} if pools.in_memory(url) else settings),
        connect_args={"timeout": _WAIT_S, "check_same_thread": False},
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy says BEGIN, not the driver
    for pragma in ("synchronous = NORMAL", "foreign_keys = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))
