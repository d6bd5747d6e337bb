"""Pages that a person took off the site, and rollbacks of the site: derived from the event chain, never stored."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from glosspress.event import Event, EventKind
from glosspress.ledger.events import Events
from glosspress.ledger.schema import events

_PAGES = (EventKind.PAGE_WITHDRAWN, EventKind.PAGE_RESTORED)
_SITE = (EventKind.EDITION_ROLLED_BACK, EventKind.EDITION_RESUMED)


class Withdrawals(Events):
    """What must not be online although a run would publish it."""

    def withdrawn(self) -> dict[str, Event]:
        """By page (`<source>/<slug>@<locale>`) the event that withdrew it, of the pages that are withdrawn now."""
        newest = {event.subject: event for event in self.events(kinds=_PAGES)}
        return {subject: event for subject, event in sorted(newest.items()) if event.kind is EventKind.PAGE_WITHDRAWN}

    def rolled_back(self) -> Event | None:
        """The event that rolled the site back, while that rollback stands; its subject is the edition led back to."""
        newest = None
        for event in self.events(kinds=_SITE):
            newest = event
        return newest if newest is not None and newest.kind is EventKind.EDITION_ROLLED_BACK else None


def withdrawn_subjects(connection: Connection) -> frozenset[str]:
    """The subjects of `Withdrawals.withdrawn`, within a transaction."""
    kinds = [kind.value for kind in _PAGES]
    newest = select(func.max(events.c.number)).where(events.c.kind.in_(kinds)).group_by(events.c.subject)
    wanted = select(events.c.subject).where(
        events.c.number.in_(newest), events.c.kind == EventKind.PAGE_WITHDRAWN.value
    )
    return frozenset(connection.execute(wanted).scalars())
