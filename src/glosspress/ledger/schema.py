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

REVISION = "v0006"
"""Of the tables below: the newest migration in `migrations/versions/`."""

metadata = MetaData()
_Sha = String(64)
_Time = String(20)
_Row = BigInteger().with_variant(Integer, "sqlite")

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

segment_sources = Table(
    "segment_sources", metadata,
    Column("key", _Sha, primary_key=True),
    Column("pair", String(20), nullable=False),
    Column("source", Text, nullable=False),
    Index("segment_sources_by_pair", "pair", "key"),
)  # fmt: skip

decodings = Table(
    "decodings", metadata,
    Column("key", _Sha, primary_key=True),
    Column("cause", String(64), nullable=False),
    Column("used_at", _Time, nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

pages = Table(
    "pages", metadata,
    Column("digest", _Sha, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip

page_segments = Table(
    "page_segments", metadata,
    Column("key", _Sha, primary_key=True),
    Column("digest", _Sha, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip

article_facts = Table(
    "article_facts", metadata,
    Column("snapshot", _Sha, primary_key=True),
    Column("reader", String(200), primary_key=True),
    Column("body", Text, nullable=False),
)  # fmt: skip

page_inputs = Table(
    "page_inputs", metadata,
    Column("page_id", Text, primary_key=True),
    Column("locale", String(35), primary_key=True),
    Column("inputs", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("body", Text, nullable=False),
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

events = Table(
    "events", metadata,
    Column("number", _Row, primary_key=True, autoincrement=False),
    Column("at", _Time, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("locale", String(35), nullable=False),
    Column("comment", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("sha256", _Sha, nullable=False, unique=True),
    Index("events_by_subject", "subject", "number"),
    Index("events_by_kind", "kind", "number"),
)  # fmt: skip

visits = Table(
    "visits", metadata,
    Column("number", _Row, primary_key=True, autoincrement=True),
    Column("url", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("at", _Time, nullable=False),
    Column("status", Integer, nullable=False),
    Column("snapshot", String(64), nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("visits_by_url", "url", "number"),
    Index("visits_by_source", "source", "number"),
)  # fmt: skip

claims = Table(
    "claims", metadata,
    Column("name", String(200), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", _Row, nullable=False),
)  # fmt: skip

shares = Table(
    "shares", metadata,
    Column("run", String(64), primary_key=True),
    Column("shard", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("work", LargeBinary, nullable=False),
    Column("result", LargeBinary),
)  # fmt: skip
