"""What translators' tools give back, as events: each sentence is taken, refused or in conflict by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from glosspress import locales
from glosspress.article import Rich
from glosspress.errors import ConflictError, ExchangeError, GlosspressError, ReviewError
from glosspress.event import Draft, EventKind, segment_subject
from glosspress.exchange.codes import decoded
from glosspress.exchange.formats import read
from glosspress.exchange.unit import Returned, fingerprint
from glosspress.review import Standing
from glosspress.steps.desk import Desk, open_desk
from glosspress.steps.editing import Person, approval_draft, approval_of, check_at, edit_draft
from glosspress.steps.settling import pages_of, settle_at
from glosspress.steps.viewing import PageView, SegmentView, view_at
from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Note:
    """What became of one sentence of a file."""

    line: str
    """`file:line`."""
    place: str
    """`samples/sleep (pt-BR) 3.1#2`."""
    what: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file."""

    edited: tuple[Note, ...]
    approved: tuple[Note, ...]
    unchanged: int
    unfinished: int
    """Marked as needing work, or without a target: left as they are."""
    conflicts: tuple[Note, ...]
    """Somebody else changed them, or their source changed, since the export."""
    refused: tuple[Note, ...]
    """They do not verify, or their codes cannot be mended."""
    repaired: tuple[Note, ...]
    """Taken, with their inline codes mended."""
    unknown: int = 0
    """Of a memory: sentences that no page has, or in languages the site has not."""


@dataclass(slots=True)
class _Tally:
    edited: list[Note] = field(default_factory=list)
    approved: list[Note] = field(default_factory=list)
    conflicts: list[Note] = field(default_factory=list)
    refused: list[Note] = field(default_factory=list)
    repaired: list[Note] = field(default_factory=list)
    unchanged: int = 0
    unfinished: int = 0
    unknown: int = 0
    mine: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    """By subject, the event of this import, the target it gave, and where it is done with: a page, or everywhere (empty)."""
    touched: dict[str, set[str]] = field(default_factory=dict)
    """Pages to settle, by locale."""

    def result(self) -> Imported:
        return Imported(
            tuple(self.edited),
            tuple(self.approved),
            self.unchanged,
            self.unfinished,
            tuple(self.conflicts),
            tuple(self.refused),
            tuple(self.repaired),
            self.unknown,
        )


def import_file(
    workspace: Workspace, person: Person, path: Path, *, approve: bool = False, locale: str | None = None
) -> Imported:
    """Take over what a translator changed in a file (XLIFF, PO, TMX); a file may hold any part of the sentences.

    `approve`: what the tool calls final is approved by this person; without it a changed text is post-edited. `locale` is
    the site's locale for a TMX in its language. ExchangeError with `file:line`: the file cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ExchangeError(f"cannot be read: {error.strerror or error}", str(path)) from None
    person.named(str(path))
    tally, by_tag = _Tally(), dict[str, list[Returned]]()
    for item in read(data, path):
        tag = _tag(item, locale, workspace)
        if tag:
            by_tag.setdefault(tag, []).append(item)
        else:
            tally.unknown += 1
    for tag, mine in by_tag.items():
        desk = open_desk(workspace, tag)
        _of_locale(desk, person, mine, tally, approve=approve)
        settle_at(open_desk(workspace, tag), sorted(tally.touched.get(tag, ())))
    return tally.result()


def _tag(item: Returned, locale: str | None, workspace: Workspace) -> str:
    """The locale of a sentence. Of a memory it is one of the site's, or the one asked for in its language; empty: none."""
    if item.page_id:
        return locales.parse(item.locale).tag
    for tag in [locale] if locale else workspace.config.locales:
        same_language = tag.split("-")[0].lower() == item.locale.split("-")[0].lower()
        if tag.lower() == item.locale.lower() or (locale and same_language):
            return locales.parse(tag).tag
    return ""


def _of_locale(desk: Desk, person: Person, items: Sequence[Returned], tally: _Tally, *, approve: bool) -> None:
    known = {ref.id for ref in desk.ledger.newest(desk.locale.tag)}
    views: dict[str, PageView] = {}
    everywhere = _index(desk, known, views) if any(not item.page_id for item in items) else {}
    for item in items:
        if item.page_id and item.page_id not in known:
            tally.conflicts.append(Note(item.line, f"{item.page_id} ({desk.locale.tag})", "there is no such page"))
            continue
        if item.page_id and item.page_id not in views:
            views[item.page_id] = view_at(desk, item.page_id)
        segment = _segment(item, desk, views, everywhere)
        place = f"{item.page_id} ({desk.locale.tag}) {item.where}".strip()
        if not item.target.strip() or (item.unfinished and fingerprint(item.target) == item.sent):
            tally.unfinished += 1
        elif item.unfinished:
            tally.unfinished += 1
            tally.refused.append(Note(item.line, place, "changed, but marked as unfinished (fuzzy): not taken over"))
        elif segment is None and not item.page_id:
            tally.unknown += 1
        elif segment is None:
            tally.conflicts.append(Note(item.line, place, "the source changed since the export"))
        else:
            _one(desk, person, item, segment, views[segment.page_id], tally, approve=approve)


