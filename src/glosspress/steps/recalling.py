"""Human text before machine text: which sentences persons answer for, and what that makes of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from glosspress.event import Event
from glosspress.page import Decision, Page, Review, State
from glosspress.review import review
from glosspress.review.human import as_translation, rejected, reviews_of
from glosspress.review.memory import Recalled
from glosspress.review.standing import Human, approval, human_state, outdated, source_digest, withdrawn
from glosspress.steps import permission
from glosspress.steps.desk import Desk
from glosspress.translation import Segment, Translation

Machine = Callable[[list[int]], list[Translation]]
"""Machine translations of the sentences with these numbers, in their order."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence and the page it stands on."""

    segment: Segment
    page: str
    """Subject of the page."""
    source: str
    """Id of the page's source."""


@dataclass(frozen=True, slots=True)
class Made:
    """A sentence's translation and, where persons answer for it, the human text behind it."""

    translation: Translation
    human: Human | None = None


def translations(desk: Desk, placed: Sequence[Placed], machine: Machine) -> list[Made]:
    """Memory first; `machine` is asked once for the rest. A machine text that a person rejected is held."""
    memory = desk.memory
    found = [
        memory.recall(item.segment.source, item.page, post_edited=desk.rules(item.source).post_edited_serves)
        if memory.histories
        else None
        for item in placed
    ]
    open_ = [number for number, hit in enumerate(found) if hit is None]
    made = dict(zip(open_, machine(open_) if open_ else [], strict=True))
    return [
        _human(desk, placed[number].segment, hit)
        if hit is not None
        else Made(rejected(made[number], memory.history(placed[number].segment.source).rejected))
        for number, hit in enumerate(found)
    ]


def _human(desk: Desk, segment: Segment, hit: Recalled) -> Made:
    return Made(as_translation(hit, segment, desk.context(segment.kind)), hit.human)


def keep(desk: Desk, made: Sequence[Translation]) -> None:
    """Store translations with the terms that stand in them, so that a change of the term base finds them."""
    terms = {item.key: [result.pin.term_id for result in item.pins if result.pin.term_id] for item in made}
    pair = f"{desk.source.language}-{desk.locale.language}"
    desk.ledger.put_translations(made, desk.locale.tag, pair, terms)


def with_persons(page: Page, humans: Sequence[Human | None], events: Sequence[Event]) -> Page:
    """The page in the state that persons gave it; `humans` has one entry a sentence, `events` are about the page."""
    places = [f"{path}#{number}" for path, items in page.translations for number in range(len(items))]
    reviews = [item for where, human in zip(places, humans, strict=True) if human for item in reviews_of(human, where)]
    approved = approval(page, events)
    if approved is not None:
        reviews.append(_of_page(approved))
    state = human_state(page, humans, events) or State.CHECKED
    return replace(page, state=state, reviews=tuple(reviews))


def decide(desk: Desk, pages: Sequence[Page], events: Mapping[str, Sequence[Event]]) -> list[tuple[Decision, str]]:
    """The decisions about pages whose states are settled; they are stored with the pages, whose digests are returned with them.

    `events`: by page id, those about whole pages.
    """
    decisions = [decision_now(desk, page, events[page.id])[0] for page in pages]
    return list(zip(decisions, desk.ledger.put_pages(list(zip(pages, decisions, strict=True))), strict=True))


def decision_now(desk: Desk, page: Page, events: Sequence[Event]) -> tuple[Decision, bool]:
    """What is decided about a page as it is, and whether its source changed since persons reviewed it. Stores nothing."""
    machine = page.state not in (State.POST_EDITED, State.APPROVED)
    changed = machine and bool(events or desk.memory.histories) and outdated(page, events, earlier(desk, page))
    rules = desk.rules(page.origin.source)
    decision = review(page, desk.policy, rules, outdated=changed, withdrawn=withdrawn(events))
    source = desk.sources.get(page.origin.source)
    if source is not None and (reason := permission.waits(desk.ledger, source)):
        reasons = (reason, *(() if decision.publish else decision.reasons))
        decision = replace(decision, publish=False, reasons=reasons)
    return decision, changed


def earlier(desk: Desk, page: Page) -> list[tuple[str, State]]:
    """(source digest, state) of the stored versions of a page that persons had reviewed, oldest first."""
    found: list[tuple[str, State]] = []
    for sha, decision in desk.ledger.decisions(page.id, page.locale):
        if decision.state in (State.POST_EDITED, State.APPROVED):
            version = desk.ledger.page(sha)
            if version is not None:
                found.append((source_digest(version), decision.state))
    return found


def _of_page(event: Event) -> Review:
    return Review(event.number, event.sha256, event.kind.value, event.at, event.actor, event.role, "", event.comment)
