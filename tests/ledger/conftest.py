"""Samples of what the ledger holds, and an empty ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from glosspress.ledger import Ledger, open_ledger


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The URL of a ledger that is not there yet, in a folder that is not there yet."""
    return f"sqlite:///{tmp_path / 'state' / 'ledger.db'}"


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    """An empty ledger on disk."""
    with open_ledger(url) as opened:
        yield opened
