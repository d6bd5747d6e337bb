"""The starter term bases: size, completeness, and what each row must tell a reviewer."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from glosspress import glossary, locales, pins
from glosspress.glossary import Glossary, Mode, Term
from glosspress.glossary.term import COLUMNS

PAIRS = {"en-pt": 150, "en-es": 60, "en-fr": 60, "en-de": 60}
DOMAINS = {"neuroscience", "anatomy", "imaging", "psychiatry", "pharmacology", "research", "clinical", "general"}


@pytest.fixture(scope="module", params=PAIRS)
def base(request: pytest.FixtureRequest, glossaries: Path) -> Glossary:
    """Each of the term bases in turn."""
    return glossary.load(glossaries / f"{request.param}.csv")


def term(base: Glossary, name: str) -> Term:
    """A term by its id."""
    return base.by_id[name]


def test_size(base: Glossary) -> None:
    """At least 150 approved terms into Portuguese, 60 into each of the others."""
    assert len(base.terms) >= PAIRS[base.name]


def test_no_errors(glossaries: Path) -> None:
    """The check of the command line finds no error in any of them."""
    assert [problem.where for problem in glossary.check(sorted(glossaries.glob("*.csv"))) if problem.error] == []


def test_every_row_is_complete(base: Glossary) -> None:
    """Each row names its part of speech, a known domain, its evidence, who reviewed it and when."""
    lacking = [t.id for t in base.terms if not (t.pos and t.evidence and t.reviewer and t.reviewed_at)]
    assert lacking == []
    assert {t.domain for t in base.terms} <= DOMAINS
    assert [t.id for t in base.terms if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", t.id)] == []


def test_no_source_twice(base: Glossary) -> None:
    """One row a source expression: a starter set leaves no doubt which one binds."""
    assert [source for source, count in Counter(t.source for t in base.terms).items() if count > 1] == []


def test_order(base: Glossary) -> None:
    """Rows stand by domain, so that a reviewer of one field finds them together."""
    domains = [t.domain for t in base.terms]
    assert len([a for a, b in pairwise(domains) if a != b]) == len(set(domains)) - 1


def test_no_form_twice(base: Glossary) -> None:
    """No form repeats the target or another form of its row."""
    assert [t.id for t in base.terms if len({t.target, *t.forms}) != 1 + len(t.forms)] == []


def test_synonyms_are_explained(base: Glossary, glossaries: Path) -> None:
    """A row that allows another name than the target's own says so in its note."""
    doubts = glossary.check([glossaries / f"{base.name}.csv"])
    lines = {problem.line for problem in doubts if problem.rule == "foreign-form"}
    silent = [t.id for t in base.terms if t.line in lines and not t.note]
    assert silent == []


@pytest.mark.parametrize("name", ["nmda", "ampa", "bdnf", "mtor", "gaba", "trkb", "eeg", "5-ht"])
def test_symbols_stay(base: Glossary, name: str) -> None:
    """NMDA, BDNF and their like are pinned letter for letter in every language."""
    row = term(base, name)
    assert (row.mode, row.target, row.forms) == (Mode.PIN, row.source, ())


@pytest.mark.parametrize(
    ("name", "targets"),
    [
        ("ssri", "ISRS ISRS ISRS SSRI"),
        ("ptsd", "TEPT TEPT TSPT PTBS"),
        ("mri", "RM RM IRM MRT"),
        ("ect", "ECT TEC ECT EKT"),
        ("adhd", "TDAH TDAH TDAH ADHS"),
        ("ketamine", "cetamina ketamina kétamine Ketamin"),
        ("who", "OMS OMS OMS WHO"),
    ],
)
def test_locale_forms(glossaries: Path, name: str, targets: str) -> None:
    """Acronyms and drugs have the form of each language: Portuguese, Spanish, French, German."""
    assert [term(glossary.load(glossaries / f"{pair}.csv"), name).target for pair in PAIRS] == targets.split()


@pytest.mark.parametrize(
    ("pair", "tag", "source", "target"),
    [
        (
            "en-pt",
            "pt-BR",
            "The NMDA receptors of hippocampal neurons",
            "Os receptores NMDA dos neurônios do hipocampo",
        ),
        ("en-pt", "pt-BR", "Ketamine is an anesthetic.", "A cetamina é um anestésico."),
        ("en-pt", "pt-BR", "side effects of SSRIs", "efeitos colaterais dos ISRS"),
        ("en-es", "es", "BDNF and synaptic plasticity", "El BDNF y la plasticidad sináptica"),
        ("en-fr", "fr", "Action potentials in the hippocampus", "Les potentiels d'action dans l'hippocampe"),
        ("en-de", "de", "NMDA receptors in bipolar disorder", "NMDA-Rezeptoren bei der bipolaren Störung"),
    ],
)
def test_good_sentences_verify(glossaries: Path, pair: str, tag: str, source: str, target: str) -> None:
    """Plural, gender, elision, case and a hyphen after an acronym: an ordinary good sentence passes."""
    locale = locales.parse(tag)
    found = pins.find(source, glossary.load(glossaries / f"{pair}.csv"), locale)
    assert len(found) >= 2
    assert [result.pin.source for result in pins.verify(found, target, locale) if not result.found] == []


@pytest.mark.parametrize(
    ("sentence", "id_"),
    [
        ("MS is a demyelinating disease of the nervous system.", "ms"),
        ("A PE blocks an artery of the lung.", "pe"),
        ("A CAT scan takes minutes.", "cat-scan"),
        ("The WHO publishes a list.", "who"),
    ],
)
def test_context_decides(glossaries: Path, sentence: str, id_: str) -> None:
    """An ambiguous acronym binds in its context."""
    matcher = glossary.load(glossaries / "en-pt.csv").matcher
    assert id_ in {match.term.id for match in matcher.find(sentence)}


@pytest.mark.parametrize("sentence", ["MS Office", "PE lessons", "CAT food", "TCA cycle", "WHO SHOULD NOT TAKE IT"])
def test_other_senses_are_left_alone(glossaries: Path, sentence: str) -> None:
    """The same letters in another sense bind nothing."""
    assert glossary.load(glossaries / "en-pt.csv").matcher.find(sentence) == []


def test_one_set_of_concepts(glossaries: Path) -> None:
    """The four languages share their ids, so that a reviewer can lay them side by side."""
    ids = [{t.id for t in glossary.load(glossaries / f"{pair}.csv").terms} for pair in PAIRS]
    assert len(set.intersection(*ids)) >= 200


def test_readme_tells_all_columns_and_modes(glossaries: Path) -> None:
    """The guide for translators explains every column, every mode, and where the rows come from."""
    text = (glossaries / "README.md").read_text(encoding="utf-8")
    assert [name for name in (*COLUMNS, *Mode) if f"`{name}`" not in text] == []
    assert "starter set" in text
