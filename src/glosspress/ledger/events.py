"""The event chain: append-only, each entry hashed with the one before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, text

from glosspress.digest import canonical_json, utc_now
from glosspress.errors import ConflictError
from glosspress.event import Draft, Event, EventKind, chained
from glosspress.ledger.schema import events
from glosspress.ledger.statements import Store, chunks

_CHAIN_LOCK = 0x676C6F73 + 1
"""Any number: PostgreSQL writers append one after the other; SQLite's writers do so anyway."""


class Events(Store):
    """What persons did, in the order they did it."""

    def append(self, drafts: Sequence[Draft], seen: Mapping[str, int] | None = None) -> list[Event]:
        """Add events to the chain, all or none.

        `seen` gives, by subject, the number of the newest event the person knew (0: none). ConflictError: somebody else
        has added one since; then nothing is stored and nobody's work is overwritten.
        """
        with self._database.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:id)"), {"id": _CHAIN_LOCK})
            self._refuse_moved(connection, seen or {})
            last = connection.execute(select(events.c.number, events.c.sha256).order_by(events.c.number.desc())).first()
            number, previous = (last.number, last.sha256) if last else (0, "")
            made: list[Event] = []
            for draft in drafts:
                number, at = number + 1, utc_now()
                sha = chained(draft, number, at, previous)
                made.append(_placed(draft, number, at, previous, sha))
                previous = sha
            if made:
                connection.execute(events.insert(), [_row(item) for item in made])
        return made

    def events(
        self,
        *,
        subjects: Sequence[str] | None = None,
        kinds: Sequence[EventKind] | None = None,
        after: int = 0,
    ) -> Iterator[Event]:
        """Events in their order: all, or those about some subjects, of some kinds, after a number."""
        wanted = select(events).where(events.c.number > after).order_by(events.c.number)
        if kinds is not None:
            wanted = wanted.where(events.c.kind.in_([kind.value for kind in kinds]))
        with self._database.reading() as connection:
            if subjects is None:
                rows = connection.execute(wanted.execution_options(yield_per=1_000))
                yield from map(event_of, rows)
                return
            found = [
                row
                for part in chunks(sorted(set(subjects)))
                for row in connection.execute(wanted.where(events.c.subject.in_(part)))
            ]
        yield from (event_of(row) for row in sorted(found, key=lambda row: row.number))

    def head(self) -> tuple[int, str]:
        """Number and sha256 of the newest event; (0, "") for none. Who keeps it can prove later that none was cut off."""
        wanted = select(events.c.number, events.c.sha256).order_by(events.c.number.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(wanted).first()
            return (row.number, row.sha256) if row else (0, "")

    def broken_event(self) -> int | None:
        """The number of the first entry that is not what was appended, or is missing; None: the chain is whole."""
        previous = ""
        for number, event in enumerate(self.events(), 1):
            if event.number != number or event.previous != previous or not event.whole:
                return number
            previous = event.sha256
        return None

    def _refuse_moved(self, connection: Connection, seen: Mapping[str, int]) -> None:
        for part in chunks(sorted(seen)):
            newest = (
                select(events.c.subject, func.max(events.c.number).label("number"))
                .where(events.c.subject.in_(part))
                .group_by(events.c.subject)
            )
            moved = {row.subject: row.number for row in connection.execute(newest)}
            for subject, number in moved.items():
                if number > seen[subject]:
                    by = connection.execute(select(events.c.actor).where(events.c.number == number)).scalar()
                    raise ConflictError(
                        f"{by} changed this meanwhile (event {number})", subject, "look again, then decide"
                    )


def _placed(draft: Draft, number: int, at: str, previous: str, sha: str) -> Event:
    body = json.loads(canonical_json(dict(draft.body)))
    return Event(
        number=number,
        at=at,
        kind=draft.kind,
        subject=draft.subject,
        actor=draft.actor,
        role=draft.role,
        locale=draft.locale,
        comment=draft.comment,
        body=body,
        previous=previous,
        sha256=sha,
    )


def _row(event: Event) -> dict[str, object]:
    return {**event.as_json(), "body": canonical_json(dict(event.body))}


def event_of(row: Row[Any]) -> Event:
    """The event in a row of the table."""
    return Event.from_json({**row._asdict(), "body": json.loads(row.body)})
