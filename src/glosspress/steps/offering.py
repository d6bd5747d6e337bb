"""Texts a person can begin a sentence with: never taken over by themselves, checked like what is typed when somebody does.

For sentences nobody answers for: the old target and the machine's new text where the source changed, what a release of the
term base proposes, earlier human translations that are alike, and the candidates of a sentence the machine holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from glosspress.article import Rich, rich_from_json
from glosspress.event import EventKind
from glosspress.exchange.codes import adopted, coded
from glosspress.review.offers import Offers
from glosspress.review.source_change import difference
from glosspress.steps.desk import open_desk
from glosspress.steps.viewing import PageView, SegmentView, needs_person
from glosspress.translation import Candidate
from glosspress.workspace import Workspace

_MOST_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text for a sentence."""

    kind: str
    """`old target`, `new proposal`, `term base`, `memory` or `candidate`."""
    target: str
    """With inline codes by number, as `save_edit` takes it."""
    origin: str
    """Who or what it is by, for a person."""
    score: float | None = None
    """0 to 1: how alike the sources are; None where it is a text for this very sentence."""
    difference: tuple[tuple[str, str], ...] = ()
    """From the source it was made for to this one, as in `SentenceChange.diff`; empty: the same words."""

    @property
    def of_change(self) -> bool:
        """True: it stands with the change of the source."""
        return self.kind in ("old target", "new proposal")


def proposals(workspace: Workspace, view: PageView) -> dict[str, tuple[Proposal, ...]]:
    """By place, what can be taken for the sentences of a page, best first; nothing for those that persons answer for."""
    offers = Offers(open_desk(workspace, view.page.locale).memory)
    found = {item.where: tuple(_of(item, offers)) for item in view.segments}
    return {where: items for where, items in found.items() if items}


def _of(item: SegmentView, offers: Offers) -> Iterator[Proposal]:
    known = {item.target} if not (item.held or item.change) else set()
    for proposal in _all(item, offers):
        if proposal.target and proposal.target not in known:
            known.add(proposal.target)
            yield proposal


def _all(item: SegmentView, offers: Offers) -> Iterator[Proposal]:
    yield from _of_term_base(item)
    if not needs_person(item):
        return
    yield from _of_change(item)
    yield from _of_memory(item, offers)
    if item.held:
        yield from _of_machine(item)


def _of_change(item: SegmentView) -> Iterator[Proposal]:
    change = item.change
    if change is None or not change.before:
        return
    yield Proposal("old target", coded(change.old_target, item.source_rich), "before the source changed")
    yield Proposal("new proposal", item.target, "the machine, for the source as it is now")


def _of_term_base(item: SegmentView) -> Iterator[Proposal]:
    """Of the newest event that proposes a text, unless somebody wrote or approved one since."""
    for event in reversed(item.events):
        if event.kind in (EventKind.SEGMENT_EDITED, EventKind.SEGMENT_APPROVED):
            return
        if event.kind is EventKind.COMMENTED and "proposal" in event.body:
            text = rich_from_json(event.body["proposal"])
            yield Proposal("term base", coded(text, item.source_rich), f"{event.actor}, event {event.number}")
            return


def _of_memory(item: SegmentView, offers: Offers) -> Iterator[Proposal]:
    for offer in offers.alike(item.source_rich):
        target = coded(adopted(offer.target, offer.source, item.source_rich), item.source_rich)
        differs = tuple(difference(offer.source.text, item.source_rich.text))
        yield Proposal("memory", target, offer.origin, offer.score, differs)


def _of_machine(item: SegmentView) -> Iterator[Proposal]:
    """The best attempt with its codes, then the others, as they were scored."""
    ordered = sorted(item.translation.candidates, key=lambda one: (not one.verified, -one.score))
    for candidate in ordered[:_MOST_CANDIDATES]:
        same = candidate.text == item.translation.target.text
        yield Proposal("candidate", item.target if same else coded(Rich(candidate.text)), _told(candidate))


def _told(candidate: Candidate) -> str:
    verdict = "verifies" if candidate.verified else "does not verify"
    return f"{candidate.rung.value}, score {candidate.score:.3f}, {verdict}"
