"""Forms of a term that the model writes, suggested to translators."""

from __future__ import annotations

from glosspress.article import Rich
from glosspress.engines import Engine
from glosspress.glossary import Mode, Term, of_terms
from glosspress.locales import Locale
from glosspress.translate.mining import FormSuggestion, mine_forms
from glosspress.translation import Segment

SENTENCES = (
    "The doctor examined the patient in the hospital.",
    "Two patients slept well.",
    "The nurse gave the patient a tablet.",
)


def mined(engine: Engine, locale: Locale, *terms: Term) -> list[FormSuggestion]:
    return mine_forms([Segment(Rich(text)) for text in SENTENCES], locale, engine, of_terms(terms))


def test_renderings_that_no_row_lists_are_suggested(argos: Engine, brazil: Locale) -> None:
    """`paciente` and `pacientes` are found for a row that lists only `doente`, with count, share and an example."""
    found = mined(argos, brazil, Term("p", "patient", "doente", mode=Mode.PREFER))
    forms = {item.form: item for item in found}
    assert {"paciente", "pacientes"} <= set(forms)
    assert found[0].form == "paciente"
    assert forms["paciente"].count == 2
    assert forms["paciente"].share == 2 / 3
    assert forms["paciente"].example_source == SENTENCES[0]
    assert "paciente" in forms["paciente"].example_target


def test_listed_and_forbidden_forms_are_not_suggested(argos: Engine, brazil: Locale) -> None:
    """What the row knows already, allowed or forbidden, is no suggestion; articles are no part of a form."""
    term = Term("p", "patient", "doente", mode=Mode.PREFER, forms=("paciente",), forbidden=("pacientes",))
    forms = {item.form for item in mined(argos, brazil, term)}
    assert not forms & {"doente", "paciente", "pacientes", "o paciente", "os pacientes"}


def test_terms_to_the_letter_are_left_alone(argos: Engine, echo: Engine, brazil: Locale) -> None:
    """Only `prefer` rows inflect, and an engine without a language suggests nothing."""
    assert mined(argos, brazil, Term("p", "patient", "doente")) == []
    assert mined(echo, brazil, Term("p", "patient", "doente", mode=Mode.PREFER)) == []


def test_the_order_of_sentences_does_not_matter(argos: Engine, brazil: Locale) -> None:
    """Counts are by distinct sentence: repeating and reversing the corpus changes none of them."""
    glossary = of_terms([Term("p", "patient", "doente", mode=Mode.PREFER)])
    parts = [Segment(Rich(text)) for text in SENTENCES]
    one = mine_forms(parts, brazil, argos, glossary)
    other = mine_forms([*reversed(parts), *parts], brazil, argos, glossary)
    assert {(item.form, item.count, item.share) for item in one} == {
        (item.form, item.count, item.share) for item in other
    }
