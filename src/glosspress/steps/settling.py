"""Settle pages: what persons did since a page was made becomes part of it at once, without a run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from glosspress.errors import UsageError
from glosspress.event import Event, page_subject, segment_subject
from glosspress.page import Decision, Page
from glosspress.segment import assemble, join, segment
from glosspress.steps.desk import Desk, open_desk
from glosspress.steps.recalling import Placed, decide, keep, translations, with_persons
from glosspress.translation import Translation, Unit
from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Settled:
    """A page and the decision that counts now."""

    page: Page
    decision: Decision


def settle(workspace: Workspace, locale: str, page_ids: Iterable[str]) -> list[Settled]:
    """Make pages anew from their newest version and the event chain, decide about them, and store both.

    What goes online is for `publish` to write. UsageError: no such page, or it must be made by a run.
    """
    return settle_at(open_desk(workspace, locale), page_ids)


def settle_at(desk: Desk, page_ids: Iterable[str]) -> list[Settled]:
    """As `settle`, at a desk that was opened after the events."""
    wanted = list(dict.fromkeys(page_ids))
    events = desk.page_events(wanted)
    found = []
    for page_id in wanted:
        page = remade(desk, newest(desk, page_id)[1], events[page_id])
        persons = {item.where for item in page.reviews}
        keep(desk, [t for path, items in page.translations for n, t in enumerate(items) if f"{path}#{n}" in persons])
        found.append(Settled(page, decide(desk, [page], events)[0][0]))
    return found


_VERSIONS = 6
"""Stored versions of a page that are looked at for the keys its sentences had."""


def pages_of(desk: Desk, page_id: str, subjects: Collection[str]) -> set[str]:
    """The pages of the locale on which sentences of a page stand, by their keys in its latest versions; with the page."""
    versions = dict.fromkeys(sha for sha, _ in reversed(desk.ledger.decisions(page_id, desk.locale.tag)))
    keys = {
        item.key
        for page in desk.ledger.read_pages(list(versions)[:_VERSIONS])
        for _, items in page.translations
        for item in items
        if segment_subject(item.source.text, page.locale) in subjects
    }
    refs = [ref for found in desk.ledger.pages_with(sorted(keys)).values() for ref in found]
    return {ref.id for ref in refs if ref.locale == desk.locale.tag and ref.newest} | {page_id}


def newest(desk: Desk, page_id: str) -> tuple[str, Page, Decision]:
    """Digest, content and decision of the newest version. UsageError: no such page."""
    made = desk.ledger.decisions(page_id, desk.locale.tag)
    page = desk.ledger.page(made[-1][0]) if made else None
    if page is None:
        raise UsageError(
            f"no page `{page_id}` in {desk.locale.tag}", "", "glosspress review list shows the pages; glosspress run"
        )
    return made[-1][0], page, made[-1][1]


def remade(desk: Desk, page: Page, events: Sequence[Event]) -> Page:
    """The page as the event chain has it now. UsageError: sentences are split otherwise now; a run makes it anew."""
    units = segment(page.source, desk.source.language)
    if [(unit.path, len(unit.segments)) for unit in units] != [(path, len(items)) for path, items in page.translations]:
        raise UsageError("this version splits sentences otherwise", f"{page.id} ({page.locale})", "glosspress run")
    old = [item for _, items in page.translations for item in items]
    subject = page_subject(page.id, page.locale)
    placed = [Placed(part, subject, page.origin.source) for unit in units for part in unit.segments]
    made = translations(desk, placed, lambda numbers: _machine(desk, page, placed, old, numbers))
    rest = iter([item.translation for item in made])
    per_unit = [(unit, tuple(next(rest) for _ in unit.segments)) for unit in units]
    return with_persons(_with(page, per_unit), [item.human for item in made], events)


def _with(page: Page, per_unit: Sequence[tuple[Unit, tuple[Translation, ...]]]) -> Page:
    targets = {unit.path: join([item.target for item in items], unit.gaps) for unit, items in per_unit}
    times = [item.made_at for _, items in per_unit for item in items]
    return replace(
        page,
        target=assemble(page.source, targets, page.locale),
        translations=tuple((unit.path, items) for unit, items in per_unit),
        making=replace(page.making, made_at=max(times, default="")),
    )


def _machine(
    desk: Desk, page: Page, placed: Sequence[Placed], old: Sequence[Translation], numbers: Sequence[int]
) -> list[Translation]:
    """The machine's texts: those of the page as the ledger has them; anew where a person's text stood and no longer counts."""
    places = [f"{path}#{number}" for path, items in page.translations for number in range(len(items))]
    persons = {item.where for item in page.reviews}
    stored = desk.ledger.translations([old[number].key for number in numbers])
    again = [number for number in numbers if places[number] in persons]
    parts = [placed[number].segment for number in again]
    fresh = desk.translated(parts, desk.glossary, desk.ledger.translations) if parts else []
    anew = dict(zip(again, fresh, strict=True))
    return [anew.get(number) or stored.get(old[number].key, old[number]) for number in numbers]
