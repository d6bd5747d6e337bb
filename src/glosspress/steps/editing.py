"""Edit, approve, reject and reopen sentences. Every write is an event; nothing else is changed.

Human text is checked like a machine's. Terms, numbers and protected spans must verify: the way out is a change of the term
base, not a person's word. What other checks object to may be answered for by a role the policy names, with a comment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from glosspress.article import Rich, rich_json
from glosspress.errors import ConflictError, ReviewError, UsageError
from glosspress.event import Draft, Event, EventKind, page_subject
from glosspress.exchange.codes import decoded
from glosspress.pins.marking import unmarked
from glosspress.review.human import Verdict, judge
from glosspress.review.rules import Rules
from glosspress.steps.desk import Desk, open_desk
from glosspress.steps.settling import pages_of, settle_at
from glosspress.steps.viewing import SegmentView, segment_of, view_at
from glosspress.translation import Finding, PinResult
from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Person:
    """Who does something, and as what."""

    actor: str
    """A name or an e-mail address."""
    role: str = ""
    """`translator`, `medical reviewer` ..."""

    def named(self, where: str) -> Person:
        """Without white space around. UsageError: nobody is named; no review without a person."""
        if not self.actor.strip():
            raise UsageError("who are you? a review needs a name", where, "--as NAME or an e-mail address")
        return Person(self.actor.strip(), self.role.strip())


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence as a person saw it."""

    page_id: str
    locale: str
    where: str
    """`3.1#2`."""
    seen: int
    """`SegmentView.seen`: the newest event about the sentence that the person knew."""
    subject: str = ""
    """`SegmentView.subject`: given, a write is refused when another sentence stands there now."""


@dataclass(frozen=True, slots=True)
class EditCheck:
    """What pins and checks say of a text before it is saved."""

    target: Rich
    repairs: tuple[str, ...]
    """What was mended in its inline codes."""
    pins: tuple[PinResult, ...]
    """Found, with their spans in `target.text`, and missing."""
    findings: tuple[Finding, ...]
    """Blocking ones first."""
    locked: tuple[Finding, ...]
    """Those that nobody can answer for: mend the text or the term base."""
    answerable: tuple[Finding, ...]
    """Blocking ones that a role of `may_override` can answer for with a comment."""
    may_override: tuple[str, ...]

    @property
    def verified(self) -> bool:
        """True: it can be saved as it is."""
        return not self.locked and not self.answerable


def check_edit(workspace: Workspace, page_id: str, locale: str, where: str, target: str) -> EditCheck:
    """Live findings for an edited target with inline codes (`<1>...</1>`). Writes nothing.

    ExchangeError: codes that cannot be mended, with the column. UsageError: no such page or sentence.
    """
    desk = open_desk(workspace, locale)
    view = view_at(desk, page_id)
    return check_at(desk, segment_of(view, where), target, desk.rules(view.page.origin.source))


def check_at(desk: Desk, segment: SegmentView, target: str, rules: Rules, line: str = "") -> EditCheck:
    """As `check_edit`; `line` is the place in a file for errors."""
    source = segment.translation.source
    read = decoded(target.strip(), source, line)
    verdict = judge(source, read.target, desk.context(segment.kind))
    return _checked(verdict, read.repairs, rules)


def save_edit(
    workspace: Workspace, person: Person, spot: Spot, target: str, *, comment: str = "", overrides: Sequence[str] = ()
) -> Event:
    """Store what a person wrote for a sentence (inline codes `<1>...</1>`), and settle every page on which it stands.

    `overrides` are ids of checks the person answers for. ConflictError: somebody else changed it meanwhile, or another
    sentence stands there now. ReviewError: it does not verify. ExchangeError: inline codes that cannot be mended.
    """
    desk, segment, rules = _at(workspace, spot)
    draft = edit_draft(desk, segment, rules, person, target, comment=comment, overrides=overrides)
    return _stored(workspace, desk, segment, draft, spot)


def edit_draft(
    desk: Desk,
    segment: SegmentView,
    rules: Rules,
    person: Person,
    target: str,
    *,
    comment: str = "",
    overrides: Sequence[str] = (),
    line: str = "",
    via: str = "",
) -> Draft:
    """The event of an edit, verified. ReviewError, ExchangeError: as `save_edit`, with `line` as the place."""
    place = line or _place(segment)
    if not target.strip():
        raise ReviewError("the translation is empty", place, "write one, or reject the sentence with a comment")
    checked = check_at(desk, segment, target, rules, line)
    refuse(checked, person, comment, overrides, place)
    body = _body(segment, checked.target, overrides) | ({"via": via} if via else {})
    return _draft(EventKind.SEGMENT_EDITED, segment, person, comment, body)


def approve_segment(
    workspace: Workspace,
    person: Person,
    spot: Spot,
    *,
    target: str | None = None,
    comment: str = "",
    overrides: Sequence[str] = (),
) -> Event:
    """Approve a sentence as it stands; from then on it is memory.

    `target` is the text the person saw, with its codes: ConflictError where another one stands there now. ReviewError: it
    does not verify.
    """
    desk, segment, rules = _at(workspace, spot)
    if target is not None and target != segment.target:
        raise ConflictError("another translation stands here now", _place(segment), "look again, then decide")
    draft = approval_draft(desk, segment, rules, person, comment=comment, overrides=overrides)
    return _stored(workspace, desk, segment, draft, spot)


