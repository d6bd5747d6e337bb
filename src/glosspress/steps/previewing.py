"""Previews of a glossary change: touched sentences translated under the new term base and kept for the later run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from glosspress import locales
from glosspress.article import Rich
from glosspress.errors import EngineError
from glosspress.glossary import Glossary, TermBases
from glosspress.glossary.diff import Change, Diff
from glosspress.page import Page
from glosspress.review.human import judge
from glosspress.segment import segment
from glosspress.steps.desk import Desk, open_desk
from glosspress.steps.impact import Impact, Preview, Touched, by_change, changes_of
from glosspress.steps.proposing import minimal_edit
from glosspress.translation import Rung, Segment, Translation
from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A touched sentence where it stands."""

    touched: Touched
    page: str
    segment: Segment
    before: Translation


def with_previews(workspace: Workspace, found: Impact, after: TermBases, most: int = 12) -> Impact:
    """The impact with up to `most` sentences before and after: every change has its turn, the most read sentences first."""
    previews: list[Preview] = []
    notes: list[str] = []
    chosen = important(found, most)
    for tag in found.locales:
        items = [item for item in chosen if item.locale == tag]
        try:
            previews += _of_locale(workspace, tag, items, after, found.diff) if items else []
        except EngineError as error:
            notes.append(f"no preview of {tag}: {error.what}")
    done = sum(item.before.key == item.after.key for item in previews)
    if done:
        notes.append(f"{done} of the {len(previews)} sentences shown are translated under the new term base already")
    return replace(found, previews=tuple(previews), notes=tuple(notes))


def important(found: Impact, most: int) -> list[Touched]:
    """Sentences in turn of the changes that touch them, those online and on most pages first."""
    queues = [list(items) for items in by_change(found)]
    chosen: dict[tuple[str, str], Touched] = {}
    while len(chosen) < most and any(queues):
        for queue in queues:
            while queue and (queue[0].locale, queue[0].source) in chosen:
                queue.pop(0)
            if queue and len(chosen) < most:
                item = queue.pop(0)
                chosen[item.locale, item.source] = item
    return list(chosen.values())


def _of_locale(
    workspace: Workspace, tag: str, items: Sequence[Touched], after: TermBases, changes: Diff
) -> list[Preview]:
    desk = open_desk(workspace, tag)
    glossary = after.glossary(desk.source.tag, tag)
    sentences = list(_sentences(desk, items))
    made = translated(desk, [item.segment for item in sentences], glossary)
    return [_preview(desk, item, machine, glossary, changes) for item, machine in zip(sentences, made, strict=True)]


def translated(desk: Desk, segments: Sequence[Segment], glossary: Glossary | None) -> list[Translation]:
    """Machine translations under a term base, from the ledger where known, kept there where not."""
    known: dict[str, Translation] = {}

    def memory(keys: list[str]) -> dict[str, Translation]:
        known.update(desk.ledger.translations(keys))
        return known

    made = desk.translated(segments, glossary, memory)
    fresh = [item for item in made if item.key not in known]
    terms = {item.key: [result.pin.term_id for result in item.pins if result.pin.term_id] for item in fresh}
    desk.ledger.put_translations(fresh, desk.locale.tag, f"{desk.source.language}-{desk.locale.language}", terms)
    return made


def proposal(
    desk: Desk, source: Rich, before: Rich, part: Segment, machine: Translation, glossary: Glossary | None,
    changes: Sequence[Change],
) -> Translation:  # fmt: skip
    """What is proposed for a person's text: the smallest edit where it verifies, else the machine's translation where that does.

    Held where neither verifies; equal to the person's text where nothing has to change.
    """
    context = replace(desk.context(part.kind), glossary=glossary)
    edited = minimal_edit(before, changes, desk.locale)
    verdict = judge(source, edited, context)
    if verdict.blocking and not machine.held:
        return machine
    reasons = tuple(item.message for item in verdict.blocking)
    return replace(
        machine, target=verdict.target, pins=verdict.pins, findings=verdict.findings, reasons=reasons,
        held=bool(reasons), rung=Rung.HELD if reasons else Rung.MEMORY, score=None, candidates=(),
    )  # fmt: skip


def _preview(desk: Desk, item: _Sentence, machine: Translation, glossary: Glossary | None, changes: Diff) -> Preview:
    human = item.touched.human
    if human is None:
        return Preview(item.touched, item.page, item.before, machine)
    touching = changes_of(item.touched, changes)
    proposed = proposal(desk, item.segment.source, human.target, item.segment, machine, glossary, touching)
    return Preview(item.touched, item.page, item.before, proposed, proposal=True)


def _sentences(desk: Desk, items: Iterable[Touched]) -> Iterable[_Sentence]:
    """Each with its block's kind and marks, read from the page on which it stands."""
    pages: dict[str, dict[str, tuple[Segment, Translation]]] = {}
    for item in items:
        place = next((page for page in item.pages if page.online), item.pages[0])
        if place.digest not in pages:
            page = desk.ledger.page(place.digest)
            assert page is not None
            pages[place.digest] = by_key(page, desk.source.language)
        for key in item.keys:
            if key in pages[place.digest]:
                part, before = pages[place.digest][key]
                yield _Sentence(item, place.id, part, before)
                break


def by_key(page: Page, language: str) -> dict[str, tuple[Segment, Translation]]:
    """The sentences of a stored page by the key of their translation."""
    units = segment(page.source, locales.parse(language).language)
    made = dict(page.translations)
    return {
        item.key: (part, item)
        for unit in units
        for part, item in zip(unit.segments, made.get(unit.path, ()), strict=False)
    }
