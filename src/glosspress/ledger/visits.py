"""Requests: what was asked of a site, what it answered, and with what validators to ask again."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Row, select

from glosspress.digest import canonical_json
from glosspress.ledger.records import Visit
from glosspress.ledger.schema import visits
from glosspress.ledger.statements import Store


class Visits(Store):
    """An append-only log of requests."""

    def put_visits(self, made: Sequence[Visit]) -> None:
        """Add visits to the log, all or none."""
        rows = [
            {
                "url": visit.url,
                "source": visit.source,
                "at": visit.at,
                "status": visit.status,
                "snapshot": visit.snapshot,
                "etag": visit.etag,
                "last_modified": visit.last_modified,
                "body": canonical_json(visit.facts),
            }
            for visit in made
        ]
        if rows:
            with self._database.writing() as connection:
                connection.execute(visits.insert(), rows)

    def latest_visit(self, url: str) -> Visit | None:
        """The newest visit of a URL."""
        found = self.visits(url, 1)
        return found[0] if found else None

    def visits(self, url: str, limit: int = 50) -> list[Visit]:
        """The visits of a URL, newest first."""
        wanted = select(visits).where(visits.c.url == url).order_by(visits.c.number.desc()).limit(limit)
        with self._database.reading() as connection:
            return [_visit(row) for row in connection.execute(wanted)]

    def visited_urls(self, source: str) -> list[str]:
        """All URLs that were ever asked for a source, sorted."""
        wanted = select(visits.c.url).where(visits.c.source == source).distinct().order_by(visits.c.url)
        with self._database.reading() as connection:
            return list(connection.execute(wanted).scalars())


def _visit(row: Row[tuple[object, ...]]) -> Visit:
    return Visit(
        url=row.url,
        source=row.source,
        at=row.at,
        status=row.status,
        snapshot=row.snapshot,
        etag=row.etag,
        last_modified=row.last_modified,
        facts=tuple((name, value) for name, value in json.loads(row.body)),
    )
