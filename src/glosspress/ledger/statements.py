"""Statements that several parts of the ledger share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, TextClause, text

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
    """Insert the rows whose primary key is not there; the others stay as they are: the first one counts.

    All rows name the same columns.
    """
    for part in chunks(rows):
        connection.execute(_insert_new(table, tuple(part[0])), list(part))


@lru_cache(maxsize=100)
def _insert_new(table: Table, columns: tuple[str, ...]) -> TextClause:
    """Both databases know this form. SQLAlchemy's own one is compiled anew at every call."""
    names, values = (", ".join(part) for part in ([f'"{name}"' for name in columns], [f":{name}" for name in columns]))
    return text(f'INSERT INTO "{table.name}" ({names}) VALUES ({values}) ON CONFLICT DO NOTHING')  # noqa: S608 - our names
