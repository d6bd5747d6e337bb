"""An empty ledger on each database it is promised to work on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from glosspress.ledger import Ledger, open_ledger


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite ledger that is not there yet, in a folder that is not there yet."""
    return f"sqlite:///{tmp_path / 'state' / 'ledger.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty ledger: every test that uses it holds on SQLite and on a real PostgreSQL server."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    found = request.getfixturevalue(name)
    assert isinstance(found, str)
    return found


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    """An empty ledger."""
    with open_ledger(url) as opened:
        yield opened
