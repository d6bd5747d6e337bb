"""The queue: what a person should look at first, with the reason of the order (`review/priority.py`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from glosspress import locales
from glosspress.changes import ChangeKind
from glosspress.event import Event, segment_subject
from glosspress.ledger import open_ledger
from glosspress.page import Page, State
from glosspress.review import Standing
from glosspress.review.human import kind_at
from glosspress.review.priority import Weight, bucket, weigh
from glosspress.review.source_change import gravest, sentence_changes
from glosspress.review.standing import outdated, withdrawn
from glosspress.steps.desk import Desk, open_desk
from glosspress.steps.recalling import earlier
from glosspress.steps.viewing import Publication, publication, standing_of
from glosspress.translation import Rung
from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A page, or a sentence, that waits for a person."""

    page_id: str
    """Of a sentence: the first page on which it stands."""
    locale: str
    where: str
    """`3.1#2`; empty: the whole page."""
    title: str
    """Of the page in the source language; of a sentence its source."""
    standing: Standing
    publication: Publication
    change: ChangeKind
    """Of the source since persons reviewed the page."""
    risk: float
    """1 to 4: of the gravest open sentence."""
    reach: int
    """Pages on which its open sentences stand."""
    uncertainty: float
    """0 to 1: mean of the open sentences."""
    priority: float
    """Sum of risk x reach x uncertainty over the open sentences."""
    open: int
    """Sentences nobody answers for."""
    held: int
    """Sentences that keep it from being published."""
    why: str
    """The reason of its place, for a person."""
    reasons: tuple[str, ...]
    """Of the newest decision."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    where: str
    source: str
    subject: str
    held: bool
    weight: Weight
    answered: bool


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the queue knows of a version; a version never changes."""

    page_id: str
    source: str
    title: str
    state: State
    sentences: tuple[_Sentence, ...]

    @property
    def open(self) -> tuple[_Sentence, ...]:
        return tuple(item for item in self.sentences if not item.answered and item.weight.risk)


def queue(
    workspace: Workspace,
    locale: str | None = None,
    *,
    by: str = "page",
    standings: Iterable[Standing] | None = None,
    limit: int | None = None,
) -> list[QueueItem]:
    """What waits for a person, first things first; `by` is `page` or `segment`.

    A source change that touches safety comes before all else, a typographic one last; between them the priority decides.
    Approved and withdrawn pages are not in it, unless `standings` asks for them. None: all locales of the ledger.
    """
    ledger = open_ledger(workspace.ledger_url)
    tags = [locale] if locale else sorted({ref.locale for ref in ledger.newest()})
    wanted = frozenset(standings) if standings is not None else frozenset(Standing) - _DONE
    found = [item for tag in tags for item in _of_locale(open_desk(workspace, tag), by, wanted)]
    found.sort(key=lambda item: (bucket(item.change), -item.priority, item.locale, item.page_id, item.where))
    return found[:limit]


_DONE = {Standing.APPROVED, Standing.WITHDRAWN}


def _of_locale(desk: Desk, by: str, wanted: frozenset[Standing]) -> Iterator[QueueItem]:
    refs = desk.ledger.newest(desk.locale.tag)
    facts = {ref.id: _facts(desk.here.ledger_url, ref.digest) for ref in refs}
    digests = {ref.id: ref.digest for ref in refs}
    reach = Counter(item for fact in facts.values() for item in {sentence.subject for sentence in fact.sentences})
    events = desk.page_events(list(facts))
    rows = []
    for page_id, fact in facts.items():
        standing, change = _standing(desk, fact, digests[page_id], events[page_id])
        if standing in wanted:
            rows.append((fact, standing, change, publication(desk, page_id, digests[page_id])))
    if by == "page":
        yield from (_page_item(desk, *row, reach) for row in rows)
    else:
        yield from _segment_items(desk, rows, reach)


def _standing(desk: Desk, fact: _Facts, digest: str, events: Sequence[Event]) -> tuple[Standing, ChangeKind]:
    gone = withdrawn(events) is not None
    human = fact.state in (State.POST_EDITED, State.APPROVED)
    if human or gone or not (events or desk.memory.histories):
        return standing_of(fact.state, changed=False, gone=gone), ChangeKind.UNCHANGED
    page = desk.ledger.page(digest)
    assert page is not None
    before = earlier(desk, page)
    changed = outdated(page, events, before)
    change = _change(desk, page) if changed else ChangeKind.UNCHANGED
    return standing_of(fact.state, changed=changed, gone=False), change


