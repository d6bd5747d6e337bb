"""Withdrawn pages and rolled-back sites: derived from events."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from glosspress.event import Draft, EventKind, page_subject
from glosspress.ledger import Ledger, open_ledger
from glosspress.ledger.schema import decisions

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


def test_what_is_shown_is_one_view(url: str, ledger: Ledger) -> None:
    """A page that is withdrawn and restored while the site is read stands in it exactly once."""
    ledger.put_page(page(), PUBLISH)
    stop = threading.Event()

    def change() -> None:
        with open_ledger(url) as other:
            while not stop.is_set():
                other.append([draft(EventKind.PAGE_WITHDRAWN)])
                other.append([draft(EventKind.PAGE_RESTORED)])

    with ThreadPoolExecutor(1) as pool:
        changing = pool.submit(change)
        seen = [ledger.shown() for _ in range(200)]
        stop.set()
        changing.result()
    assert {len(shown.online) + len(shown.withdrawn) for shown in seen} == {1}
    assert {len(shown.online) for shown in seen} == {0, 1}
    withdrawn = [(ref.online, event.kind) for shown in seen for ref, event in shown.withdrawn]
    assert set(withdrawn) == {(False, EventKind.PAGE_WITHDRAWN)}


def test_a_view_does_not_see_what_is_stored_meanwhile(url: str, ledger: Ledger) -> None:
    """All reads of one view agree."""
    ledger.put_page(page(), PUBLISH)
    wanted = select(func.count()).select_from(decisions)
    with ledger._database.reading() as connection, open_ledger(url) as other:
        before = connection.execute(wanted).scalar()
        other.put_page(page(text="Newer."), PUBLISH)
        assert connection.execute(wanted).scalar() == before == 1
    with ledger._database.reading() as connection:
        assert connection.execute(wanted).scalar() == 2


def test_a_rollback_stands_until_it_is_resumed(ledger: Ledger) -> None:
    """The newest event about the site decides."""
    assert ledger.rolled_back() is None
    first, second = ledger.append([draft(EventKind.EDITION_ROLLED_BACK, sha * 64) for sha in "ab"])
    assert first.number < second.number
    assert ledger.rolled_back() == second
    ledger.append([draft(EventKind.EDITION_RESUMED, "a" * 64)])
    assert ledger.rolled_back() is None
