"""An older ledger is brought up to date when it is opened, and nothing of it is lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from glosspress.errors import LedgerError
from glosspress.ledger import Ledger, open_ledger, schema

from .samples import HOLD, PUBLISH, page, translation


def file_of(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ledger.db"


def test_migrations_lead_to_the_tables(url: str) -> None:
    """All migrations, one after the other, give exactly the tables of a new ledger."""
    with open_ledger(url) as ledger:
        ledger.migrate("base")
        ledger.migrate("head")
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    engine.dispose()


def test_down_and_up_on_data(ledger: Ledger) -> None:
    """Down to the first tables and up again: pages, decisions and translations are the same, what follows is derived anew."""
    made = translation("NMDA receptors")
    ledger.put_translations([made], "pt-BR", "en-pt", {made.key: ["nmda"]})
    digest = ledger.put_page(page(text="NMDA receptors"), PUBLISH)
    ledger.put_page(page("second"), HOLD)
    before = (
        ledger.current_pages(),
        ledger.held(),
        ledger.pages_with([made.key]),
        list(ledger.segment_sources("en-pt")),
    )
    ledger.migrate("v0001")
    ledger.migrate("head")
    after = (
        ledger.current_pages(),
        ledger.held(),
        ledger.pages_with([made.key]),
        list(ledger.segment_sources("en-pt")),
    )
    assert after == before
    assert before[2][made.key][0].digest == digest
    assert before[3] == [(made.key, "NMDA receptors")]


def test_ledger_of_the_first_release(sqlite_url: str, tmp_path: Path) -> None:
    """A ledger that numbered its tables itself is taken over."""
    with open_ledger(sqlite_url) as ledger:
        ledger.put_page(page(), PUBLISH)
        ledger.migrate("v0001")
    with sqlite3.connect(file_of(tmp_path)) as database:
        database.execute("DROP TABLE alembic_version")
        database.execute("CREATE TABLE schema_version (version INTEGER PRIMARY KEY)")
        database.execute("INSERT INTO schema_version VALUES (1)")
    database.close()
    with open_ledger(sqlite_url) as ledger:
        assert [item.id for item in ledger.current_pages()] == ["samples/first"]
        assert ledger.head() == (0, "")


def test_unknown_migration(ledger: Ledger) -> None:
    """A migration nobody wrote is refused with the names of those there are."""
    with pytest.raises(LedgerError, match="known are v0001, v0002, v0003, v0004, v0005"):
        ledger.migrate("v0815")
