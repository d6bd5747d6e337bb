"""The ledger as one object."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Self

from glosspress.ledger.claims import Claims
from glosspress.ledger.database import Database
from glosspress.ledger.decodings import Decodings
from glosspress.ledger.history import History
from glosspress.ledger.inputs import Inputs
from glosspress.ledger.pages import Pages
from glosspress.ledger.retention import Retention
from glosspress.ledger.sharing import Shares
from glosspress.ledger.snapshots import Snapshots
from glosspress.ledger.translations import Translations
from glosspress.ledger.visits import Visits
from glosspress.ledger.withdrawals import Withdrawals


class Ledger(
    Snapshots, Visits, Translations, Decodings, Pages, Withdrawals, Inputs, Claims, Shares, History, Retention
):
    """Every method is one transaction and may be repeated: what is stored already stays as it is.

    Safe for several threads and several processes at once. Every method raises LedgerError when the database cannot be
    used; then nothing of that call was stored.
    """

    @property
    def where(self) -> str:
        """The file of an SQLite ledger, or the URL without its password."""
        return self._database.where

    def migrate(self, revision: str) -> None:
        """Bring the tables to a migration (`v0001`, `head`, `base`); opening does `head` by itself."""
        self._database.migrate(revision)

    def close(self) -> None:
        """Give back all connections; only a ledger on a server needs it."""
        self._database.close()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep an SQLite file open while the block lasts: else every transaction is its last user and writes its log back.

        No transaction stays open.
        """
        held = ExitStack()
        if self._database.dialect == "sqlite" and self.where != ":memory:":
            connection = held.enter_context(self._database.reading())
            connection.exec_driver_sql("SELECT count(*) FROM runs")
            connection.exec_driver_sql("COMMIT")
        try:
            yield
        finally:
            held.close()  # without the block's error, which is not the database's

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_ledger(url: str) -> Ledger:
    """Open or make the ledger at an SQLAlchemy URL (`sqlite:///path`, `postgresql+driver://...`).

    LedgerError: not a URL, no driver, cannot be opened or written, not a ledger, damaged, written by a newer version.
    """
    return Ledger(Database(url))
