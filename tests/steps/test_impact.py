"""Impact: exactly the sentences whose translation key changes, their pages, and what it will cost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glosspress import locales, steps
from glosspress.article import Rich
from glosspress.engines import open_engine
from glosspress.errors import GlossaryError
from glosspress.event import Draft, EventKind, segment_subject
from glosspress.glossary import Case, Glossary, Mode, Term, of_terms
from glosspress.glossary.termbases import TermBases, in_folder, working
from glosspress.ledger import open_ledger
from glosspress.steps.impact import Impact, changed_terms, impact, touched_by
from glosspress.translate import key_of
from glosspress.translation import Segment
from glosspress.workspace import Workspace

ENGLISH, PSEUDO = locales.parse("en"), locales.parse("en-XA")
WORDS = st.sampled_from(["NMDA", "NMDA receptor", "receptor", "brain", "the brain", "MS", "IL-6", "α", "é", "BDNF"])
TEXTS = st.lists(
    st.sampled_from(
        ["NMDA", "NMDAs", "receptors", "Receptor", "the", "brain", "MS", "sclerosis", "IL‑6", "a", "é", "bdnf"]
    ),
    max_size=7,
).map(" ".join)
TERMS = st.builds(
    Term,
    id=st.sampled_from(["a", "b", "c", "d", "e"]),
    source=WORDS,
    target=st.sampled_from(["x", "y"]),
    mode=st.sampled_from(Mode),
    case=st.sampled_from(Case),
    forms=st.sampled_from([(), ("z",)]),
    forbidden=st.sampled_from([(), ("w",)]),
    context=st.sampled_from(["", "(?i)sclerosis"]),
    note=st.sampled_from(["", "n"]),
)
BASES = st.lists(TERMS, max_size=6, unique_by=lambda term: term.id)


@given(BASES, BASES, st.lists(TEXTS, max_size=12))
@settings(max_examples=200)
def test_impact_is_the_set_of_changed_keys(one: list[Term], two: list[Term], texts: list[str]) -> None:
    """For any two term bases and sentences: a changed row matches a sentence exactly when the sentence's key changes.

    Longer terms over shorter ones, contexts, cases, plurals, notes, dashes and letters of any script included.
    """
    engine = open_engine(ENGLISH, PSEUDO)

    def keys(terms: list[Term]) -> list[str]:
        return [key_of(Segment(Rich(text)), PSEUDO, engine, of_terms(terms)) for text in texts]

    before, after = of_terms(one), of_terms(two)
    found = touched_by(changed_terms(before, after), texts)
    assert [bool(ids) for ids in found] == [a != b for a, b in zip(keys(one), keys(two), strict=True)]
    assert changed_terms(before, before) == []


@given(BASES, st.lists(TEXTS, max_size=300))
@settings(max_examples=60)
def test_many_texts_at_once_are_searched_as_one_by_one(terms: list[Term], texts: list[str]) -> None:
    """What the fast search finds in each text is what the translation key is made of."""
    glossary = of_terms(terms)
    one_by_one = [frozenset(match.term.id for match in glossary.matcher.find_all(text)) for text in texts]
    assert glossary.matcher.ids_in(texts) == one_by_one


HEAD = "id,source,target,mode,status\n"
BEFORE = HEAD + "bdnf,BDNF,BDNF,pin,approved\nmood,mood,humor,prefer,approved\n"
AFTER = HEAD + "bdnf,BDNF,FNDC,pin,approved\nmood,mood,humor,prefer,approved\nnight,night,noite,pin,approved\n"
ONE = "# Sleep\n\nBDNF falls at night. The mood follows. BDNF rises again.\n"
TWO = "# Mood\n\nThe mood changes. BDNF rises again.\n"


@pytest.fixture
def site(workspace: Workspace) -> Workspace:
    """Two published articles in two pseudo locales, and a changed term base."""
    (workspace.root / "glosspress.yaml").write_text("locales: {en-XA: {}, ar-XB: {}}\n")
    (workspace.sources / "notes").mkdir()
    (workspace.sources / "notes.yaml").write_text(
        "title: Notes\nlicense: {status: owned}\nkind: folder\npath: notes\n", encoding="utf-8"
    )
    for name, text in (("one", ONE), ("two", TWO)):
        (workspace.sources / "notes" / f"{name}.md").write_text(text)
    (workspace.glossary / "en-en-XA.csv").write_text(BEFORE)
    steps.run(workspace.root, None, None)
    (workspace.root / "old").mkdir()
    (workspace.root / "old" / "en-en-XA.csv").write_text(BEFORE)
    (workspace.glossary / "en-en-XA.csv").write_text(AFTER)
    return workspace


def old(site: Workspace) -> TermBases:
    return in_folder(site.root / "old", "old")


def study(site: Workspace) -> Impact:
    return impact(site, old(site), working(site))


def test_sentences_pages_and_words_are_counted(site: Workspace) -> None:
    """A sentence on two pages counts once and names both; a locale that the change does not reach is not named."""
    found = study(site)
    assert {(item.locale, item.source): (item.terms, len(item.pages)) for item in found.segments} == {
        ("en-XA", "BDNF falls at night."): (("bdnf", "night"), 1),
        ("en-XA", "BDNF rises again."): (("bdnf",), 2),
        # ar-XB takes the pins of every term base, and `night` is a new pin.
        ("ar-XB", "BDNF falls at night."): (("night",), 1),
    }
    assert found.words == 4 + 3 + 4
    assert [page.id for page in found.pages("en-XA")] == ["notes/one", "notes/two"]
    assert all(page.online for page in found.pages())
    assert found.segments[0].source == "BDNF rises again."  # of a locale the sentences on most pages come first


def test_a_sentence_of_a_person_is_told(site: Workspace) -> None:
    """Persons' texts are shown as locked, cost nothing, and are known by what persons said last."""
    source = "BDNF rises again."
    body = {"source": {"text": source, "marks": []}, "target": {"text": "BDNF sobe de novo.", "marks": []}}
    body["page"] = "notes/one@en-XA"
    subject = segment_subject(source, "en-XA")
    ledger = open_ledger(site.ledger_url)
    ledger.append([Draft(EventKind.SEGMENT_EDITED, subject, "reviewer@example.org", "translator", "en-XA", "", body)])
    locked = [item for item in study(site).segments if item.human]
    assert [(item.locale, item.source) for item in locked] == [("en-XA", source)]
    assert study(site).words == 4 + 4
    ledger.append([Draft(EventKind.SEGMENT_REJECTED, subject, "reviewer@example.org", "translator", "en-XA", "", body)])
    assert not any(item.human for item in study(site).segments)


