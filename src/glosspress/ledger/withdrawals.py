"""Pages that a person took off the site, and rollbacks of the site: derived from the event chain, never stored."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, select

from glosspress.event import Event, EventKind
from glosspress.ledger.events import Events, event_of
from glosspress.ledger.schema import events

_PAGES = (EventKind.PAGE_WITHDRAWN, EventKind.PAGE_RESTORED)
_SITE = (EventKind.EDITION_ROLLED_BACK, EventKind.EDITION_RESUMED)


class Withdrawals(Events):
    """What must not be online although a run would publish it."""

    def withdrawn(self) -> dict[str, Event]:
        """By page (`<source>/<slug>@<locale>`) the event that withdrew it, of the pages that are withdrawn now."""
        with self._database.reading() as connection:
            return withdrawn_events(connection)

    def rolled_back(self) -> Event | None:
        """The event that rolled the site back, while that rollback stands; its subject is the edition led back to."""
        newest = None
        for event in self.events(kinds=_SITE):
            newest = event
        return newest if newest is not None and newest.kind is EventKind.EDITION_ROLLED_BACK else None


def withdrawn_events(connection: Connection) -> dict[str, Event]:
    """`Withdrawals.withdrawn`, within a transaction; sorted by subject."""
    rows = connection.execute(_withdrawing(events).order_by(events.c.subject))
    return {row.subject: event_of(row) for row in rows}


def withdrawn_subjects(connection: Connection) -> frozenset[str]:
    """The subjects of `withdrawn_events`, without reading the events."""
    return frozenset(connection.execute(_withdrawing(events.c.subject)).scalars())


def _withdrawing(*columns: Any) -> Select[Any]:
    kinds = [kind.value for kind in _PAGES]
    newest = select(func.max(events.c.number)).where(events.c.kind.in_(kinds)).group_by(events.c.subject)
    return select(*columns).where(events.c.number.in_(newest), events.c.kind == EventKind.PAGE_WITHDRAWN.value)
