"""Snapshots and the articles cleaned from them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, select

from glosspress.article import Article
from glosspress.digest import canonical_json, utc_now
from glosspress.errors import LedgerError
from glosspress.ledger.packing import pack, unpack
from glosspress.ledger.schema import article_facts, articles, bodies, snapshots
from glosspress.ledger.statements import Store, chunks, insert_new
from glosspress.snapshot import Snapshot

_COLUMNS = (snapshots, bodies.c.body)
ELSEWHERE = b""
"""In the place of bytes that lie in a storage of their own: nothing compressed is empty."""


class Snapshots(Store):
    """What was read, byte for byte, and what cleaning made of it."""

    def put_snapshot(self, snapshot: Snapshot) -> Snapshot:
        """Store a snapshot; returns it with time and headers of the first time these bytes came from this URL.

        Bytes that a storage of their own has lost are brought back.
        """
        sha = snapshot.sha256
        wanted = select(
            snapshots.c.fetched_at, snapshots.c.headers, (bodies.c.body == ELSEWHERE).label("outside")
        ).join(bodies)
        this = wanted.where(snapshots.c.sha256 == sha, snapshots.c.url == snapshot.url)
        with self._database.reading() as connection:
            first = connection.execute(this).first()
        if first is not None:  # the usual case: nothing is new, and no writer has to wait
            if first.outside and self._database.bodies is not None:
                self._database.bodies.bring_back(sha, snapshot.body)
            return replace(snapshot, fetched_at=first.fetched_at, headers=_headers(first.headers))
        row = {
            "sha256": sha,
            "url": snapshot.url,
            "source": snapshot.source,
            "content_type": snapshot.content_type,
            "headers": canonical_json(snapshot.headers),
            "fetched_at": snapshot.fetched_at,
        }
        place = self._database.bodies
        held = {"sha256": sha, "body": zlib.compress(snapshot.body) if place is None else ELSEWHERE}
        if place is not None:
            # First a row that no snapshot names: an object whose writer dies now is found by `remove_unused_bodies`.
            with self._database.writing() as connection:
                insert_new(connection, bodies, [held])
            place.put(sha, snapshot.body)  # before the snapshot's row, which never names bytes that are not there
        with self._database.writing() as connection:
            insert_new(connection, bodies, [held])
            insert_new(connection, snapshots, [row])
            first = connection.execute(this).one()
            if place is not None and first.outside:  # removed since, when nothing named it: now nobody else can
                place.bring_back(sha, snapshot.body)
        return replace(snapshot, fetched_at=first.fetched_at, headers=_headers(first.headers))

    def snapshot(self, sha256: str, url: str | None = None) -> Snapshot:
        """The snapshot with these bytes (of this URL, or of the URL that had them first). LedgerError: none."""
        wanted = select(*_COLUMNS).join(bodies).where(snapshots.c.sha256 == sha256).order_by(snapshots.c.fetched_at)
        if url is not None:
            wanted = wanted.where(snapshots.c.url == url)
        with self._database.reading() as connection:
            row = connection.execute(wanted.limit(1)).first()
            if row is None:
                raise LedgerError(f"no snapshot {sha256}", self._database.where, "run the source again")
            return self._snapshot(row)

    def latest_snapshot(self, url: str) -> Snapshot | None:
        """The newest snapshot of a URL."""
        wanted = select(*_COLUMNS).join(bodies).where(snapshots.c.url == url).order_by(snapshots.c.fetched_at.desc())
        with self._database.reading() as connection:
            row = connection.execute(wanted.limit(1)).first()
            return None if row is None else self._snapshot(row)

    def snapshot_keys(self, source: str | None = None) -> list[tuple[str, str]]:
        """URL and sha256 of all snapshots (of one source), in the order in which they were first seen."""
        wanted = select(snapshots.c.url, snapshots.c.sha256).order_by(
            snapshots.c.fetched_at, snapshots.c.url, snapshots.c.sha256
        )
        if source is not None:
            wanted = wanted.where(snapshots.c.source == source)
        with self._database.reading() as connection:
            return [(row.url, row.sha256) for row in connection.execute(wanted)]

    def first_seen(self, places: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """When bytes first came from a URL (UTC, RFC 3339), by (URL, sha256); without those that never did."""
        wanted = select(snapshots.c.url, snapshots.c.sha256, snapshots.c.fetched_at)
        asked, found = set(places), {}
        with self._database.reading() as connection:
            for part in chunks(sorted({sha for _, sha in asked})):
                for url, sha, fetched_at in connection.execute(wanted.where(snapshots.c.sha256.in_(part))):
                    if (url, sha) in asked:
                        found[url, sha] = fetched_at
        return found

    def put_article(self, snapshot_sha256: str, cleaner: str, article: Article) -> None:
        """Store what cleaning made of a snapshot. `cleaner` names the rules and all else that the result depends on."""
        row = {
            "snapshot": snapshot_sha256,
            "cleaner": cleaner,
            "body": pack(article.as_json()),
            "made_at": utc_now(),
        }
        with self._database.writing() as connection:
            insert_new(connection, articles, [row])

    def article_facts(self, snapshot_sha256: str, reader: str) -> dict[str, Any] | None:
        """What was noted of an article when it was read under these rules; None: never."""
        wanted = select(article_facts.c.body)
        this = wanted.where(article_facts.c.snapshot == snapshot_sha256, article_facts.c.reader == reader)
        with self._database.reading() as connection:
            body = connection.execute(this).scalar()
            return None if body is None else dict(json.loads(body))

    def put_article_facts(self, snapshot_sha256: str, reader: str, facts: Mapping[str, Any]) -> None:
        """Note what the next run wants to know of an article. `reader` names all that it depends on besides the bytes."""
        row = {"snapshot": snapshot_sha256, "reader": reader, "body": canonical_json(dict(facts))}
        with self._database.writing() as connection:
            insert_new(connection, article_facts, [row])

    def article(self, snapshot_sha256: str, cleaner: str) -> Article | None:
        """The cleaned article, or None where it was not cleaned with these rules."""
        wanted = select(articles.c.body).where(articles.c.snapshot == snapshot_sha256, articles.c.cleaner == cleaner)
        with self._database.reading() as connection:
            body = connection.execute(wanted).scalar()
            return None if body is None else Article.from_json(unpack(body))

    def _snapshot(self, row: Row[tuple[object, ...]]) -> Snapshot:
        return Snapshot(
            url=row.url,
            body=self._body(row.sha256, row.body),
            content_type=row.content_type,
            fetched_at=row.fetched_at,
            headers=_headers(row.headers),
            source=row.source,
        )

    def _body(self, sha: str, packed: bytes) -> bytes:
        if packed != ELSEWHERE:
            return zlib.decompress(packed)
        if self._database.bodies is None:
            raise LedgerError(
                f"the bytes of snapshot {sha} lie outside of the ledger",
                self._database.where,
                "name `snapshots: {url: ...}`",
            )
        return self._database.bodies.get(sha)


def _headers(value: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, content) for name, content in json.loads(value))
