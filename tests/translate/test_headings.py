"""Headings and copied terms in their number."""

from __future__ import annotations

from glosspress.article import Kind, Rich
from glosspress.engines import Engine
from glosspress.glossary import Mode, Term, of_terms
from glosspress.locales import Locale
from glosspress.translate import translate_segments
from glosspress.translation import Rung, Segment


def test_a_copied_term_has_the_number_of_the_source(argos: Engine, brazil: Locale) -> None:
    """`Side effects` alone is the plural of `side effect`."""
    term = Term("s", "side effect", "efeito colateral", mode=Mode.PREFER, forms=("efeitos colaterais",))
    parts = [Segment(Rich(text), Kind.HEADING) for text in ("Side effects", "Side effect")]
    several, one = translate_segments(parts, brazil, argos, of_terms([term]))
    assert several.rung is Rung.COPIED
    assert (several.target.text, one.target.text) == ("Efeitos colaterais", "Efeito colateral")


def test_words_alike_in_both_languages_are_no_names(argos: Engine, brazil: Locale) -> None:
    """In a Title Case heading `Hospital` comes back as `hospital` and stays so."""
    (made,) = translate_segments([Segment(Rich("Patients in the Hospital Today"), Kind.HEADING)], brazil, argos, None)
    assert "hospital" in made.target.text
