"""Events, visits and claims; which sentences stand on a page, and their source texts."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "v0002"
down_revision = "v0001"
branch_labels = None
depends_on = None

_SHA = sa.String(64)
_TIME = sa.String(20)
_ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_CHUNK = 500


def upgrade() -> None:
    """Make the tables and fill those that follow from what is there."""
    _make_segments()
    _make_events()
    _make_visits()
    op.create_table(
        "claims",
        sa.Column("name", sa.String(200), primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("until", _ROW, nullable=False),
    )
    _fill()


def downgrade() -> None:
    """Remove them. The event chain is lost: back it up first."""
    for table in ("claims", "visits", "events", "page_segments", "segment_sources"):
        op.drop_table(table)


def _make_segments() -> None:
    op.create_table(
        "segment_sources",
        sa.Column("key", _SHA, primary_key=True),
        sa.Column("pair", sa.String(20), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
    )
    op.create_index("segment_sources_by_pair", "segment_sources", ["pair", "key"])
    op.create_table(
        "page_segments",
        sa.Column("key", _SHA, primary_key=True),
        sa.Column("digest", _SHA, primary_key=True),
        sqlite_with_rowid=False,
    )


def _make_events() -> None:
    op.create_table(
        "events",
        sa.Column("number", _ROW, primary_key=True, autoincrement=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("subject", "actor", "role")),
        sa.Column("locale", sa.String(35), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("comment", "body")),
        sa.Column("previous", _SHA, nullable=False),
        sa.Column("sha256", _SHA, nullable=False, unique=True),
    )
    op.create_index("events_by_subject", "events", ["subject", "number"])
    op.create_index("events_by_kind", "events", ["kind", "number"])


def _make_visits() -> None:
    op.create_table(
        "visits",
        sa.Column("number", _ROW, primary_key=True, autoincrement=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("url", "source")),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("snapshot", _SHA, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("etag", "last_modified", "body")),
    )
    op.create_index("visits_by_url", "visits", ["url", "number"])
    op.create_index("visits_by_source", "visits", ["source", "number"])


def _fill() -> None:
    connection = op.get_bind()
    sources = sa.table("segment_sources", sa.column("key"), sa.column("pair"), sa.column("source"))
    for row in _rows("translations", "key", "pair", "body"):
        source = _json(row.body)["source"]
        text = source if isinstance(source, str) else source["text"]
        connection.execute(sources.insert().values(key=row.key, pair=row.pair, source=text))
    links = sa.table("page_segments", sa.column("key"), sa.column("digest"))
    for row in _rows("pages", "digest", "body"):
        keys = {item["key"] for _, items in _json(row.body)["translations"] for item in items}
        for key in sorted(keys):
            connection.execute(links.insert().values(key=key, digest=row.digest))


def _rows(table: str, key: str, *columns: str) -> Iterator[Any]:
    """All rows by key, a few at a time: a ledger may be larger than the memory."""
    source = sa.table(table, sa.column(key), *(sa.column(name) for name in columns))
    last = ""
    while True:
        wanted = sa.select(source).where(source.c[key] > last).order_by(source.c[key]).limit(_CHUNK)
        rows = op.get_bind().execute(wanted).all()
        yield from rows
        if len(rows) < _CHUNK:
            return
        last = getattr(rows[-1], key)


def _json(body: bytes) -> Any:
    return json.loads(zlib.decompress(body))
