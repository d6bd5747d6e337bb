"""Take pages off the site, bring them back, and go back to an earlier edition: events first, then the site follows."""

from __future__ import annotations

from glosspress import publish as site
from glosspress.errors import UsageError
from glosspress.event import Draft, EventKind, page_subject
from glosspress.ledger import Ledger, PageRef, open_ledger
from glosspress.page import Page
from glosspress.publish import Kept
from glosspress.steps.job import Published, Withdrawal
from glosspress.steps.publishing import publish_now
from glosspress.workspace import Workspace


def withdraw(here: Workspace, wanted: str, by: str, reason: str, role: str = "") -> Withdrawal:
    """Put tombstones in the place of a page: `<source>/<slug>` (all locales), `...@<locale>`, its address or its original's.

    UsageError: no such page is online, no reason, or a rollback stands: the site as it is rolled back to cannot be changed.
    """
    return _decide(here, wanted, by, reason, role, EventKind.PAGE_WITHDRAWN)


def restore(here: Workspace, wanted: str, by: str, reason: str, role: str = "") -> Withdrawal:
    """Bring withdrawn pages back, as they were. UsageError: no such page is withdrawn, or no reason."""
    return _decide(here, wanted, by, reason, role, EventKind.PAGE_RESTORED)


def rollback(here: Workspace, start: str, by: str, reason: str, role: str = "") -> tuple[Kept, Published]:
    """Show an earlier edition again, at once, and until somebody resumes.

    `start` begins the edition's id; empty: the one published before the one online. UsageError: there is none.
    """
    _named(by, reason)
    with open_ledger(here.ledger_url) as ledger, site.turn(here.output):
        now = site.online(here.output)
        target = site.find(here.output, start or _before(here, now))
        if target.id == now:
            raise UsageError("this edition is online already", target.id[:12], "glosspress rollback --list")
        _keeps_withdrawals(here, target, now)
        site.check(target)
        facts = {"from": now, "to": target.id}
        ledger.append([Draft(EventKind.EDITION_ROLLED_BACK, target.id, by, role, comment=reason, body=facts)])
        site.switch(here.output, target)
    return target, publish_now(here)


def _keeps_withdrawals(here: Workspace, target: Kept, now: str) -> None:
    """A rollback must not bring back what was withdrawn since: every tombstone online must stand in the old edition too."""
    current = site.find(here.output, now)
    back = sorted(site.tombstones(current.path) - site.tombstones(target.path))
    shown = [path for path in back if (target.path / path / "index.html").is_file()]
    if shown:
        raise UsageError(
            f"this edition would show withdrawn pages again: {', '.join(shown[:3])}",
            target.id[:12],
            "choose a newer edition, or restore the pages first",
        )


def _decide(here: Workspace, wanted: str, by: str, reason: str, role: str, kind: EventKind) -> Withdrawal:
    _named(by, reason)
    gone = kind is EventKind.PAGE_RESTORED
    with open_ledger(here.ledger_url) as ledger:
        held = ledger.rolled_back()
        if held is not None:
            raise UsageError(
                f"the site is rolled back (event {held.number}), so a new edition would not be shown",
                wanted,
                "glosspress publish --resume, then this command again",
            )
        refs = matching(here, ledger, wanted, withdrawn=gone)
        if not refs:
            raise UsageError(f"no page like this is {'withdrawn' if gone else 'online'}", wanted, "glosspress verify")
        drafts = [
            Draft(kind, page_subject(ref.id, ref.locale), by, role, ref.locale, reason, {"page": ref.digest})
            for ref in refs
        ]
        ledger.append(drafts)
    return Withdrawal(tuple((ref.id, ref.locale) for ref in refs), publish_now(here))


def _named(by: str, reason: str) -> None:
    if not by.strip():
        raise UsageError("somebody must answer for this", "--by", "--by NAME")
    if not reason.strip():
        raise UsageError("readers and colleagues must be told why", "--reason", "--reason TEXT")


def matching(here: Workspace, ledger: Ledger, wanted: str, *, withdrawn: bool) -> list[PageRef]:
    """The pages that a person means by an id, an id with a locale, or an address; online ones, or withdrawn ones."""
    refs = ledger.online(withdrawn=withdrawn)
    identity, _, locale = wanted.rpartition("@") if "@" in wanted and "://" not in wanted else (wanted, "", "")
    by_id = [ref for ref in refs if ref.id == identity and locale in ("", ref.locale)]
    if by_id or "://" not in wanted:
        return by_id
    pages = ledger.read_pages([ref.digest for ref in refs])
    return [ref for ref, page in zip(refs, pages, strict=True) if _is_at(here, page, wanted)]


def _is_at(here: Workspace, page: Page, address: str) -> bool:
    """Whether an address is the page's own on the site, or that of its original."""
    address = address.removesuffix("index.html").rstrip("/")
    originals = {page.origin.url.rstrip("/"), page.source.metadata.canonical_url.rstrip("/")}
    own = f"{here.config.site.base_url}{page.locale}/{page.slug}"
    return address in originals or address == own


def _before(here: Workspace, now: str) -> str:
    """The edition on the disk that was built before the one online; where that is the oldest, the newest of the others."""
    there = [edition.id for edition in site.kept(here.output)]
    older = there[there.index(now) + 1 :] if now in there else []
    found = next((identity for identity in [*older, *there] if identity != now), "")
    if not found:
        raise UsageError("no earlier edition is kept", "", "glosspress rollback --list")
    return found
