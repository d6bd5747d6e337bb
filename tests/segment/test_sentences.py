"""Cutting and joining lose nothing: characters, marks, line breaks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from glosspress.article import Kind, Mark, Rich
from glosspress.segment import join, split

WORDS = [
    "The dose",
    "Dr. Smith",
    "0.5 mg/kg",
    "i.v.",
    "fell.",
    "It rose!",
    " ",
    "  ",
    "\n",
    "Why?",
    "(see Fig. 2)",
    "NMDA.",
]
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
TAGS = ["a", "em", "strong", "sub", "code", "abbr", "br"]


@st.composite
def rich(draw: st.DrawFn) -> Rich:
    """A text with nested or disjoint marks, outer ones first."""
    text = draw(TEXTS)
    return Rich(text, tuple(draw(_nested(0, len(text), 3))))


@st.composite
def _nested(draw: st.DrawFn, low: int, high: int, depth: int) -> list[Mark]:
    marks: list[Mark] = []
    position = low
    while depth and position < high and draw(st.booleans()):
        start = draw(st.integers(position, high - 1))
        tag = draw(st.sampled_from(TAGS))
        end = start if tag == "br" else draw(st.integers(start + 1, high))
        marks.append(Mark(start, end, tag, (("id", str(draw(st.integers(0, 2)))),)))
        if end > start:
            marks += draw(_nested(start, end, depth - 1))
        position = max(end, start + 1)
    return marks


def covered(value: Rich) -> dict[int, list[tuple[str, tuple[tuple[str, str], ...]]]]:
    """For each character that is not white space, the marks on it, outer ones first."""
    return {
        place: [(mark.tag, mark.attrs) for mark in value.marks if mark.start <= place < mark.end]
        for place, letter in enumerate(value.text)
        if not letter.isspace()
    }


def is_well_formed(value: Rich) -> bool:
    """Marks lie in the text, nest or are disjoint, and outer ones come first."""
    for number, outer in enumerate(value.marks):
        if not 0 <= outer.start <= outer.end <= len(value.text):
            return False
        for inner in value.marks[number + 1 :]:
            nested = outer.start <= inner.start and inner.end <= outer.end
            disjoint = inner.end <= outer.start or outer.end <= inner.start
            if not (nested or disjoint):
                return False
    return True


@given(rich())
def test_all_characters_are_accounted_for(value: Rich) -> None:
    """Sentences and gaps joined are the text; a gap is white space, a sentence does not end in it."""
    parts = split(value, "en")
    assert "".join(segment.source.text + gap for segment, gap in parts) == value.text
    assert all(not gap.strip() for _, gap in parts)
    assert all(segment.source.text == segment.source.text.rstrip() for segment, _ in parts)


@given(rich())
def test_marks_of_sentences_are_valid(value: Rich) -> None:
    """Marks of each sentence lie in it and nest; every line break is in exactly one sentence."""
    parts = split(value, "en")
    assert all(is_well_formed(segment.source) for segment, _ in parts)
    breaks = sum(mark.tag == "br" for segment, _ in parts for mark in segment.source.marks)
    assert breaks == sum(mark.tag == "br" for mark in value.marks)


@given(rich())
def test_join_undoes_split(value: Rich) -> None:
    """Every visible character of the joined text has the marks that it had, and marks still nest."""
    parts = split(value, "en")
    joined = join([segment.source for segment, _ in parts], [gap for _, gap in parts])
    assert joined.text == value.text
    assert is_well_formed(joined)
    assert covered(joined) == covered(value)


@given(rich())
def test_no_boundary_inside_an_identifier(value: Rich) -> None:
    """Code, abbreviations and sub- or superscripts are never cut."""
    position = 0
    for segment, gap in split(value, "en"):
        position += len(segment.source.text) + len(gap)
        assert not any(mark.tag in {"code", "abbr", "sub"} and mark.start < position < mark.end for mark in value.marks)


def test_cut_mark_is_mended() -> None:
    """A link over two sentences is cut with them and is one link again when they are joined."""
    value = Rich("See this. And that. End.", (Mark(4, 19, "a", (("href", "https://example.org/"),)),))
    parts = split(value, "en")
    assert [segment.source.marks[0].tag for segment, _ in parts[:2]] == ["a", "a"]
    assert join([segment.source for segment, _ in parts], [gap for _, gap in parts]) == value


def test_line_break_ends_a_sentence() -> None:
    """A `br` between two instructions cuts them; within a running sentence it does not."""
    cut = Rich("Adults: 5 mg Children: 2 mg", (Mark(12, 12, "br"),))
    assert [segment.source.text for segment, _ in split(cut, "en")] == ["Adults: 5 mg", "Children: 2 mg"]
    running = Rich("a long sentence that goes on", (Mark(15, 15, "br"),))
    assert len(split(running, "en")) == 1


def test_headings_stay_whole() -> None:
    """A heading is one sentence, whatever its punctuation."""
    assert len(split(Rich("Ketamine. A short history! Why?"), "en", Kind.HEADING)) == 1


def test_empty_and_blank() -> None:
    """An empty text has no sentence; white space is a gap after an empty one."""
    assert split(Rich(""), "en") == []
    assert [(segment.source.text, gap) for segment, gap in split(Rich(" \n "), "en")] == [("", " \n ")]
