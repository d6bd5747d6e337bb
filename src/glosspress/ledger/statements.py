"""Statements that several parts of the ledger share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from glosspress.ledger.database import Database

CHUNK = 1_000
"""Rows or keys a statement: far below SQLite's limit of 32,766 parameters."""

T = TypeVar("T")


class Store:
    """A part of the ledger: methods over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Slices of at most `CHUNK` items."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose primary key is not there; the others stay as they are: the first one counts."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).on_conflict_do_nothing()
    for part in chunks(rows):
        connection.execute(statement, list(part))
