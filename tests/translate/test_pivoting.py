"""Through a third language: a phrase table from Spanish to English, then the embedded model into Portuguese."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pytest

from glosspress import locales
from glosspress.article import Mark, Rich
from glosspress.engines import Engine, PivotEngine
from glosspress.engines.synthetic import SyntheticEngine
from glosspress.glossary import Glossary, Mode, Term, of_terms
from glosspress.locales import Locale
from glosspress.translate import translate_segments
from glosspress.translation import Rung, Segment, Translation

TABLE = {
    "los pacientes recibieron": "the patients received",
    "durante": "for",
    "días": "days",
    "dolor": "pain",
    "y": "and",
    "no tuvieron": "did not have",
    "tuvieron": "had",
    "de": "of",
    "una dosis": "a dose",
    "en el hospital": "in the hospital",
    "cetamina": "ketamine",
    "visite": "visit",
}
_PHRASE = re.compile(
    "|".join(rf"\b{re.escape(phrase)}\b" for phrase in sorted(TABLE, key=len, reverse=True)), re.IGNORECASE
)


def _english(text: str) -> str:
    english = _PHRASE.sub(lambda found: TABLE[found[0].lower()], text)
    return english[:1].upper() + english[1:]


@dataclass(frozen=True)
class Phrases(SyntheticEngine):
    """Writes a human language, so that every check looks at it."""

    @property
    def synthetic(self) -> bool:
        """No check is lowered."""
        return False


SPANISH = Phrases("phrases-es_en@1", _english)


@pytest.fixture(scope="module")
def pivot(argos: Engine) -> PivotEngine:
    return PivotEngine(SPANISH, argos, locales.parse("en"))


def through(engine: PivotEngine, locale: Locale, text: str | Rich, *terms: Term) -> Translation:
    source = text if isinstance(text, Rich) else Rich(text)
    (made,) = translate_segments([Segment(source)], locale, engine, of_terms(terms, "es-pt"), source_language="es")
    return made


def test_both_hops_are_translated_and_recorded(pivot: PivotEngine, brazil: Locale) -> None:
    """The text, the pivot's text, and each hop's engine in the record; it is read back from JSON as it was."""
    made = through(pivot, brazil, "Los pacientes recibieron cetamina durante 3 días.")
    assert not made.held, made.reasons
    assert made.target.text == "Os pacientes receberam cetamina por 3 dias."
    assert [(hop.locale, hop.text) for hop in made.hops] == [
        ("en", "The patients received ketamine for 3 days."),
        ("pt-BR", made.target.text),
    ]
    assert made.signature.startswith("via:en|")
    assert "phrases-es_en@1" in made.hops[0].signature
    assert "argos-en_pt@0.2" in made.hops[1].signature
    assert Translation.from_json(made.as_json()) == made


def test_a_term_of_the_pair_comes_through_both_hops(pivot: PivotEngine, brazil: Locale) -> None:
    """A term that no hop knows is carried in its final form and stands in the target, to the letter."""
    made = through(
        pivot, brazil, "Los pacientes recibieron cetamina durante 3 días.", Term("k", "cetamina", "quetamina")
    )
    assert not made.held, made.reasons
    assert "quetamina" in made.target.text
    assert "quetamina" in made.hops[0].text
    assert [result.pin.term_id for result in made.pins if result.pin.kind == "term"] == ["k"]


def test_the_term_bases_of_the_hops_are_used(pivot: PivotEngine, brazil: Locale) -> None:
    """A term that the first hop knows is written in the pivot's own word, and that word in the pair's form."""
    bases = (of_terms([Term("f", "cetamina", "ketamine")], "es-en"), of_terms([Term("s", "days", "jornadas")], "en-pt"))
    engine = replace(pivot, bases=bases)
    made = through(
        engine, brazil, "Los pacientes recibieron cetamina durante 3 días.", Term("k", "cetamina", "quetamina")
    )
    assert not made.held, made.reasons
    assert "ketamine" in made.hops[0].text
    assert "quetamina" in made.target.text
    assert "jornadas" in made.target.text


@pytest.mark.parametrize(
    ("source", "middle", "target"),
    [
        ("Los pacientes recibieron 1.234,5 mg.", "1,234.5 mg", "1.234,5 mg"),
        ("Visite https://www.example.org/dolor.", "https://www.example.org/dolor", "https://www.example.org/dolor"),
        ("Los pacientes recibieron 0,5 mg/kg.", "0.5 mg/kg", "0,5 mg/kg"),
    ],
)
def test_protected_spans_at_both_hops(
    pivot: PivotEngine, brazil: Locale, source: str, middle: str, target: str
) -> None:
    """Numbers are written as each language writes them, addresses to the letter."""
    made = through(pivot, brazil, source)
    assert not made.held, made.reasons
    assert middle in made.hops[0].text
    assert target in made.target.text


@pytest.mark.parametrize(
    ("wrong", "source"),
    [
        (lambda text: _english(text).replace("did not have", "had"), "Los pacientes no tuvieron dolor."),
        (lambda text: _english(text).replace("3", "4"), "Los pacientes recibieron cetamina durante 3 días."),
    ],
    ids=["negation", "number"],
)
def test_what_the_first_hop_loses_holds(pivot: PivotEngine, brazil: Locale, wrong: object, source: str) -> None:
    """A fault of the first hop holds the sentence, and the reason names the hop."""

    def blind(text: str) -> str:
        return wrong(text) if callable(wrong) else text

    class Blind(Phrases):
        def _write(self, request):  # type: ignore[no-untyped-def]
            return blind(request.source)

    made = through(replace(pivot, first=Blind("blind-es_en@1", blind)), brazil, source)
    assert made.held
    assert made.rung is Rung.HELD
    assert any(reason.startswith("into en: ") for reason in made.reasons)


def test_what_the_second_hop_loses_holds(brazil: Locale) -> None:
    """A fault of the second hop is named as its own, and the whole does not verify either."""

    class Silent(Phrases):
        def _write(self, request):  # type: ignore[no-untyped-def]
            return "Os pacientes receberam."

    engine = PivotEngine(SPANISH, Silent("silent@1", _english), locales.parse("en"))
    made = through(engine, brazil, "Los pacientes recibieron cetamina durante 3 días.")
    assert made.held
    assert any(reason.startswith("from en: ") for reason in made.reasons)
    assert any(not reason.startswith(("from en", "into en")) for reason in made.reasons)


def test_marks_come_through(pivot: PivotEngine, brazil: Locale) -> None:
    """A link keeps its target and its words."""
    text = "Los pacientes recibieron cetamina."
    start = text.index("cetamina")
    made = through(pivot, brazil, Rich(text, (Mark(start, start + 8, "a", (("href", "https://e.org/"),)),)))
    assert not made.held, made.reasons
    assert [(made.target.text[mark.start : mark.end], mark.attrs) for mark in made.target.marks] == [
        ("cetamina", (("href", "https://e.org/"),))
    ]


def test_keys_know_both_engines_and_all_term_bases(pivot: PivotEngine, brazil: Locale) -> None:
    """Another first engine, or another term base of either hop: another key. The same again: the same key and text."""
    text = "Los pacientes recibieron cetamina."
    base: Glossary = of_terms([Term("x", "pain", "dor", mode=Mode.PREFER)], "en-pt")
    engines = [
        pivot,
        replace(pivot, first=Phrases("phrases-es_en@2", _english)),
        replace(pivot, bases=(base, None)),
        replace(pivot, bases=(None, base)),
    ]
    made = [through(engine, brazil, text) for engine in engines]
    assert len({item.key for item in made}) == len(engines)
    assert through(pivot, brazil, text) == made[0]