def approval_draft(
    desk: Desk,
    segment: SegmentView,
    rules: Rules,
    person: Person,
    *,
    comment: str = "",
    overrides: Sequence[str] = (),
) -> Draft:
    """The event of an approval, verified."""
    target = unmarked(segment.translation.target)
    human = desk.memory.history(segment.translation.source).human
    known = human.overrides if human is not None and human.target.text == target.text else frozenset[str]()
    verdict = judge(segment.translation.source, target, desk.context(segment.kind))
    refuse(_checked(verdict, (), rules), person, comment, overrides, _place(segment), known)
    return _draft(EventKind.SEGMENT_APPROVED, segment, person, comment, _body(segment, target, overrides))


def approval_of(edit: Draft) -> Draft:
    """The approval of a text by the person who just wrote it."""
    body = {name: value for name, value in edit.body.items() if name != "via"}
    return replace(edit, kind=EventKind.SEGMENT_APPROVED, body=body)


def reject_segment(workspace: Workspace, person: Person, spot: Spot, comment: str) -> Event:
    """Say that a sentence's text is wrong: its pages are held until somebody edits it. UsageError: no comment."""
    if not comment.strip():
        raise UsageError("a rejection needs a comment", f"{spot.page_id} ({spot.locale})", "say what is wrong")
    return _simple(EventKind.SEGMENT_REJECTED, workspace, person, spot, comment)


def reopen_segment(workspace: Workspace, person: Person, spot: Spot, comment: str = "") -> Event:
    """Take an approval back: a post-edited text stays as such, a machine's is a machine's again."""
    return _simple(EventKind.SEGMENT_REOPENED, workspace, person, spot, comment)


def refuse(
    checked: EditCheck,
    person: Person,
    comment: str,
    overrides: Sequence[str],
    place: str,
    known: frozenset[str] = frozenset(),
) -> None:
    """ReviewError where a finding stands in the way; `known` are checks that somebody answered for already."""
    if checked.locked:
        said = "; ".join(item.message for item in checked.locked[:3])
        raise ReviewError(said, place, "mend the text, or change the term base where the form is right")
    left = [item for item in checked.answerable if item.check not in overrides and item.check not in known]
    if left:
        flags = " ".join(f"--override {check}" for check in dict.fromkeys(item.check for item in left))
        raise ReviewError(
            "; ".join(f"{item.message} [{item.check}]" for item in left[:3]),
            place,
            f"mend the text, or answer for it: {flags} with a comment, as {' or '.join(checked.may_override) or 'nobody'}",
        )
    if overrides and person.role not in checked.may_override:
        raise ReviewError(
            f"`{person.role or 'no role'}` may not answer for findings",
            place,
            f"as {' or '.join(checked.may_override)}",
        )
    if overrides and not comment.strip():
        raise ReviewError("who answers for a finding says why", place, "add a comment")


def _checked(verdict: Verdict, repairs: tuple[str, ...], rules: Rules) -> EditCheck:
    answerable = tuple(item for item in verdict.blocking if item not in verdict.locked)
    roles = tuple(sorted(rules.may_override))
    return EditCheck(verdict.target, repairs, verdict.pins, verdict.findings, verdict.locked, answerable, roles)


def _at(workspace: Workspace, spot: Spot) -> tuple[Desk, SegmentView, Rules]:
    desk = open_desk(workspace, spot.locale)
    view = view_at(desk, spot.page_id)
    segment = segment_of(view, spot.where)
    if spot.subject and spot.subject != segment.subject:
        raise ConflictError("the source changed: another sentence stands here now", _place(segment), "look again")
    return desk, segment, desk.rules(view.page.origin.source)


def _stored(workspace: Workspace, desk: Desk, segment: SegmentView, draft: Draft, spot: Spot) -> Event:
    [event] = desk.ledger.append([draft], seen={segment.subject: spot.seen})
    settle_at(open_desk(workspace, spot.locale), sorted(pages_of(desk, spot.page_id, {segment.subject})))
    return event


def _simple(kind: EventKind, workspace: Workspace, person: Person, spot: Spot, comment: str) -> Event:
    desk, segment, _ = _at(workspace, spot)
    body = _body(segment, unmarked(segment.translation.target), ())
    return _stored(workspace, desk, segment, _draft(kind, segment, person, comment, body), spot)


def _draft(kind: EventKind, segment: SegmentView, person: Person, comment: str, body: dict[str, Any]) -> Draft:
    named = person.named(_place(segment))
    return Draft(kind, segment.subject, named.actor, named.role, segment.locale, comment.strip(), body)


def _body(segment: SegmentView, target: Rich, overrides: Sequence[str]) -> dict[str, Any]:
    return {
        "source": rich_json(segment.translation.source),
        "target": rich_json(unmarked(target)),
        "page": page_subject(segment.page_id, segment.locale),
        "where": segment.where,
        **({"overrides": sorted(set(overrides))} if overrides else {}),
    }


def _place(segment: SegmentView) -> str:
    return f"{segment.page_id} ({segment.locale}) {segment.where}"
