"""Tables of the ledger. Contents are zlib-compressed canonical JSON; columns beside them exist to be queried."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

VERSION = 1
"""Of the tables below; raised with a migration."""

metadata = MetaData()
_Sha = String(64)
_Time = String(20)
_Row = BigInteger().with_variant(Integer, "sqlite")

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

bodies = Table(
    "bodies", metadata,
    Column("sha256", _Sha, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip

snapshots = Table(
    "snapshots", metadata,
    Column("sha256", _Sha, ForeignKey("bodies.sha256"), primary_key=True),
    Column("url", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("headers", Text, nullable=False),
    Column("fetched_at", _Time, nullable=False),
    Index("snapshots_by_url", "url", "fetched_at"),
)  # fmt: skip

articles = Table(
    "articles", metadata,
    Column("snapshot", _Sha, primary_key=True),
    Column("cleaner", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("made_at", _Time, nullable=False),
)  # fmt: skip

translations = Table(
    "translations", metadata,
    Column("key", _Sha, primary_key=True),
    Column("locale", String(35), nullable=False),
    Column("pair", String(20), nullable=False),
    Column("rung", String(20), nullable=False),
    Column("held", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("made_at", _Time, nullable=False),
    Index("translations_by_locale", "locale", "rung"),
)  # fmt: skip

segment_terms = Table(
    "segment_terms", metadata,
    Column("term", Text, primary_key=True),
    Column("key", _Sha, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip

pages = Table(
    "pages", metadata,
    Column("digest", _Sha, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip

decisions = Table(
    "decisions", metadata,
    Column("number", _Row, primary_key=True, autoincrement=True),
    Column("page_id", Text, nullable=False),
    Column("locale", String(35), nullable=False),
    Column("digest", _Sha, ForeignKey("pages.digest"), nullable=False),
    Column("publish", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("run", Text, nullable=False),
    Column("decided_at", _Time, nullable=False),
    Index("decisions_by_page", "locale", "page_id", "number"),
)  # fmt: skip

runs = Table(
    "runs", metadata,
    Column("id", String(64), primary_key=True),
    Column("started", _Time, nullable=False),
    Column("finished", _Time, nullable=False),
    Column("hits", _Row, nullable=False),
    Column("misses", _Row, nullable=False),
    Column("words", _Row, nullable=False),
    Column("counts", Text, nullable=False),
)  # fmt: skip

editions = Table(
    "editions", metadata,
    Column("id", _Sha, primary_key=True),
    Column("pages", Integer, nullable=False),
    Column("run", Text, nullable=False),
    Column("published_at", _Time, nullable=False),
)  # fmt: skip
