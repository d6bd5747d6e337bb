"""The event chain as a site publishes it: what was done to its pages in full, of everything else only the sha256.

Each entry's sha256 covers the entry before, so the chain can be followed from the first entry to the last one published
although most of its contents are nobody else's business.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from glosspress.errors import IntegrityError
from glosspress.event import Event, EventKind, page_subject
from glosspress.page import Page
from glosspress.render import Withdrawn

EVENTS = "provenance/events.json"
_OF_PAGES = (EventKind.PAGE_APPROVED, EventKind.PAGE_REOPENED, EventKind.PAGE_WITHDRAWN, EventKind.PAGE_RESTORED)


def published_chain(events: Iterable[Event], pages: Sequence[Page], withdrawn: Sequence[Withdrawn]) -> str:
    """The chain up to the newest event that belongs to a page of the site; empty when there is none.

    IntegrityError: an event is not what was recorded. What somebody forged in the ledger is not published.
    """
    numbers = {item.event for page in [*pages, *(gone.page for gone in withdrawn)] for item in page.reviews}
    numbers |= {gone.event.number for gone in withdrawn}
    subjects = {page_subject(page.id, page.locale) for page in [*pages, *(gone.page for gone in withdrawn)]}
    entries: list[Any] = []
    last, before = 0, ""
    for event in events:
        if not event.whole or event.previous != before:
            raise IntegrityError(
                f"the event chain is broken at event {event.number}; the last good edition stays online",
                "the ledger",
                "glosspress review history, then restore a backup",
            )
        before = event.sha256
        shown = event.number in numbers or (event.kind in _OF_PAGES and event.subject in subjects)
        entries.append(event.as_json() if shown else event.sha256)
        last = event.number if shown else last
    if not last:
        return ""
    kept = entries[:last]
    head = kept[-1]["sha256"]
    content = {"head": {"number": last, "sha256": head}, "events": kept}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def read(content: bytes) -> tuple[dict[int, Event], list[str]]:
    """The events that are shown in full, by number, and what is wrong with the chain."""
    try:
        data = json.loads(content)
        entries, head = data["events"], data["head"]
        events = {number: Event.from_json(item) for number, item in _full(entries)}
        shas = [item if isinstance(item, str) else item["sha256"] for item in entries]
        return events, list(_problems(events, shas, head))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return {}, [f"is not as glosspress writes it: {error!r}"]


def _full(entries: list[Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    return ((number, item) for number, item in enumerate(entries, 1) if not isinstance(item, str))


def _problems(events: dict[int, Event], shas: list[str], head: dict[str, Any]) -> Iterator[str]:
    for number, event in events.items():
        if not event.whole or event.number != number:
            yield f"event {number} is not what was recorded"
        if event.previous != (shas[number - 2] if number > 1 else ""):
            yield f"event {number} does not follow the one before"
    if head != {"number": len(shas), "sha256": shas[-1] if shas else ""}:
        yield "the head is not the last entry"
