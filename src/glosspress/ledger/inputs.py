"""From what the newest decision about a page was made: equal inputs, equal decision."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, or_, select

from glosspress.digest import canonical_json
from glosspress.event import EventKind
from glosspress.ledger.records import PageInputs
from glosspress.ledger.schema import decisions, events, page_inputs
from glosspress.ledger.statements import Store, chunks, insert_new


class Inputs(Store):
    """A cache of work that is done; it may be emptied at any time."""

    def page_inputs(self, locale: str, page_ids: Sequence[str]) -> dict[str, PageInputs]:
        """By page id, the inputs of its newest decision, and what was noted with them.

        A page about which something was decided since by other means is left out.
        """
        newest = (
            select(decisions.c.page_id, func.max(decisions.c.number).label("number"))
            .where(decisions.c.locale == locale)
            .group_by(decisions.c.page_id)
            .subquery()
        )
        found = {}
        with self._database.reading() as connection:
            for part in chunks(list(page_ids)):
                wanted = (
                    select(page_inputs)
                    .join(newest, newest.c.page_id == page_inputs.c.page_id)
                    .join(decisions, decisions.c.number == newest.c.number)
                    .where(
                        page_inputs.c.locale == locale,
                        page_inputs.c.page_id.in_(part),
                        page_inputs.c.digest == decisions.c.digest,
                    )
                )
                for row in connection.execute(wanted):
                    found[row.page_id] = PageInputs(row.inputs, row.digest, json.loads(row.body))
        return found

    def put_page_inputs(self, locale: str, made: Mapping[str, PageInputs]) -> None:
        """Keep them by page id; what was known of these pages before is forgotten."""
        rows = [
            {
                "page_id": page_id,
                "locale": locale,
                "inputs": item.inputs,
                "digest": item.digest,
                "body": canonical_json(dict(item.facts)),
            }
            for page_id, item in made.items()
        ]
        if not rows:
            return
        with self._database.writing() as connection:
            for part in chunks(sorted(made)):
                gone = delete(page_inputs).where(page_inputs.c.locale == locale, page_inputs.c.page_id.in_(part))
                connection.execute(gone)
            insert_new(connection, page_inputs, rows)

    def last_event(self, locale: str, kinds: Sequence[EventKind]) -> int:
        """Number of the newest event of some kinds that concerns a locale or all of them; 0: none."""
        wanted = select(func.max(events.c.number)).where(
            or_(events.c.locale == locale, events.c.locale == ""), events.c.kind.in_([kind.value for kind in kinds])
        )
        with self._database.reading() as connection:
            return int(connection.execute(wanted).scalar() or 0)
