"""Terms for tests of term formats: any that a term base may hold."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from glosspress.glossary import Case, Mode, Status, Term

_LETTERS = string.ascii_letters + string.digits + "áãçéñõüßœαβ–’'\"<>&;,()/.:-+= 受体مستقبل"
WORDS = (
    st.text(alphabet=_LETTERS, min_size=1, max_size=14)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: bool(text) and text[0] not in "=+-@" and any(c.isalnum() for c in text))
)
CELLS = st.one_of(st.just(""), WORDS)
_LISTS = st.lists(WORDS, max_size=3, unique=True).map(tuple)
_IDS = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,8}|[a-z]{1,4} [a-z]{1,4}", fullmatch=True)
_DATES = st.sampled_from(["", "2026-01-31", "last spring"])


@st.composite
def terms(draw: st.DrawFn) -> Term:
    """A term that loads: with a target, or one of mode `forbid` that forbids something."""
    forbidding = draw(st.integers(0, 5)) == 0
    return Term(
        draw(_IDS), draw(WORDS), "" if forbidding else draw(WORDS),
        Mode.FORBID if forbidding else draw(st.sampled_from(Mode)), draw(st.sampled_from(Case)),
        draw(st.sampled_from(["", "noun", "verb", "acronym", "symbol"])),
        () if forbidding else draw(_LISTS), draw(st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple)) if forbidding
        else draw(_LISTS),
        draw(st.sampled_from(["", "(?i)sclerosis|neurolog", "<b> & [a-z]"])), draw(CELLS), draw(st.sampled_from(Status)),
        draw(st.one_of(CELLS, st.just("glosspress.mode: loud"))), draw(CELLS), draw(CELLS), draw(_DATES),
    )  # fmt: skip


def bases() -> st.SearchStrategy[list[Term]]:
    """Some terms, each with an id and a source of its own."""
    several = st.lists(terms(), min_size=1, max_size=6, unique_by=lambda term: term.id)
    return several.map(lambda found: list({term.source: term for term in found}.values()))