def test_cost_is_estimated_from_measured_runs(site: Workspace) -> None:
    """By the speed of past runs; unknown without any."""
    found = study(site)
    assert found.speed is not None
    assert found.seconds == found.words / found.speed
    empty = Workspace(site.root / "elsewhere", site.config)
    (empty.root / "glossary").mkdir(parents=True)
    assert impact(empty, old(site), working(site)).seconds is None


def test_an_unchanged_term_base_touches_nothing(site: Workspace) -> None:
    """Notes, order and quotes are no impact."""
    (site.root / "old" / "en-en-XA.csv").write_text(HEAD.replace("status", "status,note") + "".join(
        line + ",n\n" for line in AFTER.splitlines()[:0:-1]
    ))  # fmt: skip
    found = study(site)
    assert (found.segments, len(found.diff.changes)) == ((), 3)


def test_a_malformed_term_base_is_refused_with_its_line(site: Workspace) -> None:
    """Before anything is looked for."""
    (site.glossary / "en-en-XA.csv").write_text(AFTER + "x,x,,pin,approved\n")
    with pytest.raises(GlossaryError, match=r"en-en-XA\.csv:5:5"):
        study(site)


def test_a_new_term_base_concerns_all_its_terms() -> None:
    """No file before: each approved row is new; none after: each is gone."""
    base = Glossary("en-pt", (Term("a", "A", "B"),))
    assert changed_terms(None, base) == changed_terms(base, None) == list(base.terms)
