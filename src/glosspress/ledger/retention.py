"""What may go after a while: versions nobody needs any more. The event chain, runs and what is online never go."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, delete, func, select, text, union

from glosspress.ledger.packing import unpack_page
from glosspress.ledger.schema import (
    article_facts,
    articles,
    bodies,
    decisions,
    decodings,
    page_inputs,
    page_segments,
    pages,
    segment_sources,
    segment_terms,
    snapshots,
    translations,
    visits,
)
from glosspress.ledger.snapshots import ELSEWHERE
from glosspress.ledger.statements import Store, chunks

_OBJECTS = 100
"""Removed in one transaction: writers wait for it."""
_UNNAMED = bodies.c.sha256.not_in(select(snapshots.c.sha256))


class Retention(Store):
    """Removal of what is older than a day and not in use."""

    def remove_page_versions(self, before: str, *, really: bool = True) -> int:
        """Versions that are neither the newest nor online, decided about before a time (UTC, RFC 3339); with their decisions."""
        kept = union(_newest(), _newest(decisions.c.publish)).subquery()
        in_use = select(decisions.c.digest).where(decisions.c.number.in_(select(kept.c.number)))
        old = (
            select(decisions.c.digest)
            .group_by(decisions.c.digest)
            .having(func.max(decisions.c.decided_at) < before, decisions.c.digest.not_in(in_use))
        )
        with self._database.writing() as connection:
            doomed = list(connection.execute(old).scalars())
            for part in chunks(doomed if really else []):
                connection.execute(delete(page_segments).where(page_segments.c.digest.in_(part)))
                connection.execute(delete(decisions).where(decisions.c.digest.in_(part)))
                connection.execute(delete(page_inputs).where(page_inputs.c.digest.in_(part)))
                connection.execute(delete(pages).where(pages.c.digest.in_(part)))
        return len(doomed)

    def remove_snapshots(self, before: str, *, really: bool = True) -> int:
        """Snapshots read before a time that are not the newest of their URL and that no page version was made from."""
        latest = (
            select(snapshots.c.url, func.max(snapshots.c.fetched_at).label("at")).group_by(snapshots.c.url).subquery()
        )
        old = (
            select(snapshots.c.sha256, snapshots.c.url)
            .join(latest, latest.c.url == snapshots.c.url)
            .where(snapshots.c.fetched_at < before, snapshots.c.fetched_at < latest.c.at)
        )
        with self._database.writing() as connection:
            used = {
                unpack_page(body, outline=True)["origin"]["snapshot_sha256"]
                for body in connection.execute(select(pages.c.body).execution_options(yield_per=200)).scalars()
            }
            doomed = [row for row in connection.execute(old).all() if row.sha256 not in used]
            if really:
                for sha, url in doomed:
                    connection.execute(delete(snapshots).where(snapshots.c.sha256 == sha, snapshots.c.url == url))
                connection.execute(delete(bodies).where(_UNNAMED, bodies.c.body != ELSEWHERE))
                connection.execute(
                    delete(article_facts).where(article_facts.c.snapshot.not_in(select(snapshots.c.sha256)))
                )
                connection.execute(delete(articles).where(articles.c.snapshot.not_in(select(snapshots.c.sha256))))
        if really:
            self.remove_unused_bodies()
        return len(doomed)

    def remove_unused_bodies(self) -> int:
        """Bytes in a storage of their own that no snapshot names (any more), and their rows; how many.

        A row goes with its object or after it, so what a process that died left behind is found again here. While objects go,
        nobody names them: writers of snapshots wait.
        """
        place, number = self._database.bodies, 0
        unused = select(bodies.c.sha256).where(_UNNAMED, bodies.c.body == ELSEWHERE).limit(_OBJECTS)
        while place is not None:
            with self._database.writing(alone=bodies) as connection:
                found = list(connection.execute(unused).scalars())
                place.remove(found)
                connection.execute(delete(bodies).where(bodies.c.sha256.in_(found)))
            number += len(found)
            if len(found) < _OBJECTS:
                break
        return number

    def remove_translations(self, before: str, *, really: bool = True) -> int:
        """Translations made before a time that stand on no stored page version: they would be made again; how many.

        With them goes what a model said for nothing but them.
        """
        old = select(translations.c.key).where(
            translations.c.made_at < before, translations.c.key.not_in(select(page_segments.c.key))
        )
        with self._database.writing() as connection:
            doomed = list(connection.execute(old).scalars())
            for part in chunks(doomed if really else []):
                for table in (segment_terms, segment_sources, translations):
                    connection.execute(delete(table).where(table.c.key.in_(part)))
            if really:
                unused = decodings.c.cause.not_in(select(translations.c.key))
                connection.execute(delete(decodings).where(decodings.c.used_at < before, unused))
        return len(doomed)

    def remove_visits(self, before: str, *, really: bool = True) -> int:
        """Visits before a time that are not the newest of their URL."""
        newest = select(func.max(visits.c.number)).group_by(visits.c.url)
        old = (visits.c.at < before, visits.c.number.not_in(newest))
        with self._database.writing() as connection:
            number = connection.execute(select(func.count()).select_from(visits).where(*old)).scalar_one()
            if really:
                connection.execute(delete(visits).where(*old))
        return int(number)

    def size(self) -> int:
        """Bytes of the database."""
        sqlite = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        asked = sqlite if self._database.dialect == "sqlite" else "SELECT pg_database_size(current_database())"
        with self._database.reading() as connection:
            return int(connection.execute(text(asked)).scalar_one())

    def compact(self) -> None:
        """Give freed space back to the disk. SQLite needs as much free space as the database holds."""
        self._database.vacuum()


def _newest(*conditions: ColumnElement[bool]) -> Select[tuple[int]]:
    chosen = select(func.max(decisions.c.number).label("number")).where(*conditions)
    return chosen.group_by(decisions.c.locale, decisions.c.page_id)
