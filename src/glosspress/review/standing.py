"""The state of a sentence and of a page, derived from the event chain. Nothing here is ever stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from glosspress.article import Rich, rich_from_json, rich_json
from glosspress.digest import digest
from glosspress.event import Event, EventKind
from glosspress.page import Page, State
from glosspress.pins.marking import unmarked
from glosspress.translation import Rung

SEGMENT_KINDS = (
    EventKind.SEGMENT_EDITED,
    EventKind.SEGMENT_APPROVED,
    EventKind.SEGMENT_REJECTED,
    EventKind.SEGMENT_REOPENED,
)
PAGE_KINDS = (
    EventKind.PAGE_APPROVED,
    EventKind.PAGE_REOPENED,
    EventKind.PAGE_WITHDRAWN,
    EventKind.PAGE_RESTORED,
)


class Standing(StrEnum):
    """What persons and checks say of a page or sentence. Whether it is online is another question."""

    UNREVIEWED = "machine-unreviewed"
    CHECKED = "machine-checked"
    POST_EDITED = "post-edited"
    APPROVED = "approved"
    OUTDATED = "outdated"
    """A person reviewed it; its source changed since."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Human:
    """A sentence for which persons answer."""

    source: Rich
    """As it stood when the person saw it."""
    target: Rich
    approved: bool
    made: tuple[Event, ...]
    """The events that count: the edits that gave this text, and its approval; or the approval of a machine translation."""

    @property
    def edited(self) -> bool:
        """True: a person wrote the text; False: a person approved the machine's."""
        return any(event.kind is EventKind.SEGMENT_EDITED for event in self.made)

    @property
    def state(self) -> State:
        """`post-edited` or `approved`."""
        return State.APPROVED if self.approved else State.POST_EDITED

    @property
    def overrides(self) -> frozenset[str]:
        """Checks whose blocking findings these persons answer for."""
        return frozenset(check for event in self.made for check in event.body.get("overrides", ()))

    @property
    def newest(self) -> Event:
        """The last of the events that count."""
        return self.made[-1]


@dataclass(frozen=True, slots=True)
class History:
    """A sentence's events as one: what persons said last."""

    human: Human | None = None
    rejected: frozenset[str] = frozenset()
    """Target texts that a person rejected."""
    newest: int = 0
    """Number of the newest event about the sentence, comments too."""


def fold(events: Iterable[Event], history: History | None = None) -> History:
    """The history of one sentence, from the beginning or going on from `history`; `events` are about it alone, oldest first."""
    history = history or History()
    for event in events:
        human, rejected = _after(history, event)
        history = History(human, rejected, event.number)
    return history


def _after(history: History, event: Event) -> tuple[Human | None, frozenset[str]]:
    human, rejected = history.human, history.rejected
    if event.kind is EventKind.SEGMENT_EDITED:
        if human is not None and human.target.text == _target(event).text:  # the same text, on another page
            return replace(human, made=(*human.made, event)), rejected
        return _written(event, (event,), approved=False), rejected - {_target(event).text}
    if event.kind is EventKind.SEGMENT_APPROVED:
        same = human is not None and not human.approved and human.target.text == _target(event).text
        made = (*human.made, event) if human is not None and same else (event,)
        return _written(event, made, approved=True), rejected - {_target(event).text}
    if event.kind is EventKind.SEGMENT_REOPENED:
        if human is None or not human.edited:
            return None, rejected
        made = tuple(item for item in human.made if item.kind is EventKind.SEGMENT_EDITED)
        return Human(human.source, human.target, False, made), rejected
    if event.kind is EventKind.SEGMENT_REJECTED:
        text = _target(event).text
        return (None if human is not None and human.target.text == text else human), rejected | {text}
    return human, rejected


def _written(event: Event, made: tuple[Event, ...], *, approved: bool) -> Human:
    return Human(rich_from_json(event.body["source"]), _target(event), approved, made)


def _target(event: Event) -> Rich:
    return rich_from_json(event.body["target"])


def source_digest(page: Page) -> str:
    """What the source says: its sentences and their places."""
    return digest([[path, [item.source.text for item in items]] for path, items in page.translations])


def content_digest(page: Page) -> str:
    """What a person approves with a page: every sentence of source and target with its formatting."""
    return digest(
        [
            [path, [[item.source.text, rich_json(unmarked(item.target))] for item in items]]
            for path, items in page.translations
        ]
    )


def approval(page: Page, events: Sequence[Event]) -> Event | None:
    """The event by which exactly this content is approved."""
    standing = _last(events, EventKind.PAGE_APPROVED, EventKind.PAGE_REOPENED)
    approved = standing is not None and standing.kind is EventKind.PAGE_APPROVED
    return standing if approved and standing is not None and standing.body["content"] == content_digest(page) else None


def withdrawn(events: Sequence[Event]) -> Event | None:
    """The event by which the page is withdrawn."""
    last = _last(events, EventKind.PAGE_WITHDRAWN, EventKind.PAGE_RESTORED)
    return last if last is not None and last.kind is EventKind.PAGE_WITHDRAWN else None


def human_state(page: Page, human: Sequence[Human | None], events: Sequence[Event]) -> State | None:
    """`approved` by an event about this content; `post-edited` when persons answer for every sentence; else None.

    `human` has one entry a sentence of the page, in order. Sentences that are copied as they are need nobody.
    """
    if approval(page, events) is not None:
        return State.APPROVED
    sentences = [item for _, items in page.translations for item in items]
    need = [found for item, found in zip(sentences, human, strict=True) if item.rung is not Rung.COPIED or found]
    return State.POST_EDITED if need and all(need) else None


def outdated(page: Page, events: Sequence[Event], earlier: Sequence[tuple[str, State]] = ()) -> bool:
    """Whether persons reviewed another source than this one.

    `earlier` are (source digest, state) of the page's older versions.
    """
    now = source_digest(page)
    last = _last(events, EventKind.PAGE_APPROVED, EventKind.PAGE_REOPENED)
    if last is not None and last.kind is EventKind.PAGE_APPROVED and last.body["source"] != now:
        return True
    reviewed = [sha for sha, state in earlier if state in (State.POST_EDITED, State.APPROVED)]
    return bool(reviewed) and reviewed[-1] != now


def _last(events: Sequence[Event], *kinds: EventKind) -> Event | None:
    return next((event for event in reversed(events) if event.kind in kinds), None)
