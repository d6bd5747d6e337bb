"""What is put comes back as it was; putting it again changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress.article import Article, Block, Kind, Mark, Rich
from glosspress.errors import LedgerError
from glosspress.ledger import Ledger, Run, open_ledger
from glosspress.page import Decision, Page
from glosspress.snapshot import Snapshot
from glosspress.translation import Candidate, Finding, Pin, PinResult, Rung, Severity, Translation

from .samples import HOLD, PUBLISH, page, translation

MEMORY = open_ledger("sqlite:///:memory:")
SNAPSHOT = Snapshot(
    "https://example.org/a", b"<p>\x00\xff", "text/html", "2026-01-01T00:00:00Z", (("etag", '"1"'),), "samples"
)


def test_snapshot_round_trip(ledger: Ledger) -> None:
    """Bytes, headers and time of a snapshot come back."""
    assert ledger.put_snapshot(SNAPSHOT) == SNAPSHOT
    assert ledger.snapshot(SNAPSHOT.sha256) == SNAPSHOT
    assert ledger.latest_snapshot(SNAPSHOT.url) == SNAPSHOT


def test_first_seen_time_stays(ledger: Ledger) -> None:
    """The same bytes of the same URL keep the time of their first sight; of another URL they have their own."""
    ledger.put_snapshot(SNAPSHOT)
    later = Snapshot(SNAPSHOT.url, SNAPSHOT.body, "text/html", "2026-05-05T00:00:00Z", source="samples")
    elsewhere = Snapshot("https://example.org/b", SNAPSHOT.body, "text/html", "2026-05-05T00:00:00Z", source="samples")
    assert ledger.put_snapshot(later).fetched_at == SNAPSHOT.fetched_at
    assert ledger.put_snapshot(elsewhere).fetched_at == elsewhere.fetched_at
    here, never = (SNAPSHOT.url, SNAPSHOT.sha256), ("https://example.org/c", SNAPSHOT.sha256)
    assert ledger.first_seen([here, never]) == {here: SNAPSHOT.fetched_at}
    assert ledger.snapshot(SNAPSHOT.sha256, elsewhere.url) == elsewhere


def test_unknown_snapshot(ledger: Ledger) -> None:
    """A missing snapshot is an error that names it."""
    with pytest.raises(LedgerError, match="no snapshot " + "0" * 64):
        ledger.snapshot("0" * 64)


def test_article_by_cleaner(ledger: Ledger) -> None:
    """A cleaned article is found by snapshot and rules; other rules clean again."""
    article = Article("T", (Block(Kind.PARAGRAPH, Rich("ab", (Mark(0, 1, "em"),))),))
    ledger.put_article("a" * 64, "rules-1", article)
    assert ledger.article("a" * 64, "rules-1") == article
    assert ledger.article("a" * 64, "rules-2") is None


def test_translations_by_key(ledger: Ledger) -> None:
    """Only stored keys are returned; held translations come back too; a second put stores nothing."""
    made = [translation("NMDA one"), translation("NMDA two", held=True)]
    assert ledger.put_translations(made, "pt-BR", "en-pt") == 2
    assert ledger.put_translations(made, "pt-BR", "en-pt") == 0
    found = ledger.translations([made[0].key, made[1].key, "f" * 64])
    assert found == {item.key: item for item in made}
    assert found[made[0].key].made_at == "2026-01-02T03:04:05Z"
    assert ledger.rungs("pt-BR") == {"plain": 1, "held": 1}


def test_many_keys(ledger: Ledger) -> None:
    """Calls larger than a database statement may be are served whole."""
    made = [translation(f"NMDA {number}") for number in range(2_500)]
    assert ledger.put_translations(made, "pt-BR", "en-pt") == 2_500
    assert len(ledger.translations([item.key for item in made])) == 2_500


def test_terms_of_segments(ledger: Ledger) -> None:
    """A term leads to exactly the translations in whose source it stands."""
    one, two = translation("NMDA one"), translation("NMDA two")
    ledger.put_translations([one], "pt-BR", "en-pt", {one.key: ["nmda", "bdnf"]})
    ledger.put_translations([two], "es", "en-es", {two.key: ["nmda"]})
    assert ledger.keys_with_term("nmda") == sorted([one.key, two.key])
    assert ledger.keys_with_term("nmda", "es") == [two.key]
    assert ledger.keys_with_term("bdnf") == [one.key]
    ledger.forget_translations([one.key])
    assert ledger.keys_with_term("bdnf") == []
    assert ledger.translations([one.key]) == {}


def test_runs(ledger: Ledger) -> None:
    """A run is recorded at its start and completed at its end; a killed one stays without an end."""
    ledger.record_run(Run("r1", "2026-01-01T00:00:00Z"))
    ledger.record_run(Run("r2", "2026-01-02T00:00:00Z"))
    done = Run("r1", "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z", 3, 4, 50, (("pages", 2),))
    ledger.record_run(done)
    assert ledger.runs() == [Run("r2", "2026-01-02T00:00:00Z"), done]


def test_editions(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition keeps the time of its first publication."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    first = ledger.put_edition("e" * 64, 12, "r1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1100000000")
    assert ledger.put_edition("e" * 64, 12, "r2") == first
    assert ledger.editions() == [first]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
RICH = st.builds(
    lambda text, tag: Rich(text, (Mark(0, len(text), tag, (("href", text),)),) if text else ()),
    WORDS,
    st.sampled_from(["a", "em"]),
)
PINS = st.builds(Pin, st.integers(0, 9), st.integers(0, 9), WORDS, st.tuples(WORDS), st.just("term"), WORDS)
SCORES = st.floats(allow_nan=False, allow_infinity=False)
TRANSLATIONS = st.builds(
    Translation,
    key=st.integers(0).map(lambda number: f"{number % 16**64:064x}"),
    source=RICH,
    target=RICH,
    held=st.booleans(),
    reasons=st.lists(WORDS, max_size=2).map(tuple),
    rung=st.sampled_from(Rung),
    pins=st.lists(st.builds(PinResult, PINS, st.booleans(), WORDS), max_size=2).map(tuple),
    score=st.none() | SCORES,
    findings=st.lists(st.builds(Finding, WORDS, st.sampled_from(Severity), WORDS), max_size=2).map(tuple),
    candidates=st.lists(st.builds(Candidate, st.sampled_from(Rung), WORDS, SCORES, st.booleans()), max_size=2).map(
        tuple
    ),
    signature=WORDS,
    made_at=st.just("2026-01-02T03:04:05Z"),
)


@given(TRANSLATIONS)
def test_any_translation_round_trips(made: Translation) -> None:
    """Whatever a translation holds comes back equal."""
    MEMORY.forget_translations([made.key])
    MEMORY.put_translations([made], "pt-BR", "en-pt")
    assert MEMORY.translations([made.key]) == {made.key: made}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.lists(TRANSLATIONS, max_size=3))
def test_any_page_round_trips(text: str, made: list[Translation]) -> None:
    """Whatever a page holds comes back equal, through JSON and through the ledger."""
    sample = page(text=text)
    whole = Page(**{name: getattr(sample, name) for name in Page.__slots__} | {"translations": (("0", tuple(made)),)})
    assert MEMORY.page(MEMORY.put_page(whole, PUBLISH)) == whole


@pytest.mark.parametrize("decision", [PUBLISH, HOLD], ids=["publish", "hold"])
def test_decision_round_trips(ledger: Ledger, decision: Decision) -> None:
    """A decision comes back with its reasons and findings."""
    sha = ledger.put_page(page(), decision)
    assert ledger.decisions("samples/first", "pt-BR") == [(sha, decision)]
