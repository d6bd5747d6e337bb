"""What a reviewer sees of a page and of a sentence, as the event chain has it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from glosspress.article import Kind, Rich
from glosspress.changes import ChangeKind
from glosspress.errors import UsageError
from glosspress.event import Event, page_subject, segment_subject
from glosspress.exchange.codes import coded
from glosspress.page import Decision, Page, State
from glosspress.review import Standing
from glosspress.review.findings import under
from glosspress.review.human import kind_at
from glosspress.review.source_change import SentenceChange, gravest, sentence_changes
from glosspress.review.standing import content_digest, source_digest, withdrawn
from glosspress.steps.desk import Desk, open_desk
from glosspress.steps.recalling import decision_now
from glosspress.steps.settling import newest, remade
from glosspress.translation import Finding, PinResult, Rung, Severity, Translation
from glosspress.workspace import Workspace


class Publication(StrEnum):
    """Whether readers see a page: not the same question as who reviewed it."""

    ONLINE = "online"
    OLDER = "older version online"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A sentence on a page."""

    page_id: str
    locale: str
    where: str
    """Unit path and number of the sentence: `3.1#2`."""
    kind: Kind
    source: str
    """With inline codes by number, `<1>...</1>`, as `save_edit` takes them."""
    target: str
    """The same of the target; of a held sentence the best attempt."""
    standing: Standing
    translation: Translation
    """Pins with their spans, held or not, reasons, rung, score, signature, candidates."""
    findings: tuple[Finding, ...]
    """Under the policy of the locale, blocking ones first."""
    events: tuple[Event, ...]
    """All that persons did and said about this sentence, on whatever page, oldest first."""
    seen: int
    """Number of the newest event about it (0: none): what `save_edit` and `approve_segment` want as `seen`."""
    pages: tuple[str, ...]
    """Ids of the pages of this locale on which exactly this sentence stands."""
    change: SentenceChange | None = None
    """What became of its source since the version before; None: nothing."""

    @property
    def pins(self) -> tuple[PinResult, ...]:
        """Found and missing."""
        return self.translation.pins

    @property
    def held(self) -> bool:
        """True: this sentence keeps the page from being published."""
        return self.translation.held

    @property
    def source_rich(self) -> Rich:
        """The source with its marks."""
        return self.translation.source

    @property
    def subject(self) -> str:
        """What the events about it are filed under."""
        return segment_subject(self.translation.source.text, self.locale)


@dataclass(frozen=True, slots=True)
class PageView:
    """A page with all its sentences."""

    page: Page
    """In the state that the events give it."""
    digest: str
    """Of the newest stored version."""
    decision: Decision
    """What would be decided now."""
    standing: Standing
    publication: Publication
    segments: tuple[SegmentView, ...]
    events: tuple[Event, ...]
    """About the page as a whole, oldest first."""
    seen: int
    """Number of the newest of them (0: none)."""
    head: int
    """Number of the newest event of the whole chain when this view was made: what `approve_page` wants as `seen`."""
    change: ChangeKind
    """Of the source, since the version persons reviewed, or else the one online."""
    gone: tuple[SentenceChange, ...] = ()
    """Sentences the source has no more."""

    @property
    def content(self) -> str:
        """Digest of what an approval of the page would be about."""
        return content_digest(self.page)

    @property
    def open(self) -> tuple[SegmentView, ...]:
        """Sentences nobody answers for."""
        return tuple(item for item in self.segments if needs_person(item))


def needs_person(item: SegmentView) -> bool:
    """True for a sentence that no person edited or approved and that is not copied as it is."""
    answered = item.standing in (Standing.POST_EDITED, Standing.APPROVED)
    return item.held or (not answered and item.translation.rung is not Rung.COPIED)


def page_view(workspace: Workspace, page_id: str, locale: str) -> PageView:
    """A page for a reviewer. UsageError: no such page."""
    return view_at(open_desk(workspace, locale), page_id)


def segment_view(workspace: Workspace, page_id: str, locale: str, where: str) -> SegmentView:
    """One sentence for a reviewer. UsageError: no such page or sentence."""
    return segment_of(page_view(workspace, page_id, locale), where)


def segment_of(view: PageView, where: str) -> SegmentView:
    """The sentence at `3.1#2`. UsageError: none there."""
    found = next((item for item in view.segments if item.where == where), None)
    if found is None:
        raise UsageError(f"no sentence `{where}`", f"{view.page.id} ({view.page.locale})", "a place is `3.1#2`")
    return found