def _change(desk: Desk, page: Page) -> ChangeKind:
    """What happened to the source since persons reviewed it."""
    reviewed = [
        sha
        for sha, decision in desk.ledger.decisions(page.id, page.locale)
        if decision.state in (State.POST_EDITED, State.APPROVED)
    ]
    before = desk.ledger.page(reviewed[-1]) if reviewed else None
    return gravest(sentence_changes(before, page, desk.glossary)) if before is not None else ChangeKind.CONTENT


def _page_item(
    desk: Desk, fact: _Facts, standing: Standing, change: ChangeKind, place: Publication, reach: Counter[str]
) -> QueueItem:
    open_ = fact.open
    held = sum(item.held for item in open_)
    made = desk.ledger.decisions(fact.page_id, desk.locale.tag)
    farthest = max((reach[item.subject] for item in open_), default=0)
    return QueueItem(
        page_id=fact.page_id,
        locale=desk.locale.tag,
        where="",
        title=fact.title,
        standing=standing,
        publication=place,
        change=change,
        risk=max((item.weight.risk for item in open_), default=0.0),
        reach=farthest,
        uncertainty=sum(item.weight.uncertainty for item in open_) / len(open_) if open_ else 0.0,
        priority=sum(_priority(item, reach) for item in open_),
        open=len(open_),
        held=held,
        why=_why(open_, change, farthest),
        reasons=made[-1][1].reasons if made else (),
    )


def _segment_items(
    desk: Desk, rows: Sequence[tuple[_Facts, Standing, ChangeKind, Publication]], reach: Counter[str]
) -> Iterator[QueueItem]:
    """Every open sentence once, with all pages it stands on."""
    seen: dict[str, list[tuple[_Facts, ChangeKind, Publication, _Sentence]]] = defaultdict(list)
    for fact, _, change, place in rows:
        for item in fact.open:
            seen[item.subject].append((fact, change, place, item))
    for places in seen.values():
        fact, _, place, item = places[0]
        change = min((row[1] for row in places), key=bucket)
        yield QueueItem(
            page_id=fact.page_id,
            locale=desk.locale.tag,
            where=item.where,
            title=item.source,
            standing=Standing.UNREVIEWED if item.held else Standing.CHECKED,
            publication=place,
            change=change,
            risk=item.weight.risk,
            reach=reach[item.subject],
            uncertainty=item.weight.uncertainty,
            priority=_priority(item, reach),
            open=1,
            held=int(item.held),
            why=_why([item], change, reach[item.subject]),
            reasons=(),
        )


def _priority(item: _Sentence, reach: Counter[str]) -> float:
    return item.weight.risk * reach[item.subject] * item.weight.uncertainty


def _why(open_: Sequence[_Sentence], change: ChangeKind, reach: int) -> str:
    held = sum(item.held for item in open_)
    kinds = Counter(kind for item in open_ for kind in dict.fromkeys(item.weight.facts))
    parts = [
        f"the source changed: {change.value}" if change is not ChangeKind.UNCHANGED else "",
        f"{held} held" if held else "",
        ", ".join(f"{kind} in {number}" for kind, number in kinds.most_common(3)),
        f"{len(open_)} sentences nobody reviewed" if len(open_) > 1 else "",
        f"stands on {reach} pages" if reach > 1 else "",
    ]
    return "; ".join(part for part in parts if part) or (
        "nobody reviewed it" if open_ else "every sentence is reviewed, the page is not approved"
    )


@lru_cache(maxsize=4096)
def _facts(url: str, digest: str) -> _Facts:
    page = open_ledger(url).page(digest)
    assert page is not None
    persons = {item.where for item in page.reviews}
    kinds = {path: kind_at(page, path) for path, _ in page.translations}
    pseudo = locales.parse(page.locale).pseudo
    return _Facts(
        page_id=page.id,
        source=page.origin.source,
        title=page.source.title,
        state=page.state,
        sentences=tuple(
            _Sentence(
                where=f"{path}#{number}",
                source=item.source.text,
                subject=segment_subject(item.source.text, page.locale),
                held=item.held,
                weight=weigh(item, kinds[path], page.source_locale, pseudo=pseudo),
                answered=not item.held and (f"{path}#{number}" in persons or item.rung is Rung.COPIED),
            )
            for path, items in page.translations
            for number, item in enumerate(items)
        ),
    )
