"""Pages as the units of translators' tools."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from glosspress.article import Rich
from glosspress.errors import UsageError
from glosspress.event import EventKind
from glosspress.exchange.formats import by_name
from glosspress.exchange.unit import Offer, Sheet, Unit
from glosspress.review import Standing
from glosspress.review.offers import Offers
from glosspress.steps.desk import Desk, open_desk
from glosspress.steps.viewing import PageView, SegmentView, needs_person, view_at
from glosspress.translation import Rung
from glosspress.workspace import Workspace

SCOPES = ("open", "all", "approved")
"""Sentences nobody answers for; all that are text; approved ones."""


def export(
    workspace: Workspace, locale: str, form: str, page_ids: Sequence[str] | None = None, scope: str | None = None
) -> bytes:
    """Pages of a locale as a file of `form` (`xliff`, `xliff12`, `po`, `tmx`); by default all pages.

    `scope` is one of `SCOPES`; by default all sentences, for TMX approved ones. UsageError: no such page or format, or
    nothing to export.
    """
    kind = by_name(form)
    wanted = scope or ("approved" if form == "tmx" else "all")
    made = [sheet for sheet in sheets(workspace, locale, page_ids, wanted) if sheet.units]
    if not made:
        raise UsageError(
            f"no sentence to export ({wanted})", locale, "glosspress review status shows what there is, --scope all"
        )
    return kind.write(made)


def sheets(workspace: Workspace, locale: str, page_ids: Iterable[str] | None, scope: str) -> list[Sheet]:
    """The units of pages, in the order of the pages' ids."""
    if scope not in SCOPES:
        raise UsageError(f"no scope `{scope}`", "", f"one of: {', '.join(SCOPES)}")
    desk = open_desk(workspace, locale)
    ids = list(page_ids) if page_ids else [ref.id for ref in desk.ledger.newest(desk.locale.tag)]
    offers = Offers(desk.memory)
    return [_sheet(desk, view_at(desk, page_id), scope, offers) for page_id in ids]


def _sheet(desk: Desk, view: PageView, scope: str, offers: Offers) -> Sheet:
    page = view.page
    units = [_unit(desk, view, item, offers) for item in view.segments if _in(item, scope)]
    return Sheet(page.id, page.locale, page.source_locale, page.source.title, page.origin.url, tuple(units))


def _in(item: SegmentView, scope: str) -> bool:
    if scope == "approved":
        return item.standing is Standing.APPROVED and not item.held
    return needs_person(item) if scope == "open" else item.translation.rung is not Rung.COPIED


def _unit(desk: Desk, view: PageView, item: SegmentView, offers: Offers) -> Unit:
    made = item.translation
    terms = desk.glossary.matcher.find(made.source.text) if desk.glossary else []
    return Unit(
        where=item.where,
        subject=item.subject,
        seen=item.seen,
        source=made.source,
        target=made.target,
        state=item.standing.value,
        pins=made.pins,
        findings=item.findings,
        forbidden=tuple(dict.fromkeys(form for match in terms for form in match.term.forbidden)),
        provenance=tuple(_provenance(item)),
        score=None if made.score is None else math.exp(min(0.0, made.score)),
        origin=view.page.making.engine,
        notes=tuple(_notes(item)),
        offers=(*_before(item), *(offers.alike(made.source) if needs_person(item) else ())),
    )


def _provenance(item: SegmentView) -> Iterable[tuple[str, str]]:
    made = item.translation
    yield "rung", made.rung.value
    yield "key", made.key
    yield "signature", made.signature
    yield "madeAt", made.made_at
    for event in item.events:
        if event.kind is not EventKind.COMMENTED:
            yield f"event-{event.number}", f"{event.kind.value} by {event.actor} ({event.role}) at {event.at}"


def _notes(item: SegmentView) -> Iterable[str]:
    for event in item.events:
        if event.comment:
            yield f"{event.actor} ({event.kind.value}, {event.at}): {event.comment}"
    if item.held:
        yield f"held: {'; '.join(item.translation.reasons)}"
    if item.change is not None and item.change.before:
        yield f"the source changed ({item.change.kind.value}); before: {item.change.before}"


def _before(item: SegmentView) -> Sequence[Offer]:
    """The old target of a sentence whose source changed."""
    change = item.change
    if change is None or not change.old_target.text:
        return ()
    score = fuzz.ratio(change.before, change.after) / 100
    return (Offer(Rich(change.before), change.old_target, score, "before the source changed"),)
