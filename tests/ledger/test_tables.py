"""Which tables a ledger has, asked without opening it: `glosspress doctor` migrates nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from glosspress.cli.doctor.owned import owned
from glosspress.errors import LedgerError
from glosspress.ledger import open_ledger, tables
from glosspress.ledger.schema import REVISION
from glosspress.workspace import Workspace


def test_none_yet(tmp_path: Path) -> None:
    """A ledger that nobody opened has none, and asking makes no file."""
    file = tmp_path / "ledger.db"
    assert tables(f"sqlite:///{file}") == ("", REVISION)
    assert not file.exists()


def test_an_older_one(workspace: Workspace) -> None:
    """The doctor names both and the backup to make, and leaves the tables as they are."""
    with open_ledger(workspace.ledger_url) as ledger:
        ledger.migrate("v0001")
    found = {item.what: item for item in owned(workspace)}["ledger"]
    assert (found.ok, found.found) == (False, f"has the tables v0001; this version knows {REVISION}")
    assert "glosspress backup" in found.mend
    assert tables(workspace.ledger_url)[0] == "v0001"


def test_on_postgresql(postgres_url: str) -> None:
    """The same on a server; one that is not there is said, without a password."""
    assert tables(postgres_url)[0] == ""
    with open_ledger(postgres_url):
        assert tables(postgres_url)[0] == REVISION
    with pytest.raises(LedgerError) as told:
        tables("postgresql+psycopg://somebody:secret@127.0.0.1:9/ledger")
    assert "secret" not in str(told.value)
