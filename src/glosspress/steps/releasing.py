"""Release the term bases: a proposal is frozen, studied, decided by a person; then exactly its sentences are redone."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from glosspress import workspace
from glosspress.digest import canonical_json, digest, sha256, sha256_file, utc_now
from glosspress.errors import ConflictError, LedgerError, UsageError
from glosspress.event import Draft, Event, EventKind
from glosspress.glossary import TermBases
from glosspress.glossary.diff import Diff, diff
from glosspress.glossary.lock import LOCK_FILE, read_lock
from glosspress.glossary.merging import chosen, without
from glosspress.glossary.releases import Release, describe, freeze
from glosspress.glossary.termbases import in_folder, released, working
from glosspress.ledger import Ledger, open_ledger
from glosspress.steps.impact import Impact, impact
from glosspress.steps.job import ArticleRef, Batch, Gathered, Job
from glosspress.steps.packing import plan
from glosspress.steps.previewing import with_previews
from glosspress.workspace import Workspace

_NAME = "proposal.json"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The working files as they stood when a review began; they may be edited on while it waits."""

    id: str
    workspace: str
    based_on: str
    """The release that was in force; empty: none."""
    sha256: str
    """Of the files."""
    at: str
    """UTC, RFC 3339."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person decided."""

    reviewer: str
    comment: str = ""
    exceptions: tuple[str, ...] = ()
    """Terms that stay as they were: `bdnf`, or `en-pt:bdnf`."""


def propose(root: Path, proposal_id: str | None = None) -> Proposal:
    """Freeze the working files for a review; asked again for the same id it returns what was frozen then.

    GlossaryError: a file does not load, with its line; nothing was frozen. ConfigError: no workspace.
    """
    here = workspace.find(root)
    name = proposal_id or secrets.token_hex(6)
    folder = _folder(here, name)
    if not (folder / _NAME).is_file():
        bases = working(here)
        for pair in bases.paths:
            bases.terms(pair)
        folder.mkdir(parents=True, exist_ok=True)
        for path in bases.paths.values():
            (folder / path.name).write_bytes(path.read_bytes())
        lock = read_lock(here.glossary)
        made = Proposal(name, str(here.root), lock.version if lock else "", _sha256(folder), utc_now())
        (folder / f"{_NAME}.new").write_text(canonical_json(asdict(made)), encoding="utf-8")
        (folder / f"{_NAME}.new").replace(folder / _NAME)
    return Proposal(**json.loads((folder / _NAME).read_text(encoding="utf-8")))


def study(proposal: Proposal, previews: int = 12) -> Impact:
    """What the proposal changes and touches, with sentences before and after."""
    here = workspace.at(Path(proposal.workspace))
    before, after = sides(here, proposal)
    return with_previews(here, impact(here, before, after), after, previews)


def reject(proposal: Proposal, answer: Answer) -> Event:
    """Record that a person rejected the proposal. Nothing else changes; working files keep their edits."""
    here = workspace.at(Path(proposal.workspace))
    ledger = open_ledger(here.ledger_url)
    known = _recorded(ledger, EventKind.GLOSSARY_REJECTED, proposal)
    if known is not None:
        return known
    changes = diff(*sides(here, proposal))
    body = {"proposal": proposal.id, "sha256": proposal.sha256, "changes": changes.counts}
    draft = Draft(
        EventKind.GLOSSARY_REJECTED, proposal.based_on or "none", _named(answer), comment=answer.comment, body=body
    )
    return ledger.append([draft])[0]


def approve(proposal: Proposal, answer: Answer) -> Release:
    """Release the proposal, without the exceptions, and record it; repeated after an interruption it goes on.

    ConflictError: another release is in force than the one the proposal was compared with. UsageError: no reviewer, or an
    exception that means no change. Then nothing was written.
    """
    here = workspace.at(Path(proposal.workspace))
    ledger = open_ledger(here.ledger_url)
    actor = _named(answer)
    before, after = sides(here, proposal)
    changes = diff(before, after)
    held_back = chosen(changes, answer.exceptions)
    contents = without(before, after, held_back)
    known = _recorded(ledger, EventKind.GLOSSARY_RELEASED, proposal)
    made = _in_force(here, ledger, proposal, contents) if known is None else _release_of(known)
    if made is None:
        kept = Diff(changes.before, changes.after, tuple(c for c in changes.changes if c not in held_back))
        if not kept.changes and proposal.based_on:
            raise UsageError("nothing is left to release", f"glossary/{LOCK_FILE}", "reject it instead")
        made = freeze(here, contents, proposal.based_on, changelog(kept, answer))
    if known is None:
        body = {
            **asdict(made),
            "proposal": proposal.id,
            "counts": changes.counts,
            "exceptions": list(answer.exceptions),
        }
        draft = Draft(EventKind.GLOSSARY_RELEASED, made.version, actor, comment=answer.comment, body=body)
        ledger.append([draft], seen={made.version: 0})
    return made


