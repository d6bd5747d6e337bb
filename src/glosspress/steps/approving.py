"""Approve and reopen whole pages, and comment. Every write is an event."""

from __future__ import annotations

from dataclasses import dataclass

from glosspress.errors import ConflictError, ReviewError, UsageError
from glosspress.event import Draft, Event, EventKind, page_subject
from glosspress.page import State
from glosspress.review.standing import source_digest
from glosspress.steps.desk import Desk, open_desk
from glosspress.steps.editing import Person, approval_draft
from glosspress.steps.settling import pages_of, settle_at
from glosspress.steps.viewing import PageView, segment_of, view_at
from glosspress.translation import Rung
from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PageSpot:
    """A page as a person saw it."""

    page_id: str
    locale: str
    seen: int
    """`PageView.head`: the newest event of the whole chain when the person's view was made."""
    content: str = ""
    """`PageView.content`: given, a write is refused when the page reads otherwise now."""


def approve_page(workspace: Workspace, person: Person, spot: PageSpot, comment: str = "") -> list[Event]:
    """Approve a page as it stands, and with it every sentence that is not approved yet: they become memory.

    ReviewError: a sentence is held or does not verify; then nothing is stored. ConflictError: the page or one of its
    sentences changed meanwhile.
    """
    desk, view = _at(workspace, spot)
    place = f"{spot.page_id} ({spot.locale})"
    held = [item for item in view.segments if item.held]
    if held:
        raise ReviewError(
            f"{len(held)} sentences are held: {', '.join(item.where for item in held[:5])}",
            place,
            f"edit them first: glosspress review status {spot.page_id} --to {spot.locale}",
        )
    rules = desk.rules(view.page.origin.source)
    open_ = {
        item.subject: item
        for item in view.segments
        if item.translation.rung is not Rung.COPIED and item.standing.value != State.APPROVED.value
    }
    drafts = [approval_draft(desk, item, rules, person) for item in open_.values()]
    body = {"content": view.content, "source": source_digest(view.page), "digest": view.digest}
    drafts.append(_draft(EventKind.PAGE_APPROVED, person, spot, comment, body))
    known = {item.subject: spot.seen for item in view.segments}
    made = desk.ledger.append(drafts, seen={**known, drafts[-1].subject: spot.seen})
    settle_at(open_desk(workspace, spot.locale), sorted(pages_of(desk, spot.page_id, set(known))))
    return made


def reopen_page(workspace: Workspace, person: Person, spot: PageSpot, comment: str = "") -> Event:
    """Take the approval of a page back; its sentences keep their own state."""
    desk, _ = _at(workspace, spot)
    draft = _draft(EventKind.PAGE_REOPENED, person, spot, comment, {})
    [event] = desk.ledger.append([draft], seen={draft.subject: spot.seen})
    settle_at(open_desk(workspace, spot.locale), [spot.page_id])
    return event


def comment(workspace: Workspace, person: Person, page_id: str, locale: str, text: str, where: str = "") -> Event:
    """Say something about a page, or about the sentence at `where`. UsageError: no text, no name."""
    desk = open_desk(workspace, locale)
    view = view_at(desk, page_id)
    place = f"{page_id} ({locale}) {where}".strip()
    if not text.strip():
        raise UsageError("the comment is empty", place)
    subject = segment_of(view, where).subject if where else page_subject(page_id, locale)
    body = {"page": page_subject(page_id, locale), **({"where": where} if where else {})}
    named = person.named(place)
    draft = Draft(EventKind.COMMENTED, subject, named.actor, named.role, locale, text.strip(), body)
    return desk.ledger.append([draft])[0]


def _at(workspace: Workspace, spot: PageSpot) -> tuple[Desk, PageView]:
    desk = open_desk(workspace, spot.locale)
    view = view_at(desk, spot.page_id)
    if spot.content and spot.content != view.content:
        raise ConflictError(
            "the page changed since you looked", f"{spot.page_id} ({spot.locale})", "look again, then decide"
        )
    return desk, view


def _draft(kind: EventKind, person: Person, spot: PageSpot, comment: str, body: dict[str, str]) -> Draft:
    named = person.named(f"{spot.page_id} ({spot.locale})")
    subject = page_subject(spot.page_id, spot.locale)
    return Draft(kind, subject, named.actor, named.role, spot.locale, comment.strip(), body)
