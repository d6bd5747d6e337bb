"""The tables of glosspress 0.1."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision = None
branch_labels = None
depends_on = None

_SHA = sa.String(64)
_TIME = sa.String(20)
_ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table("bodies", sa.Column("sha256", _SHA, primary_key=True), _body())
    op.create_table(
        "snapshots",
        sa.Column("sha256", _SHA, sa.ForeignKey("bodies.sha256"), primary_key=True),
        sa.Column("url", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("source", "content_type", "headers")),
        sa.Column("fetched_at", _TIME, nullable=False),
    )
    op.create_index("snapshots_by_url", "snapshots", ["url", "fetched_at"])
    op.create_table(
        "articles",
        sa.Column("snapshot", _SHA, primary_key=True),
        sa.Column("cleaner", sa.Text, primary_key=True),
        _body(),
        sa.Column("made_at", _TIME, nullable=False),
    )
    _translations()
    _pages()
    _history()


def downgrade() -> None:
    """Remove them."""
    for table in (
        "editions",
        "runs",
        "decisions",
        "pages",
        "segment_terms",
        "translations",
        "articles",
        "snapshots",
        "bodies",
    ):
        op.drop_table(table)


def _body() -> sa.Column[bytes]:
    return sa.Column("body", sa.LargeBinary, nullable=False)


def _translations() -> None:
    op.create_table(
        "translations",
        sa.Column("key", _SHA, primary_key=True),
        sa.Column("locale", sa.String(35), nullable=False),
        sa.Column("pair", sa.String(20), nullable=False),
        sa.Column("rung", sa.String(20), nullable=False),
        sa.Column("held", sa.Boolean, nullable=False),
        _body(),
        sa.Column("made_at", _TIME, nullable=False),
    )
    op.create_index("translations_by_locale", "translations", ["locale", "rung"])
    op.create_table(
        "segment_terms",
        sa.Column("term", sa.Text, primary_key=True),
        sa.Column("key", _SHA, primary_key=True),
        sqlite_with_rowid=False,
    )


def _pages() -> None:
    op.create_table("pages", sa.Column("digest", _SHA, primary_key=True), _body())
    op.create_table(
        "decisions",
        sa.Column("number", _ROW, primary_key=True, autoincrement=True),
        sa.Column("page_id", sa.Text, nullable=False),
        sa.Column("locale", sa.String(35), nullable=False),
        sa.Column("digest", _SHA, sa.ForeignKey("pages.digest"), nullable=False),
        sa.Column("publish", sa.Boolean, nullable=False),
        _body(),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("decided_at", _TIME, nullable=False),
    )
    op.create_index("decisions_by_page", "decisions", ["locale", "page_id", "number"])


def _history() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("started", _TIME, nullable=False),
        sa.Column("finished", _TIME, nullable=False),
        *(sa.Column(name, _ROW, nullable=False) for name in ("hits", "misses", "words")),
        sa.Column("counts", sa.Text, nullable=False),
    )
    op.create_table(
        "editions",
        sa.Column("id", _SHA, primary_key=True),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("published_at", _TIME, nullable=False),
    )
