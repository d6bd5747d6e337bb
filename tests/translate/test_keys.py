"""A key changes with all that a translation depends on, and with nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glosspress import locales
from glosspress.article import Kind, Mark, Rich
from glosspress.engines import Engine, open_engine
from glosspress.glossary import Mode, Term, of_terms
from glosspress.translate import key_of
from glosspress.translation import Segment

SEGMENT = Segment(Rich("Ketamine blocks the NMDA receptor."))
NMDA = Term("n", "NMDA", "NMDA")
BRAIN = Term("b", "brain", "cérebro")


def key(engine: Engine, *terms: Term, part: Segment = SEGMENT, to: str = "pt-BR", source: str = "en") -> str:
    return key_of(part, locales.parse(to), engine, of_terms(terms), source)


def test_equal_inputs_have_equal_keys(echo: Engine) -> None:
    """A key is a sha256, the same in every process."""
    assert key(echo, NMDA) == key(echo, NMDA)
    assert len(key(echo, NMDA)) == 64


@pytest.mark.parametrize(
    "other",
    [
        Segment(Rich("Ketamine blocks the NMDA receptor!")),
        Segment(Rich("Ketamine  blocks the NMDA receptor.")),
        Segment(SEGMENT.source, Kind.HEADING),
        Segment(Rich(SEGMENT.source.text, (Mark(0, 8, "em"),))),
        Segment(Rich(SEGMENT.source.text, (Mark(0, 8, "a", (("href", "https://example.org/"),)),))),
    ],
)
def test_text_marks_and_kind_count(echo: Engine, other: Segment) -> None:
    """Whatever differs in the segment gives another key."""
    assert key(echo, part=other) != key(echo)


def test_the_pair_counts(echo: Engine) -> None:
    """Target locale, region included, and source language."""
    assert len({key(echo), key(echo, to="pt-PT"), key(echo, to="fr"), key(echo, source="de")}) == 4


def test_the_engine_counts(echo: Engine, argos: Engine) -> None:
    """Label, model and decoding parameters."""
    pseudo = open_engine(locales.parse("en"), locales.parse("en-XA"))
    wider = replace(argos, beam=5)  # type: ignore[type-var]
    assert len({key(engine) for engine in (echo, argos, pseudo, wider)}) == 4


def test_only_matching_terms_count(echo: Engine) -> None:
    """A term that is not in the segment changes nothing: added, changed or removed."""
    assert key(echo, NMDA) == key(echo, NMDA, BRAIN) == key(echo, replace(BRAIN, target="encéfalo"), NMDA)
    assert key(echo) == key(echo, BRAIN)
    assert key(echo) == key_of(SEGMENT, locales.parse("pt-BR"), echo, None) or key(echo) != key(echo, NMDA)


@pytest.mark.parametrize(
    "changed",
    [
        replace(NMDA, target="NMDA-R"),
        replace(NMDA, forms=("NMDAs",)),
        replace(NMDA, mode=Mode.PREFER),
        replace(NMDA, forbidden=("AMDA",)),
        replace(NMDA, context="receptor"),
    ],
)
def test_a_changed_term_counts_where_it_stands(echo: Engine, changed: Term) -> None:
    """Target, forms, mode, forbidden renderings and context of a matching term change the key."""
    assert key(echo, changed) != key(echo, NMDA)
    elsewhere = Segment(Rich("The brain is large."))
    assert key(echo, changed, part=elsewhere) == key(echo, NMDA, part=elsewhere)


def test_notes_and_review_do_not_count(echo: Engine) -> None:
    """A note or a review date re-translates nothing."""
    assert key(echo, replace(NMDA, note="checked", reviewer="Editorial team", reviewed_at="2026-01-01")) == key(
        echo, NMDA
    )


def test_a_term_whose_context_is_absent_does_not_count(echo: Engine) -> None:
    """`MS` of a neurologist's row is not in a sentence without its context."""
    term = Term("m", "MS", "EM", context="(?i)sclerosis")
    part = Segment(Rich("Spectra were measured by MS."))
    assert key(echo, term, part=part) == key(echo, part=part)


def test_a_term_that_shows_when_a_longer_one_is_blocked_counts(echo: Engine) -> None:
    """`NMDA` binds where code covers half of `NMDA receptor`: a change of it must reach that segment."""
    part = Segment(Rich("The NMDA receptor.", (Mark(9, 17, "code"),)))
    longer = Term("r", "NMDA receptor", "receptor NMDA")
    assert key(echo, longer, NMDA, part=part) != key(echo, longer, replace(NMDA, target="NMDA-R"), part=part)
