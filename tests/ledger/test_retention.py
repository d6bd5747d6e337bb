"""Housekeeping removes only what nobody needs: never what is online, newest, an event, or a run."""

from __future__ import annotations

import pytest

from glosspress.event import Draft, EventKind
from glosspress.ledger import Ledger, Visit
from glosspress.snapshot import Snapshot

from .samples import HOLD, PUBLISH, page, translation

LATER = "2999-01-01T00:00:00Z"
LONG_AGO = "2000-01-01T00:00:00Z"


def snapshot(body: bytes, at: str) -> Snapshot:
    return Snapshot("https://a.example/", body, "text/html", at, (), "site")


def test_versions_in_use_stay(ledger: Ledger) -> None:
    """The version online and the newest one stay, whatever their age; those between and before go, with their decisions."""
    for text, decision in (("one", PUBLISH), ("two", PUBLISH), ("three", HOLD), ("four", HOLD)):
        ledger.put_page(page(text=text), decision)
    assert ledger.remove_page_versions(LONG_AGO) == 0
    assert ledger.remove_page_versions(LATER, really=False) == 2
    assert len(ledger.decisions("samples/first", "pt-BR")) == 4
    assert ledger.remove_page_versions(LATER) == 2
    assert [item.source.text for item in ledger.current_pages()] == [page(text="two").source.text]
    assert [item.decision.publish for item in ledger.held()] == [False]
    assert ledger.remove_page_versions(LATER) == 0


def test_evidence_stays(ledger: Ledger) -> None:
    """The newest snapshot of a URL and those that a page was made from stay."""
    for number in range(1, 5):
        ledger.put_snapshot(snapshot(str(number).encode(), f"2026-01-0{number}T00:00:00Z"))
    used = snapshot(b"NMDA.", "2026-01-01T00:00:00Z")
    ledger.put_snapshot(used)
    ledger.put_page(page(), PUBLISH)
    assert ledger.remove_snapshots("2026-01-03T00:00:00Z") == 2
    assert ledger.snapshot(used.sha256).body == b"NMDA."
    latest = ledger.latest_snapshot("https://a.example/")
    assert latest is not None
    assert latest.body == b"4"


def test_translations_on_pages_stay(ledger: Ledger) -> None:
    """A translation that stands on a stored version stays, with its terms and source."""
    kept, gone = translation("NMDA."), translation("BDNF.")
    ledger.put_translations([kept, gone], "pt-BR", "en-pt", {kept.key: ["nmda"], gone.key: ["bdnf"]})
    ledger.put_page(page(text="NMDA."), PUBLISH)
    assert ledger.remove_translations(LATER) == 1
    assert list(ledger.translations([kept.key, gone.key])) == [kept.key]
    assert list(ledger.segment_sources("en-pt")) == [(kept.key, "NMDA.")]
    assert ledger.keys_with_term("bdnf") == []


def test_validators_stay(ledger: Ledger) -> None:
    """The newest visit of each URL stays: it says how to ask again."""
    old = [Visit("https://a.example/", "site", f"2026-01-0{n}T00:00:00Z", 200) for n in range(1, 4)]
    ledger.put_visits(old)
    assert ledger.remove_visits(LATER) == 2
    assert ledger.visits("https://a.example/") == [old[-1]]


@pytest.mark.parametrize("really", [True, False])
def test_events_never_go(ledger: Ledger, really: bool) -> None:
    """No housekeeping touches the chain, and the ledger is whole and smaller afterwards."""
    ledger.append([Draft(EventKind.COMMENTED, "x", "a@example.org")])
    for call in (
        ledger.remove_page_versions,
        ledger.remove_snapshots,
        ledger.remove_translations,
        ledger.remove_visits,
    ):
        call(LATER, really=really)
    ledger.compact()
    assert ledger.head()[0] == 1
    assert ledger.broken_event() is None
    assert ledger.size() > 0