def view_at(desk: Desk, page_id: str) -> PageView:
    """As `page_view`, at a desk."""
    head = desk.ledger.head()[0]  # before all else: what is read later may be newer than `seen`, never older
    digest, stored, _ = newest(desk, page_id)
    subject = page_subject(page_id, desk.locale.tag)
    events = tuple(event for event in desk.ledger.events(subjects=[subject]) if event.number <= head)
    page = remade(desk, stored, events)
    decision, changed = decision_now(desk, page, events)
    changes = _changes(desk, page)
    return PageView(
        page=page,
        digest=digest,
        decision=decision,
        standing=standing_of(decision.state, changed=changed, gone=withdrawn(events) is not None),
        publication=publication(desk, page_id, digest),
        segments=_segments(desk, page, {item.where: item for item in changes}, head),
        events=events,
        seen=events[-1].number if events else 0,
        head=head,
        change=gravest(changes),
        gone=tuple(item for item in changes if not item.where),
    )


def standing_of(state: State, *, changed: bool, gone: bool) -> Standing:
    """The state as reviewers name it."""
    return Standing.WITHDRAWN if gone else Standing.OUTDATED if changed else Standing(state.value)


def publication(desk: Desk, page_id: str, digest: str) -> Publication:
    """Whether readers see this version, an older one, or none."""
    if not desk.ledger.is_online(page_id, desk.locale.tag):
        return Publication.OFFLINE
    shown = [sha for sha, decision in desk.ledger.decisions(page_id, desk.locale.tag) if decision.publish]
    return Publication.ONLINE if shown and shown[-1] == digest else Publication.OLDER


def _segments(desk: Desk, page: Page, changes: dict[str, SentenceChange], head: int) -> tuple[SegmentView, ...]:
    items = [(path, n, item) for path, mine in page.translations for n, item in enumerate(mine)]
    subjects = {segment_subject(item.source.text, page.locale) for _, _, item in items}
    events: dict[str, list[Event]] = {}
    for event in desk.ledger.events(subjects=sorted(subjects)):
        if event.number <= head:
            events.setdefault(event.subject, []).append(event)
    stand = desk.ledger.pages_with([item.key for _, _, item in items])
    kinds = {path: kind_at(page, path) for path, _ in page.translations}
    persons = _persons(page)
    found = []
    for path, number, item in items:
        where = f"{path}#{number}"
        mine = events.get(segment_subject(item.source.text, page.locale), [])
        findings = [under(desk.policy, finding) for finding in item.findings] if where not in persons else item.findings
        others = {ref.id for ref in stand.get(item.key, ()) if ref.locale == page.locale and ref.newest}
        found.append(
            SegmentView(
                page_id=page.id,
                locale=page.locale,
                where=where,
                kind=kinds[path],
                source=coded(item.source),
                target=coded(item.target, item.source),
                standing=persons.get(where) or _machine_standing(item),
                translation=item,
                findings=tuple(sorted(findings, key=lambda finding: finding.severity is not Severity.BLOCK)),
                events=tuple(mine),
                seen=mine[-1].number if mine else 0,
                pages=tuple(sorted(others | {page.id})),
                change=changes.get(where),
            )
        )
    return tuple(found)


def _persons(page: Page) -> dict[str, Standing]:
    """By place, what persons made of a sentence."""
    found: dict[str, Standing] = {}
    for item in page.reviews:
        if item.where:
            found[item.where] = Standing.APPROVED if item.kind == "segment-approved" else Standing.POST_EDITED
    return found


def _machine_standing(item: Translation) -> Standing:
    return Standing.UNREVIEWED if item.held else Standing.CHECKED


def _changes(desk: Desk, page: Page) -> Sequence[SentenceChange]:
    """The changes since the newest version with another source that persons reviewed, or else that was published."""
    now = source_digest(page)
    best: Page | None = None
    for sha, decision in reversed(desk.ledger.decisions(page.id, page.locale)):
        human = decision.state in (State.POST_EDITED, State.APPROVED)
        if not human and (best is not None or not decision.publish):
            continue
        version = desk.ledger.page(sha)
        if version is None or source_digest(version) == now:
            if human:
                break
            continue
        best = version
        if human:
            break
    return sentence_changes(best, page, desk.glossary) if best is not None else ()
