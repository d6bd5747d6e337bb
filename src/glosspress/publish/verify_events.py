"""A page's claims about persons against the published event chain: no review without an event, no other name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from glosspress.event import Event, EventKind, page_subject
from glosspress.publish.document import Document
from glosspress.render.persons import APPROVED, WHOLE
from glosspress.render.tombstone import STATE as WITHDRAWN

HUMAN = ("post-edited", "approved")
_OF_PAGES = tuple(kind.value for kind in (EventKind.PAGE_APPROVED, EventKind.PAGE_WITHDRAWN))


def event_problems(
    target: Mapping[str, Any], recorded: Sequence[Mapping[str, Any]], document: Document, chain: Mapping[int, Event]
) -> Iterator[str]:
    """What a page's record and head say of persons and the chain does not."""
    state, subject = target.get("gp:state", ""), page_subject(target.get("gp:id", ""), target.get("gp:language", ""))
    kinds = {entry["gp:kind"] for entry in recorded}
    if state in HUMAN and not recorded:
        yield f"its state is `{state}`, and no event of a person is on record"
    if state == "approved" and WHOLE not in kinds:
        yield "it is approved, and no event approves the page"
    if state == WITHDRAWN and EventKind.PAGE_WITHDRAWN.value not in kinds:
        yield "it is withdrawn, and no event withdraws it"
    for entry in recorded:
        yield from _entry(entry, subject, chain)
    approving = {name for entry in recorded if entry["gp:kind"] in (APPROVED, WHOLE) for name in entry["persons"]}
    for key, allowed in (("reviewedBy", approving), ("editor", {n for entry in recorded for n in entry["persons"]})):
        for person in document.description.get(key, []):
            if person.get("name") not in allowed:
                yield f"JSON-LD names `{person.get('name')}` as {key}, no event does"
    reviewed = document.description.get("lastReviewed")
    days = {chain[entry["gp:event"]].at[:10] for entry in recorded if entry["gp:event"] in chain}
    if reviewed and reviewed not in days:
        yield f"JSON-LD says it was reviewed on {reviewed}, no event does"


def _entry(entry: Mapping[str, Any], subject: str, chain: Mapping[int, Event]) -> Iterator[str]:
    number = entry["gp:event"]
    event = chain.get(number)
    if event is None:
        yield f"event {number} is not in the published chain"
        return
    if event.sha256 != entry["gp:eventSha256"] or event.kind.value != entry["gp:kind"]:
        yield f"event {number} is another one in the published chain"
    if list(entry["persons"]) != [event.actor]:
        yield f"event {number} is by {event.actor}, the record says {', '.join(entry['persons'])}"
    if entry["gp:kind"] in _OF_PAGES and event.subject != subject:
        yield f"event {number} is about {event.subject}"
