"""Publish: the site from all pages that may be online, and its delivery to targets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from glosspress import publish as site
from glosspress import workspace
from glosspress.digest import digest
from glosspress.errors import PublishError, UsageError
from glosspress.event import Draft, Event, EventKind
from glosspress.ledger import Ledger, PageRef, open_ledger
from glosspress.page import Page
from glosspress.publish import Edition
from glosspress.render import Withdrawn
from glosspress.steps import progress
from glosspress.steps.job import Delivered, Job, Published
from glosspress.workspace import Workspace

_OF_PAGES = (EventKind.PAGE_APPROVED, EventKind.PAGE_REOPENED, EventKind.PAGE_WITHDRAWN, EventKind.PAGE_RESTORED)


def publish(job: Job) -> Published:
    """Build the edition and switch to it. PublishError: it cannot be written; the last good one stays online.

    While a rollback stands nothing is built: a run must not undo what a person decided.
    """
    return publish_now(workspace.at(Path(job.workspace)), job.run)


def publish_now(here: Workspace, run: str = "") -> Published:
    """The same outside of a run: after a withdrawal, a review, a changed theme."""
    with open_ledger(here.ledger_url) as ledger, site.turn(here.output):
        progress.tell(progress.Progress("publishing"))
        held = ledger.rolled_back()
        if held is not None:
            return _as_it_is(here, ledger, held)
        edition = _edition(here, ledger)
        ledger.put_edition(edition.id, edition.pages, run)
    notes = tuple(f"picture {src} was not copied: it {why}" for src, why in edition.refused)
    return Published(edition.id, edition.pages, edition.changed, _index(here), notes)


def resume(here: Workspace, by: str, role: str = "", comment: str = "") -> None:
    """End a rollback: what is built goes online again. UsageError: there is none."""
    with open_ledger(here.ledger_url) as ledger:
        if ledger.rolled_back() is None:
            raise UsageError("the site is not rolled back", "", "glosspress publish")
        ledger.append([Draft(EventKind.EDITION_RESUMED, site.online(here.output), by, role, comment=comment)])


def deliver(here: Workspace, names: Sequence[str]) -> list[Delivered]:
    """Bring the edition that is online in `output/` to targets of the configuration, one after the other.

    UsageError: unknown target. IntegrityError: the edition does not verify; nothing is delivered. PublishError: a target
    cannot be written; it keeps its last good edition, and the targets before it have the new one.
    """
    unknown = [name for name in names if name not in here.config.targets]
    if unknown:
        there = ", ".join(here.config.targets) or "none is configured"
        raise UsageError(f"no target `{unknown[0]}`", workspace.CONFIG_FILE, f"one of: {there}")
    found = []
    for name in names:
        progress.tell(progress.Progress(f"delivering to {name}"))
        report = site.deliver(here, name)
        counts = (report.written, report.removed, report.unchanged)
        found.append(Delivered(name, report.edition, *counts, report.where, report.note))
    return found


def _edition(here: Workspace, ledger: Ledger) -> Edition:
    shown = ledger.shown()
    inputs = _inputs(here, ledger, [*shown.online, *(ref for ref, _ in shown.withdrawn)])
    known = site.recall(here, inputs)
    if known is not None:
        return known
    pages = list(ledger.read_pages([ref.digest for ref in shown.online], outline=True))
    gone = ledger.read_pages([ref.digest for ref, _ in shown.withdrawn])
    tombstones = [Withdrawn(page, event) for page, (_, event) in zip(gone, shown.withdrawn, strict=True)]
    digests = {(ref.id, ref.locale): ref.digest for ref in shown.online}

    def whole(page: Page) -> Page:
        return next(ledger.read_pages([digests[page.id, page.locale]]))

    edition = site.publish(here, pages, tombstones, ledger.events(), digests, whole)
    site.remember(here, inputs, edition)
    return edition


def _inputs(here: Workspace, ledger: Ledger, refs: Sequence[PageRef]) -> str:
    """Digest of all that the site is made of. Events about single sentences stand in their pages."""
    events = [event.sha256 for event in ledger.events(kinds=_OF_PAGES)]
    return digest([site.basis(here), [(ref.id, ref.locale, ref.digest, ref.online) for ref in refs], events])


def _as_it_is(here: Workspace, ledger: Ledger, held: Event) -> Published:
    now = site.online(here.output)
    if not now:
        raise PublishError(
            "the site is rolled back and nothing is online", str(here.output), "glosspress publish --resume"
        )
    pages = {edition.id: edition.pages for edition in ledger.editions()}.get(now, 0)
    note = f"rolled back by {held.actor} on {held.at[:10]} ({held.comment}): nothing new is published until `publish --resume`"
    return Published(now, pages, changed=False, index=_index(here), notes=(note,))


def _index(here: Workspace) -> str:
    return here.relative(here.output) + "/index.html"
