"""What the templates are given: a page's sentences, with pins, history and what can be done with each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from glosspress.article import rich_from_json
from glosspress.event import Event, EventKind
from glosspress.review import Standing
from glosspress.steps.reviewing import PageView, Proposal, SegmentView, needs_person
from glosspress.workbench.pieces import Piece, label, source_pieces, target_pieces

SHOWN = ("all", "open", "changed")


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence."""

    view: SegmentView
    anchor: str
    """Id of its element."""
    source: Sequence[Piece]
    target: Sequence[Piece]
    pins: Sequence[tuple[bool, str, str]]
    """(found, source text, what it asks for)."""
    reasons: Sequence[str]
    """Why it is held, apart from what the findings say themselves."""
    open: bool
    """Nobody answers for it."""
    approvable: bool
    reopenable: bool
    proposals: Sequence[tuple[int, Proposal]]
    """Texts that can be taken, with the key of each."""
    events: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words."""

    event: Event
    what: str
    text: str
    """What was written or approved; empty where nothing was."""
    proposal: str
    """A text that the event proposes, as a release of the term base does."""


_WORDS = {
    EventKind.SEGMENT_EDITED: "edited",
    EventKind.SEGMENT_APPROVED: "approved",
    EventKind.SEGMENT_REJECTED: "rejected",
    EventKind.SEGMENT_REOPENED: "reopened",
    EventKind.COMMENTED: "commented",
    EventKind.PAGE_APPROVED: "approved the page",
    EventKind.PAGE_REOPENED: "reopened the page",
    EventKind.PAGE_WITHDRAWN: "withdrew the page",
    EventKind.PAGE_RESTORED: "restored the page",
}


def rows(page: PageView, show: str = "all", offered: Mapping[str, Sequence[Proposal]] | None = None) -> Iterator[Row]:
    """The sentences in page order: all, those nobody answers for, or those whose source changed."""
    for item in page.segments:
        if show == "all" or (show == "open" and needs_person(item)) or (show == "changed" and item.change is not None):
            yield row(item, (offered or {}).get(item.where, ()))


def row(item: SegmentView, offered: Sequence[Proposal] = ()) -> Row:
    """One sentence for the templates, with the texts that can be taken for it."""
    made = item.translation
    return Row(
        view=item,
        anchor=anchor(item.where),
        source=source_pieces(made.source, item.pins),
        target=target_pieces(made.target, made.source, item.pins),
        pins=[(result.found, result.pin.source, label(result)) for result in item.pins],
        reasons=[text for text in made.reasons if item.held and text not in {found.message for found in item.findings}],
        open=needs_person(item),
        approvable=not item.held and item.standing is not Standing.APPROVED,
        reopenable=item.standing is Standing.APPROVED,
        proposals=numbered(offered),
        events=told(item.events),
    )


def told(events: Sequence[Event]) -> list[Told]:
    """Events in words, the newest first."""
    return [
        Told(event, _WORDS.get(event.kind, event.kind.value), _text(event, "target"), _text(event, "proposal"))
        for event in reversed(events)
    ]


def numbered(offered: Sequence[Proposal]) -> list[tuple[int, Proposal]]:
    """Each text with the key that takes it, in the order they are shown: those of a changed source stand above the others."""
    return list(enumerate(sorted(offered, key=lambda item: not item.of_change), 1))


def _text(event: Event, name: str) -> str:
    value = event.body.get(name)
    return rich_from_json(value).text if value is not None else ""


def anchor(where: str) -> str:
    """`3.1#2` as the id of an element: `s-3.1-2`."""
    return f"s-{where.replace('#', '-')}"


def following(page: PageView, where: str) -> str:
    """The place of the next sentence nobody answers for, from the one after `where`; else `where` itself."""
    places = [item.where for item in page.segments]
    start = places.index(where) + 1 if where in places else 0
    ordered = [*page.segments[start:], *page.segments[:start]]
    return next((item.where for item in ordered if needs_person(item) and item.where != where), where)
