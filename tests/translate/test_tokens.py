"""Tokens and their places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glosspress.engines import Engine
from glosspress.engines.engine import UNKNOWN
from glosspress.translate import tokens as tokens_of


def test_tokens_stand_on_their_characters(argos: Engine) -> None:
    """The span of each token of a plain sentence is the token."""
    text = "Ketamine blocks the NMDA receptor (0.5 mg/kg)."
    tokens = argos.tokenise(text)
    for token, (start, end) in zip(tokens, tokens_of.spans(tokens, text), strict=True):
        assert text[start:end] == token.replace("\u2581", "")


@settings(max_examples=150)
@given(st.text(max_size=60))
def test_spans_are_in_order_and_inside(argos: Engine, text: str) -> None:
    """Whatever the tokenizer normalises: one span a token, in order, inside the text, without overlaps."""
    tokens = argos.tokenise(text)
    places = tokens_of.spans(tokens, text)
    assert len(places) == len(tokens)
    before = 0
    for start, end in places:
        assert before <= start <= end <= len(text)
        before = end


def test_tokens_inside_a_span() -> None:
    """Tokens that touch a span count."""
    places = [(0, 3), (4, 8), (8, 9)]
    assert tokens_of.inside(places, 4, 8) == {1}
    assert tokens_of.inside(places, 2, 9) == {0, 1, 2}
    assert tokens_of.inside(places, 3, 4) == set()


def test_alignment_takes_the_strongest() -> None:
    """Target tokens whose strongest source token is wanted, else the one with the most weight on it."""
    attention = ((0.9, 0.1), (0.4, 0.6), (0.8, 0.2))
    assert tokens_of.aligned(attention, {1}) == [1]
    assert tokens_of.aligned(((0.9, 0.1), (0.8, 0.2)), {1}) == [1]
    assert tokens_of.aligned((), {0}) == []


def test_where_nothing_answers_the_nearest_does() -> None:
    """A pin that no target token answers is forced beside what answers its neighbours."""
    assert tokens_of.nearest((UNKNOWN, 2, 0, 2), {2}) == [1, 3]
    assert tokens_of.nearest((UNKNOWN, 5, 0, 3), {2}) == [3]
    assert tokens_of.nearest((UNKNOWN, 0, 4), {2}) == [1]
    assert tokens_of.nearest((UNKNOWN,), {2}) == tokens_of.nearest((), {2}) == tokens_of.nearest((0, 1), set()) == []


@pytest.mark.parametrize(
    ("alignment", "decides"),
    [
        ((UNKNOWN, 0, 0, 2, 2, 1), False),
        ((UNKNOWN, 2, 0, 1), True),
        ((UNKNOWN, 0, 2, 1), True),
        ((UNKNOWN, 0, 1, 2), True),
        ((UNKNOWN, 0, 1, 0), True),
        ((UNKNOWN, 2, 0, 1, 2, 2, 2), False),
    ],
    ids=["a longer stretch", "beside one", "near one", "another one", "the only one", "a shorter stretch"],
)
def test_the_first_token_seldom_decides(alignment: tuple[int, ...], decides: bool) -> None:
    """Which target tokens answer is asked of the model only where the unknown first one may change them."""
    assert tokens_of.open_at_start(alignment, {2}) == decides


@pytest.mark.parametrize(
    ("tokens", "position", "start"),
    [
        (("\u2581o", "\u2581re", "cept", "or"), 3, 1),
        (("\u2581o", "\u2581(", "N", "MDA"), 3, 2),
        (("\u2581anti", "-", "N", "MDA"), 3, 2),
        ((), 0, 0),
    ],
)
def test_words_begin_at_spaces_and_brackets(tokens: tuple[str, ...], position: int, start: int) -> None:
    """A word begins after a space, an opening bracket or a hyphen."""
    assert tokens_of.word_start(tokens, position) == start


def test_a_word_after_a_bracket_has_no_space() -> None:
    """Tokens of a form lose the space at their start where a bracket stands before them."""
    assert tokens_of.without_space(("\u2581NM", "DA")) == ("NM", "DA")
    assert tokens_of.without_space(("\u2581", "NMDA")) == ("NMDA",)
    assert tokens_of.without_space(()) == ()
    assert tokens_of.glued(("\u2581(",), 1)
    assert not tokens_of.glued(("\u2581o",), 1)
