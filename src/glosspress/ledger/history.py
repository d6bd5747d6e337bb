"""Runs and editions."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import select

from glosspress.digest import canonical_json, utc_now
from glosspress.ledger.records import Edition, Run
from glosspress.ledger.schema import editions, runs
from glosspress.ledger.statements import Store, insert_new


class History(Store):
    """What was done, and what was published."""

    def record_run(self, run: Run) -> None:
        """Store a run; called at its start and again, with the counts, at its end."""
        row = {
            "id": run.id,
            "started": run.started,
            "finished": run.finished,
            "hits": run.hits,
            "misses": run.misses,
            "words": run.words,
            "counts": canonical_json(dict(run.counts)),
        }
        with self._database.writing() as connection:
            insert_new(connection, runs, [row])
            connection.execute(runs.update().where(runs.c.id == run.id).values(**row))

    def runs(self, limit: int = 50) -> list[Run]:
        """The latest runs, newest first."""
        wanted = select(runs).order_by(runs.c.started.desc(), runs.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            return [
                Run(
                    id=row.id,
                    started=row.started,
                    finished=row.finished,
                    hits=row.hits,
                    misses=row.misses,
                    words=row.words,
                    counts=tuple(sorted(json.loads(row.counts).items())),
                )
                for row in connection.execute(wanted)
            ]

    def put_edition(self, edition_id: str, pages: int, run: str = "") -> Edition:
        """Store that an edition was published; returns the record of the first time."""
        edition = Edition(edition_id, pages, run, utc_now())
        row = {"id": edition_id, "pages": pages, "run": run, "published_at": edition.published_at}
        with self._database.writing() as connection:
            insert_new(connection, editions, [row])
            first = connection.execute(select(editions).where(editions.c.id == edition_id)).one()
            return replace(edition, pages=first.pages, run=first.run, published_at=first.published_at)

    def editions(self) -> list[Edition]:
        """All editions, newest first."""
        wanted = select(editions).order_by(editions.c.published_at.desc(), editions.c.id)
        with self._database.reading() as connection:
            return [Edition(row.id, row.pages, row.run, row.published_at) for row in connection.execute(wanted)]
