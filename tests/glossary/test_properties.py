"""Properties of matching over generated term bases and texts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from glosspress.glossary import Case, Matcher, Mode, Term
from glosspress.glossary.view import normalise, view

WORDS = st.text(alphabet="abNMα-é2 'ß受İ", min_size=1, max_size=6).filter(lambda text: bool(normalise(text)))
TEXTS = st.text(alphabet="abNMα-é2 'ß受\u0301\u200b\u00a0.₂²İ", max_size=60)


@st.composite
def term_bases(draw: st.DrawFn) -> list[Term]:
    sources = draw(st.lists(WORDS, min_size=1, max_size=8, unique=True))
    return [
        Term(str(n), source, "x", mode=draw(st.sampled_from(Mode)), case=draw(st.sampled_from(Case)))
        for n, source in enumerate(sources)
    ]


@given(term_bases(), TEXTS)
@settings(max_examples=200, deadline=None)
def test_matches_are_ordered_disjoint_and_inside(terms: list[Term], text: str) -> None:
    """Spans lie in the text, in order, without overlaps, and hold the term's source or its plural in normal form."""
    last = 0
    for match in Matcher(terms).find(text):
        assert last <= match.start < match.end <= len(text)
        last = match.end
        surface = normalise(text[match.start : match.end]).lower()
        assert surface.startswith(normalise(match.term.source).lower()[:-1])


@given(term_bases(), TEXTS, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_rows_does_not_matter(terms: list[Term], text: str, chooser: st.DataObject) -> None:
    """The same terms in another order find the same."""
    mixed = list(terms)
    chooser.shuffle(mixed)  # type: ignore[attr-defined]
    assert Matcher(terms).find(text) == Matcher(mixed).find(text)


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_views_keep_their_offsets(text: str) -> None:
    """Any text: as many offsets as characters, growing, inside the text, and lower case of the same length."""
    seen = view(text)
    assert len(seen.text) == len(seen.folded) == len(seen.starts) == len(seen.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(seen.starts, seen.ends, strict=True))
    assert list(seen.starts) == sorted(seen.starts)
    assert normalise(normalise(text)) == normalise(text)
