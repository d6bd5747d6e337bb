"""Withdrawn pages and rolled-back sites: derived from events."""

from __future__ import annotations

from glosspress.event import Draft, EventKind, page_subject
from glosspress.ledger import Ledger

from .samples import PUBLISH, page

SUBJECT = page_subject("samples/first", "pt-BR")


def draft(kind: EventKind, subject: str = SUBJECT) -> Draft:
    return Draft(kind, subject, "editor@example.org", "editor", comment="the dose is wrong")


def test_a_withdrawn_page_is_not_online_until_it_is_restored(ledger: Ledger) -> None:
    """Other locales stay; a newer version changes nothing; the newest of both kinds of events decides."""
    ledger.put_page(page(), PUBLISH)
    ledger.put_page(page(locale="en-XA"), PUBLISH)
    [event] = ledger.append([draft(EventKind.PAGE_WITHDRAWN)])
    assert [(item.id, item.locale) for item in ledger.current_pages()] == [("samples/first", "en-XA")]
    assert ledger.withdrawn() == {SUBJECT: event}
    assert not ledger.is_online("samples/first", "pt-BR")
    newer = ledger.put_page(page(text="Newer."), PUBLISH)
    assert [item.locale for item in ledger.current_pages()] == ["en-XA"]
    assert [(item.digest, item.online) for item in ledger.online(withdrawn=True)] == [(newer, False)]
    keys = [item.key for _, items in page(text="Newer.").translations for item in items]
    assert [[ref.online for ref in refs] for refs in ledger.pages_with(keys).values()] == [[False]]
    ledger.append([draft(EventKind.PAGE_RESTORED)])
    assert [item.locale for item in ledger.current_pages()] == ["en-XA", "pt-BR"]
    assert ledger.withdrawn() == {}
    assert ledger.is_online("samples/first", "pt-BR")


def test_a_rollback_stands_until_it_is_resumed(ledger: Ledger) -> None:
    """The newest event about the site decides."""
    assert ledger.rolled_back() is None
    first, second = ledger.append([draft(EventKind.EDITION_ROLLED_BACK, sha * 64) for sha in "ab"])
    assert first.number < second.number
    assert ledger.rolled_back() == second
    ledger.append([draft(EventKind.EDITION_RESUMED, "a" * 64)])
    assert ledger.rolled_back() is None
