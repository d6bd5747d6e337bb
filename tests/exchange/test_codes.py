"""Inline codes: what a person edits is the sentence and numbers, and no mark is lost by accident."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress.article import Mark, Rich
from glosspress.errors import ExchangeError
from glosspress.exchange.codes import adopted, coded, decoded

LINK = (("href", "https://example.org/"),)
SOURCE = Rich("See the full text now", (Mark(4, 17, "a", LINK), Mark(8, 12, "em"), Mark(21, 21, "br")))


@st.composite
def rich_texts(draw: st.DrawFn) -> Rich:
    """Texts with nested marks, also with what looks like a code."""
    text = draw(st.text("ab <>/1&;lgt é", max_size=24))
    spans: list[tuple[int, int]] = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        if start < end and not any(s < start < e < end or start < s < end < e for s, e in spans):
            spans.append((start, end))
    order = sorted(set(spans), key=lambda span: (span[0], -span[1]))
    return Rich(text, tuple(Mark(start, end, "em", (("id", str(n)),)) for n, (start, end) in enumerate(order)))


@given(rich_texts())
def test_round_trip(rich: Rich) -> None:
    """Writing and reading gives the same text with the same marks, whatever the text looks like."""
    read = decoded(coded(rich), rich)
    assert read.target == rich
    assert read.repairs == ()


@given(st.text("a<>/123 ", max_size=30))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    """Any input gives marks that nest and lie in the text, or an error with a column."""
    try:
        target = decoded(text, SOURCE).target
    except ExchangeError:
        return
    for one in target.marks:
        assert 0 <= one.start <= one.end <= len(target.text)
        assert not any(one.start < two.start < one.end < two.end for two in target.marks)


def test_codes_are_numbers_of_the_source() -> None:
    """A target's codes carry the numbers of the source's, in whatever order they stand."""
    target = Rich("Agora o texto", (Mark(0, 5, "em"), Mark(8, 13, "a", LINK)))
    assert coded(SOURCE) == "See <1>the <2>full</2> text</1> now<3/>"
    assert coded(target, SOURCE) == "<2>Agora</2> o <1>texto</1>"
    assert decoded("<2>Agora</2> o <1>texto</1>", SOURCE).target == target


@pytest.mark.parametrize(
    ("text", "plain", "said"),
    [
        ("<1>aberto", "aberto", "never closed"),
        ("<1>a<2>b</1>c</2>", "abc", "crossed"),
        ("<1>a</1> <1>b</1>", "a b", "twice"),
        ("<9>a</9>", "a", "no code <9>"),
        ("a<1/>b", "ab", "has no text"),
        ("a<3>b</3>", "ab", "has text"),
    ],
)
def test_what_is_mended(text: str, plain: str, said: str) -> None:
    """Codes are mended, and what was done is said; the text itself is never lost."""
    read = decoded(text, SOURCE)
    assert read.target.text == plain
    assert any(said in repair for repair in read.repairs)


def test_an_end_without_its_beginning_is_refused() -> None:
    """Nobody can know where it began."""
    with pytest.raises(ExchangeError, match=r"pages\.xlf:12:5: </1> closes what was not opened"):
        decoded("abcd</1>", SOURCE, "pages.xlf:12")


def test_a_target_adopts_the_links_of_another_article() -> None:
    """The same words with another address: the link is the new one; a mark the new source does not have is dropped."""
    target = Rich("Veja o texto", (Mark(5, 12, "a", LINK), Mark(0, 4, "em")))
    source = Rich("See it", (Mark(4, 6, "a", LINK), Mark(0, 3, "em")))
    new = Rich("See it", (Mark(4, 6, "a", (("href", "https://other.example/"),)),))
    assert adopted(target, source, new).marks == (Mark(5, 12, "a", (("href", "https://other.example/"),)),)
