"""Headings are set in sentence case for the model and recased afterwards; pins keep their case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress import locales
from glosspress.article import Kind, Rich
from glosspress.engines import Engine, open_engine
from glosspress.glossary import Mode, Term, of_terms
from glosspress.locales import Locale
from glosspress.translate import casing, translate_segments
from glosspress.translation import Pin, PinResult, Segment

NMDA = Pin(4, 8, "NMDA", ("NMDA",), "term")
FREE = Pin(4, 8, "DRUG", ("droga",), "term", exact_case=False)


@pytest.mark.parametrize(
    ("text", "pins", "capitals"),
    [
        ("THE NMDA RECEPTOR", (NMDA,), True),
        ("THE NMDA receptor", (NMDA,), False),
        ("MS", (), False),
        ("Not All Capitals", (), False),
        ("A1 B2", (), False),
        ("", (), False),
    ],
)
def test_capitals_are_recognised(text: str, pins: tuple[Pin, ...], capitals: bool) -> None:
    """All letters outside pins in capitals, and enough of them: an acronym alone is no heading."""
    assert casing.is_capitals(text, pins) is capitals


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ketamine and the Brain of the Rat", True),
        ("Treatment-Resistant Depression", True),
        ("Ketamine and depression", False),
        ("Ketamine", False),
        ("KETAMINE AND DEPRESSION", False),
        ("Who?", False),
    ],
)
def test_title_case_is_recognised(text: str, title: bool) -> None:
    """Every longer word begins with a capital."""
    assert casing.is_title_case(text, ()) is title


def test_lowered_text_keeps_pins_and_its_first_capital() -> None:
    """Sentence case, of the same length, so that offsets hold."""
    assert casing.lowered("THE NMDA RECEPTOR", (NMDA,)) == "The NMDA receptor"
    assert casing.lowered("THE DRUG WORKS", (FREE,)) == "The drug works"


def test_acronyms_in_title_case_stay() -> None:
    """`MS Care` is not asked for as `ms care`, although `MS` is in no glossary."""
    assert casing.lowered("Care of MS in the Hospital", ()) == "Care of MS in the hospital"


def test_raised_text_keeps_exact_pins() -> None:
    """Capitals again but for spans whose case counts."""
    pin = PinResult(NMDA, True, "mTOR", 2, 6)
    assert casing.raised("o mTOR está", (pin,)) == "O mTOR ESTÁ"
    assert casing.raised("straße", ()) == "STRAßE"


def test_words_that_come_back_are_names() -> None:
    """A name gets its capital again; a short word of the target is not the English one, and a pin stays as it is."""
    assert casing.named("o inventário de beck", "The Beck Inventory", ()) == "o inventário de Beck"
    assert casing.named("nenhum efeito no sono", "No Effect on Sleep", ()) == "nenhum efeito no sono"
    pin = PinResult(Pin(0, 5, "Viral", ("viral",), "term"), True, "viral", 6, 11)
    assert casing.named("carga viral", "Viral Load", (pin,)) == "carga viral"


@given(st.text(max_size=60))
def test_recasing_keeps_the_length(text: str) -> None:
    """Lowering and raising never move an offset, whatever the script."""
    assert len(casing.lowered(text, ())) == len(text)
    assert len(casing.raised(text, ())) == len(text)


def heading(text: str, engine: Engine, locale: Locale, *terms: Term) -> str:
    (made,) = translate_segments([Segment(Rich(text), Kind.HEADING)], locale, engine, of_terms(terms))
    assert not made.held, made.reasons
    return made.target.text


def test_a_heading_in_capitals_comes_back_in_capitals(argos: Engine, brazil: Locale) -> None:
    """The words are translated, the term keeps its case."""
    target = heading("THE mTOR PATHWAY IN DEPRESSION", argos, brazil, Term("m", "mTOR", "mTOR"))
    assert "mTOR" in target
    assert "DEPRESSÃO" in target


def test_a_title_comes_back_in_sentence_case(argos: Engine, brazil: Locale) -> None:
    """Portuguese headings are in sentence case, with a capital at their start."""
    target = heading("The Treatment of Depression in the Hospital", argos, brazil)
    assert target[0].isupper()
    assert "depressão" in target


def test_a_pin_in_a_title_verifies_after_recasing(argos: Engine, brazil: Locale) -> None:
    """An exact pin in lower case is not capitalised again because it came back unchanged."""
    target = heading("Viral Load and Sleep in the Hospital", argos, brazil, Term("v", "viral", "viral"))
    assert "viral" in target


def test_the_pseudo_locale_keeps_capitals() -> None:
    """`en-XA` disguises a heading in capitals like any other text."""
    (made,) = translate_segments(
        [Segment(Rich("DOSE OF 5 mg"), Kind.HEADING)],
        locales.parse("en-XA"),
        open_engine(locales.parse("en"), locales.parse("en-XA")),
        of_terms([Term("d", "dose", "dose", mode=Mode.PREFER)]),
    )
    assert not made.held
    assert "5 mg" in made.target.text