def released_impact(proposal: Proposal, release: Release) -> Impact:
    """What the release, without its exceptions, touches."""
    here = workspace.at(Path(proposal.workspace))
    before, _ = sides(here, proposal)
    after = released(here, release.version)
    assert after is not None
    return impact(here, before, after)


def redo(proposal: Proposal, found: Impact) -> tuple[Job, list[Batch]]:
    """The job that redoes the touched pages. All other sentences of them are in the ledger."""
    here = workspace.at(Path(proposal.workspace))
    ledger = open_ledger(here.ledger_url)
    gathered = [
        Gathered(
            "glossary", tuple(_ref(ledger, page.digest) for page in found.pages(tag) if page.newest), (), locales=(tag,)
        )
        for tag in found.locales
    ]
    job = Job(f"glossary-{proposal.id}", utc_now(), proposal.workspace, (), found.locales, only_released=True)
    return job, plan(job, gathered)


def sides(here: Workspace, proposal: Proposal) -> tuple[TermBases, TermBases]:
    """The release a proposal was compared with, and its own files. LedgerError: they were edited since."""
    folder = _folder(here, proposal.id)
    if _sha256(folder) != proposal.sha256:
        raise LedgerError("the frozen files of this review were changed", here.relative(folder), "begin a new review")
    before = released(here, proposal.based_on) if proposal.based_on else TermBases("no release", {})
    assert before is not None
    return before, in_folder(folder, "proposed")


def changelog(changes: Diff, answer: Answer) -> str:
    """The entry of a release, in Markdown."""
    lines = [answer.comment.strip(), ""] if answer.comment.strip() else []
    if not changes.before or changes.before == "no release":
        lines.append(f"First release: {len(changes.changes):,} rows.")
    else:
        for change in changes.changes:
            cells = ", ".join(f"{field.name} `{field.before}` → `{field.after}`" for field in change.fields)
            shown = "" if change.kind.value in ("added", "removed", "split") else f": {cells}"
            targets = " / ".join(dict.fromkeys(term.target for term in change.after or change.before))
            lines.append(f"- {change.pair}: {change.kind.value} **{change.source}** ({targets}){shown}")
    if answer.exceptions:
        lines += ["", f"Left as they were: {', '.join(answer.exceptions)}."]
    return "\n".join([*lines, "", f"Released by {answer.reviewer}."])


def _named(answer: Answer) -> str:
    name = " ".join(answer.reviewer.split())
    if not name:
        raise UsageError("no reviewer is named", "", "a release is approved or rejected by a named person: --reviewer")
    return name


def _recorded(ledger: Ledger, kind: EventKind, proposal: Proposal) -> Event | None:
    return next((event for event in ledger.events(kinds=[kind]) if event.body.get("proposal") == proposal.id), None)


def _release_of(event: Event) -> Release:
    body = event.body
    return Release(body["version"], body["previous"], body["sha256"], tuple(body["files"]), body["terms"])


def _in_force(here: Workspace, ledger: Ledger, proposal: Proposal, contents: dict[str, bytes]) -> Release | None:
    """The release an interrupted approval has written, before its event."""
    lock = read_lock(here.glossary)
    if lock is None or lock.version == proposal.based_on:
        return None
    same = {name: frozen.sha256 for name, frozen in lock.files.items()} == {
        name: sha256(data) for name, data in contents.items()
    }
    recorded = any(ledger.events(subjects=[lock.version], kinds=[EventKind.GLOSSARY_RELEASED]))
    if lock.previous == proposal.based_on and same and not recorded:
        return describe(lock)
    raise ConflictError(
        f"release {lock.version} came into force while this review waited; it was made upon {proposal.based_on or 'none'}",
        f"glossary/{LOCK_FILE}",
        "begin again: the new review compares with the release in force",
    )


def _ref(ledger: Ledger, page_digest: str) -> ArticleRef:
    page = ledger.page(page_digest)
    assert page is not None
    sha, url = page.origin.snapshot_sha256, page.origin.url
    try:
        ledger.snapshot(sha, url)
    except LedgerError:
        url = ledger.snapshot(sha).url
    words = len(page.source.title.split()) + len(page.source.text.split())
    return ArticleRef(page.id, page.slug, page.origin.source, url, sha, words, page_digest)


def _folder(here: Workspace, name: str) -> Path:
    if not name or not all(char.isalnum() or char in "-_" for char in name):
        raise UsageError("not the name of a review", name)
    return here.state / "proposals" / name


def _sha256(folder: Path) -> str:
    return digest({path.name: sha256_file(path) for path in sorted(folder.glob("*.csv"))})


def exceptions_in(text: str | Sequence[str]) -> tuple[str, ...]:
    """Term ids as a person types them: with commas, spaces or lines between them."""
    parts = text.replace(",", " ").split() if isinstance(text, str) else [part.strip() for part in text]
    return tuple(dict.fromkeys(part for part in parts if part))
