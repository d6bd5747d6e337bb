"""The event chain: what persons did is never lost, never changed unnoticed, and never overwrites somebody else's work."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from glosspress.errors import ConflictError
from glosspress.event import Draft, EventKind, page_subject, segment_subject
from glosspress.ledger import Ledger, Visit, open_ledger

SUBJECT = segment_subject("Stop  the tablets.", "pt-BR")


def edit(text: str, actor: str = "translator@example.org", subject: str = SUBJECT) -> Draft:
    return Draft(EventKind.SEGMENT_EDITED, subject, actor, "translator", "pt-BR", body={"target": text})


def test_order_and_content(ledger: Ledger) -> None:
    """Events come back as they were given, in order, each with the hash of the one before."""
    first, second = ledger.append([edit("Pare."), Draft(EventKind.PAGE_APPROVED, page_subject("a/b", "pt-BR"), "x")])
    assert (first.number, second.number, second.previous) == (1, 2, first.sha256)
    assert list(ledger.events()) == [first, second]
    assert list(ledger.events(subjects=[SUBJECT])) == [first]
    assert list(ledger.events(kinds=[EventKind.PAGE_APPROVED])) == [second]
    assert list(ledger.events(after=1)) == [second]
    assert ledger.head() == (2, second.sha256)
    assert ledger.broken_event() is None


def test_white_space_is_no_difference() -> None:
    """A sentence is the same sentence however it is wrapped; in another language it is another segment."""
    assert segment_subject("Stop the\ntablets. ", "pt-BR") == SUBJECT
    assert segment_subject("Stop the tablets.", "pt-PT") != SUBJECT


def test_two_editors(ledger: Ledger) -> None:
    """Who did not see the newest event is told so, and nothing of the call is stored."""
    ledger.append([edit("Pare.", "first@example.org")], seen={SUBJECT: 0})
    with pytest.raises(ConflictError, match=r"first@example\.org changed this meanwhile"):
        ledger.append([edit("Continue."), edit("x", subject="other")], seen={SUBJECT: 0, "other": 0})
    assert ledger.head()[0] == 1
    ledger.append([edit("Pare já.")], seen={SUBJECT: 1})


def test_two_editors_at_the_same_instant(url: str) -> None:
    """Of many writers that saw the same state exactly one wins; the chain stays whole."""
    with open_ledger(url) as ledger:
        lost: list[str] = []

        def work(name: str) -> None:
            try:
                ledger.append([edit("Pare.", name)], seen={SUBJECT: 0})
            except ConflictError:
                lost.append(name)

        threads = [threading.Thread(target=work, args=(f"{number}@example.org",)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(lost) == 7
        assert ledger.head()[0] == 1
        assert ledger.broken_event() is None


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE events SET actor = 'somebody else' WHERE number = 2",
        'UPDATE events SET body = \'{"target":"Continue."}\' WHERE number = 2',
        "UPDATE events SET at = '2020-01-01T00:00:00Z' WHERE number = 2",
        "DELETE FROM events WHERE number = 2",
    ],
)
def test_tampering_is_found(sqlite_url: str, tmp_path: Path, damage: str) -> None:
    """A changed or removed entry is named."""
    with open_ledger(sqlite_url) as ledger:
        ledger.append([edit("a"), edit("b"), edit("c")])
        with sqlite3.connect(tmp_path / "state" / "ledger.db") as database:
            database.execute(damage)
        database.close()
        assert ledger.broken_event() == 2


def test_claims(ledger: Ledger) -> None:
    """One owner a claim; its owner renews it; given back or run out, it is free."""
    assert ledger.claim("batch-1", "worker-a")
    assert not ledger.claim("batch-1", "worker-b")
    assert ledger.claim("batch-1", "worker-a")
    ledger.release("batch-1", "worker-b")
    assert ledger.claimed_by("batch-1") == "worker-a"
    ledger.release("batch-1", "worker-a")
    assert ledger.claim("batch-1", "worker-b", lease_s=0)
    assert ledger.claimed_by("batch-1") is None
    assert ledger.claim("batch-1", "worker-c")


def test_visits(ledger: Ledger) -> None:
    """The newest visit of a URL comes first; every visit stays."""
    first = Visit("https://a.example/", "site", "2026-01-01T00:00:00Z", 200, "0" * 64, '"v1"')
    second = Visit("https://a.example/", "site", "2026-01-02T00:00:00Z", 304, "0" * 64, facts=(("final_url", "x"),))
    ledger.put_visits([first, second])
    assert ledger.latest_visit("https://a.example/") == second
    assert ledger.visits("https://a.example/") == [second, first]
    assert ledger.latest_visit("https://b.example/") is None
    assert ledger.visited_urls("site") == ["https://a.example/"]
