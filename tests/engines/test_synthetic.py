"""Engines without a model: their output can be verified like any other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress import locales
from glosspress.engines import Engine, Keep, Request, open_engine

EN = locales.parse("en")
ECHO = open_engine(EN, locales.parse("de"), "echo")
ACCENTS = open_engine(EN, locales.parse("en-XA"))
MIRROR = open_engine(EN, locales.parse("ar-XB"))
ALL = [ECHO, ACCENTS, MIRROR]


def write(engine: Engine, text: str, *keep: Keep) -> str:
    return engine.decode([Request(text, keep=keep)])[0][0].text


def test_echo_copies() -> None:
    """What goes in comes out, kept spans in their target form."""
    assert write(ECHO, "Ketamine blocks NMDA.", Keep(16, 20, "NMDAR")) == "Ketamine blocks NMDAR."


def test_accents_lengthen_in_brackets() -> None:
    """`en-XA` accents the letters, doubles vowels and frames the sentence; kept spans stay as they are."""
    assert write(ACCENTS, "A dose of 5 mg", Keep(10, 14, "5 mg")) == "[Å ðööšéé ööƒ 5 mg]"


def test_mirrored_words_are_framed_by_controls() -> None:
    """`ar-XB` sets each word between RLM, RLO and PDF, RLM; digits and kept spans stay outside."""
    assert write(MIRROR, "take 5 mg", Keep(5, 9, "5 mg")) == "\u200f\u202etake\u202c\u200f 5 mg"


@pytest.mark.parametrize("engine", ALL, ids=lambda engine: engine.label)
def test_the_protocol_holds(engine: Engine) -> None:
    """Nothing to decode gives nothing; scores and alignments are one a pair, of the right shape."""
    assert engine.decode([]) == []
    assert engine.synthetic
    assert engine.sha256 == ""
    assert engine.rate([("one two", ("three",))] * 2) == [[0.0, 0.0]] * 2
    (rows,) = engine.align([("one two three", "four five")])
    assert [len(row) for row in rows] == [3, 3]
    assert write(engine, "") == ""
    assert write(engine, "  ") == "  "


@pytest.mark.parametrize("tag", ["en-XA", "ar-XB"])
def test_pseudo_locales_need_no_package(tag: str) -> None:
    """A pseudo locale gets its engine without being named; other locales get the pseudo engine of their direction."""
    assert open_engine(EN, locales.parse(tag)).label == f"pseudo-{tag}@1"
    assert open_engine(EN, locales.parse("he"), "pseudo").label == "pseudo-ar-XB@1"
    assert open_engine(EN, locales.parse("fr"), "pseudo").label == "pseudo-en-XA@1"


@given(st.text(max_size=80))
def test_tokens_join_to_the_text(text: str) -> None:
    """Tokens of a text are the text, white space at its end apart."""
    for engine in ALL:
        assert engine.detokenise(engine.tokenise(text)) == text.rstrip() or not text.strip()


@given(st.text(max_size=40), st.text(min_size=1, max_size=10), st.text(max_size=40))
def test_what_is_kept_stands_in_the_target(before: str, target: str, after: str) -> None:
    """The kept form is in the output whatever stands around it, and the output is always the same."""
    source = f"{before}X{after}"
    keep = Keep(len(before), len(before) + 1, target)
    for engine in ALL:
        written = write(engine, source, keep)
        assert target in written
        assert written == write(engine, source, keep)
