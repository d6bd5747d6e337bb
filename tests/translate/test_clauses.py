"""Pieces of sentences are the sentence, and never cut a pin."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress.engines import Engine
from glosspress.translate.clauses import COMFORTABLE, chunks, clauses, comfortable, is_long, joined
from glosspress.translation import Pin


def test_clauses_end_at_marks() -> None:
    """Semicolons, colons, dashes and commas part clauses of three words or more."""
    assert clauses("The dose was low; the effect was high, and the patients slept well.", ()) == [
        "The dose was low; ",
        "the effect was high, ",
        "and the patients slept well.",
    ]


def test_short_pieces_stay_together() -> None:
    """An enumeration of single words is not cut into words."""
    assert clauses("Pain, fever, and nausea.", ()) == ["Pain, fever, and nausea."]


def test_brackets_stay_whole() -> None:
    """No cut inside brackets."""
    text = "We gave the drug (one low dose, then a high dose) to all of them."
    assert clauses(text, ()) == [text]


def test_two_sentences_without_a_space_between_them_are_parted() -> None:
    """`SARS-CoV-2.In Israel`; abbreviations such as `e.g.Some` are not cut."""
    text = "Many samples tested positive for SARS-CoV-2.In Israel, researchers tested a method."
    assert clauses(text, ())[:2] == [
        "Many samples tested positive for SARS-CoV-2.",
        "In Israel, researchers tested a method.",
    ]
    assert clauses("We used one drug, e.g.Some drug, for all of the patients.", ())[0] == "We used one drug, "


def test_pins_stay_whole() -> None:
    """No cut inside a term that holds a comma."""
    text = "In patients with pain, acute and not chronic, the drug was of use."
    start = text.index("pain, acute and")
    pin = Pin(start, start + len("pain, acute and"), "pain, acute and", ("x",), "term")
    assert clauses(text, (pin,)) == ["In patients with pain, acute and not chronic, ", "the drug was of use."]


@given(st.text(alphabet="ab ,;:-–()é\u00a0", max_size=80), st.integers(0, 60), st.integers(1, 20))
def test_clauses_join_to_the_sentence(text: str, start: int, length: int) -> None:
    """Nothing is lost or moved, and no cut lies inside the pin."""
    pin = Pin(start, start + length, text[start : start + length], ("x",), "term")
    pieces = clauses(text, (pin,))
    assert "".join(pieces) == text
    offset = 0
    for piece in pieces[:-1]:
        offset += len(piece)
        assert not start < offset < start + length


@pytest.mark.parametrize(
    "text",
    [
        "word " * 2000,
        "  leading space " + "one two three, " * 300,
        "a" * 5000,
        "数" * 1500,
        "Dose of 5 mg in the morning and of 10 mg in the evening " * 60,
    ],
)
def test_long_sentences_come_in_pieces_the_model_takes(argos: Engine, text: str) -> None:
    """No piece is longer than the model's limit, and joined they are the sentence."""
    pieces = chunks(text, (), argos)
    assert "".join(pieces) == text
    assert max(len(argos.tokenise(piece)) for piece in pieces) <= argos.longest


def test_long_sentences_with_clauses_come_in_few_pieces_of_comfortable_length(argos: Engine) -> None:
    """As few as their order allows: no two neighbours fit into one piece."""
    text = "the first group of patients took the drug in the morning, " * 12 + "and all of them slept well."
    pieces = comfortable(text, (), argos)
    assert is_long(text, argos)
    assert "".join(pieces) == text
    assert max(len(argos.tokenise(piece)) for piece in pieces) <= COMFORTABLE
    assert all(len(argos.tokenise(one + other)) > COMFORTABLE for one, other in pairwise(pieces))


def test_long_sentences_are_not_cut_inside_a_pin(argos: Engine) -> None:
    """Where a sentence has no clauses it is cut between words, but not inside a term."""
    text = "treatment resistant depression " * 200
    step = len("treatment resistant depression ")
    pins = [Pin(n * step, (n + 1) * step - 1, "treatment resistant depression", ("x",), "term") for n in range(200)]
    offset = 0
    for piece in chunks(text, pins, argos)[:-1]:
        offset += len(piece)
        assert not any(pin.start < offset < pin.end for pin in pins)


def test_joined_clauses_are_one_sentence() -> None:
    """Marks between clauses are those of the source, and clauses within it begin in lower case; acronyms stay."""
    pieces = [
        ("The dose was low;", "A dose foi baixa.", ()),
        ("the effect was high,", "O efeito foi alto", ()),
        ("and NMDA was blocked.", "NMDA foi bloqueado.", ()),
    ]
    assert joined(pieces) == "A dose foi baixa; o efeito foi alto, NMDA foi bloqueado."
