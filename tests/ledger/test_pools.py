"""One pool of connections a database and process."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from glosspress.ledger import open_ledger, pools

from .samples import PUBLISH, page


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _pools() -> int:
    """How many are open, without those that this test or one before it left to the collector."""
    gc.collect()
    return len(pools._pools)


def test_who_opens_a_ledger_again_shares_its_connections(url: str) -> None:
    """The last one closes them; closing twice takes nothing from others."""
    before = _pools()
    with open_ledger(url) as first:
        second = open_ledger(url)
        assert _pools() == before + 1
        second.put_page(page(), PUBLISH)
        second.close()
        second.close()
        assert len(first.current_pages()) == 1
    assert _pools() == before


def test_a_ledger_that_nobody_closes_gives_its_connections_back(url: str) -> None:
    """When the last reference to it is gone."""
    before = _pools()
    opened = open_ledger(url)
    assert _pools() == before + 1
    del opened
    assert _pools() == before


def test_a_file_that_was_replaced_is_another_ledger(sqlite_url: str) -> None:
    """Whoever has the old one open does not lead others to it."""
    with open_ledger(sqlite_url) as old:
        old.put_page(page("first"), PUBLISH)
        file_of(sqlite_url).rename(file_of(sqlite_url).with_suffix(".old"))
        for rest in file_of(sqlite_url).parent.glob("ledger.db-*"):
            rest.unlink()
        with open_ledger(sqlite_url) as new:
            assert new.current_pages() == []
            new.put_page(page("second"), PUBLISH)
            assert [item.slug for item in new.current_pages()] == ["second"]


def test_ledgers_in_memory_are_apart() -> None:
    """Each is its own."""
    with open_ledger("sqlite:///:memory:") as one, open_ledger("sqlite:///:memory:") as other:
        one.put_page(page(), PUBLISH)
        assert other.current_pages() == []


def test_a_forked_process_uses_no_connection_of_its_parent(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's locks do not survive a fork. What the child drops stays open in the parent."""
    with open_ledger(sqlite_url) as parent:
        mine = parent._database._engine
        with monkeypatch.context() as child:
            child.setattr(pools.os, "getpid", lambda: -1)
            with open_ledger(sqlite_url) as forked:
                assert forked._database._engine is not mine
        parent.put_page(page(), PUBLISH)
        assert len(parent.current_pages()) == 1