def _index(desk: Desk, known: Iterable[str], views: dict[str, PageView]) -> dict[str, SegmentView]:
    found: dict[str, SegmentView] = {}
    for page_id in sorted(known):
        views[page_id] = view_at(desk, page_id)
        for segment in views[page_id].segments:
            found.setdefault(segment.subject, segment)
    return found


def _segment(
    item: Returned, desk: Desk, views: dict[str, PageView], everywhere: dict[str, SegmentView]
) -> SegmentView | None:
    """The sentence as it stands now: at its place, or elsewhere on its page; of a memory, on any page."""
    if not item.page_id:
        text = decoded(item.source, Rich()).target.text if "<" in item.source else item.source
        return everywhere.get(segment_subject(text, desk.locale.tag))
    segments = views[item.page_id].segments
    if not item.subject:
        return next((found for found in segments if found.where == item.where and found.source == item.source), None)
    here = [found for found in segments if found.subject == item.subject]
    return next((found for found in here if found.where == item.where), here[0] if here else None)


def _one(
    desk: Desk,
    person: Person,
    item: Returned,
    segment: SegmentView,
    view: PageView,
    tally: _Tally,
    *,
    approve: bool,
) -> None:
    place = f"{segment.page_id} ({segment.locale}) {segment.where}"
    changed = fingerprint(item.target) != item.sent and item.target != segment.target
    final = approve and item.final and (changed or segment.standing is not Standing.APPROVED)
    if not changed and not final:
        tally.unchanged += 1
        return
    said = _conflict(item, segment, tally, changed=changed)
    if said is not None:
        tally.unchanged += said == ""
        if said:
            tally.conflicts.append(Note(item.line, place, said))
        return
    try:
        drafts = _drafts(desk, person, item, segment, view, tally, changed=changed, final=final)
        known = max(segment.seen, tally.mine.get(segment.subject, (0, "", ""))[0])
        made = desk.ledger.append(drafts, seen={segment.subject: known})
    except ConflictError as error:
        tally.conflicts.append(Note(item.line, place, error.what))
    except (ReviewError, ExchangeError) as error:
        tally.refused.append(Note(item.line, place, _said(error)))
    else:
        tally.mine[segment.subject] = (made[-1].number, item.target, "" if final else segment.page_id)
        tally.touched.setdefault(segment.locale, set()).update(pages_of(desk, segment.page_id, {segment.subject}))
        (tally.approved if final else tally.edited).append(Note(item.line, place, made[-1].kind.value))


def _conflict(item: Returned, segment: SegmentView, tally: _Tally, *, changed: bool) -> str | None:
    """Why a sentence cannot be taken over; empty: this import has done so already; None: it can."""
    if segment.subject in tally.mine:
        _, text, done = tally.mine[segment.subject]
        if text != item.target:
            return "the file has another text for this sentence too"
        return "" if done in ("", segment.page_id) else None
    since = [event for event in segment.events if event.number > (item.seen or 0)]
    moved = [event for event in since if event.kind is not EventKind.COMMENTED]
    if moved:
        return f"{moved[-1].actor} changed this meanwhile (event {moved[-1].number}): “{segment.target}”"
    if not changed and fingerprint(segment.target) != item.sent:
        return f"another translation stands here now: “{segment.target}”"
    return None


def _drafts(
    desk: Desk,
    person: Person,
    item: Returned,
    segment: SegmentView,
    view: PageView,
    tally: _Tally,
    *,
    changed: bool,
    final: bool,
) -> list[Draft]:
    rules = desk.rules(view.page.origin.source)
    if not changed:
        return [approval_draft(desk, segment, rules, person)]
    checked = check_at(desk, segment, item.target, rules, item.line)
    edit = edit_draft(desk, segment, rules, person, item.target, line=item.line, via=Path(item.line).name)
    place = f"{segment.page_id} ({segment.locale}) {segment.where}"
    tally.repaired += [Note(item.line, place, text) for text in checked.repairs]
    return [edit, approval_of(edit)] if final else [edit]


def _said(error: GlosspressError) -> str:
    return f"{error.what} -> {error.next_step}" if error.next_step else error.what
