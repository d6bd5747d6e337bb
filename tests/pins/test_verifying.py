"""Whether a translation keeps the pins: real damage is seen, and good translations pass."""

from __future__ import annotations

import pytest

from glosspress import locales, pins
from glosspress.glossary import Mode, Term, of_terms


def lost(source: str, target: str, *terms: Term, tag: str = "pt-BR") -> list[str]:
    """The pins of the source that the target does not keep."""
    locale = locales.parse(tag)
    found = pins.find(source, of_terms(terms) if terms else None, locale, "en")
    assert found, "nothing is pinned"
    results = pins.verify(found, target, locale)
    assert [result.pin for result in results] == list(found)
    for result in results:
        assert result.found == (result.start >= 0)
        assert result.target == target[result.start : result.end] if result.found else result.target == ""
    return [result.pin.source for result in results if not result.found]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("26,494 deaths", "24.494 mortes", "26,494"),
        ("2,112 deaths", "2.12 mortes", "2,112"),
        ("2,112 deaths", "2,112 mortes", "2,112"),
        ("at www.ncbi.nlm.nih.gov", "em www.ncbi.nlm.ni.gov", "www.ncbi.nlm.nih.gov"),
        ("at www.nih.gov", "em www.nih.gov.br", "www.nih.gov"),
        ("Mg2+ ions", "íons mg2+", "Mg2+"),
        ("10 nM of it", "10 nm dele", "10 nM"),
        ("version 0.85.1", "versão 0,85 1", "0.85.1"),
        ("3.0 mg", "3 mg", "3.0 mg"),
        ("2019–20", "2019-020", "2019–20"),
        ("10 a.m.", "10:10 a.m.", "10 a.m."),
        ("0.5 mg/kg", "0,5 mg", "0.5 mg/kg"),
        ("0.5 mg", "5 mg", "0.5 mg"),
        ("5 mg", "5 mcg", "5 mg"),
        ("5 mcg", "5 mg", "5 mcg"),
        ("47.7% of", "47,7 dos", "47.7%"),
        ("-5 °C", "5 °C", "-5 °C"),
        ("<5%", ">5%", "<5%"),
        ("<5%", "5%", "<5%"),
        ("1.5 billion", "1,5 milhão", "1.5 billion"),
        ("1-14 days", "14 a 1 dias", "1-14"),
        ("120/80 mmHg", "80/120 mmHg", "120/80 mmHg"),
        ("$5 million", "5 milhões", "$5 million"),
        ("$5 million", "5 milhões de euros", "$5 million"),
        ("CD4+ cells", "células CD4", "CD4+"),
        ("CD4 cells", "células CD4+", "CD4"),
        ("IL-6", "IL-16", "IL-6"),
        ("TNF-α", "TNF-a", "TNF-α"),
        ("PMID: 31986264", "PMID: 31986246", "PMID: 31986264"),
        ("call +55 11 98765-4321", "ligue +55 11 98765-4312", "+55 11 98765-4321"),
        ("7:30 p.m.", "7:30 a.m.", "7:30 p.m."),
        ("5 mg IV now", "5 mg por via oral agora", "IV"),
        ("5 mg twice daily", "5 mg uma vez ao dia", "twice daily"),
        ("100 mg every 8 hours", "100 mg a cada 6 horas", "every 8 hours"),
    ],
)
def test_damage_is_seen(source: str, target: str, expected: str) -> None:
    """Digits, separators, units, signs, case, scale words, order of a range, links: any change loses the pin."""
    assert lost(source, target) == [expected]


def test_a_scale_word_of_the_other_scale_is_seen() -> None:
    """`billion` is `mil millones` in Spanish; `billones` is a thousand times more."""
    assert lost("1.5 billion people", "1.5 billones de personas", tag="es-419") == ["1.5 billion"]
    assert lost("1.5 billion people", "1.5 mil millones de personas", tag="es-419") == []
    assert lost("1.5 billion people", "1500 millones de personas", tag="es-419") == []
    assert lost("1.5 billion people", "1,5 billion de personnes", tag="fr") == ["1.5 billion"]


@pytest.mark.parametrize(
    ("source", "target", "tag"),
    [
        ("26,494 deaths", "26.494 mortes", "pt-BR"),
        ("26,494 deaths", "26 494 mortes", "pt-BR"),
        ("26,494 deaths", "26494 mortes", "pt-BR"),
        ("26,494 deaths", "26\u202f494 décès", "fr"),
        ("26,494 deaths", "26 494 décès", "fr"),
        ("80,000 cases", "80 mil casos", "pt-BR"),
        ("1.716 billion", "1,716 bilhões", "pt-BR"),
        ("47.7%", "47,7 %", "fr"),
        ("47.7%", "47,7 por cento", "pt-BR"),
        ("29% to 37%", "29 a 37%", "pt-BR"),
        ("1.10-1.86%", "1,10% a 1,86%", "pt-BR"),
        ("2019–20", "2019-2020", "pt-BR"),
        ("≥65", "65 anos ou mais", "pt-BR"),
        ("<5%", "menos de 5%", "pt-BR"),
        ("$75 million", "75 milhões de dólares", "pt-BR"),
        ("$75 million", "US$ 75 milhões", "pt-BR"),
        ("the 19th century", "o século XIX", "pt-BR"),
        ("March 1", "1º de março", "pt-BR"),
        ("May 1", "1er mai", "fr"),
        ("the 2nd dose", "a segunda dose", "pt-BR"),
        ("2 tablets", "dois comprimidos", "pt-BR"),
        ("24 hours", "vinte e quatro horas", "pt-BR"),
        ("7:30 p.m.", "19h30", "pt-BR"),
        ("7:30 p.m.", "19:30", "es-419"),
        ("5 mcg", "5 µg", "pt-BR"),
        ("5 mcg", "5 μg", "pt-BR"),
        ("100 IU", "100 UI", "pt-BR"),
        ("98 °C", "98 graus Celsius", "pt-BR"),
        ("5-mg tablet", "comprimido de 5 mg", "pt-BR"),
        ("5 mg PO twice daily", "5 mg por via oral, duas vezes por dia", "pt-BR"),
        ("5 mg PO twice daily", "5 mg por vía oral dos veces al día", "es-419"),
        ("5 mg PO twice daily", "5 mg par voie orale deux fois par jour", "fr"),
        ("5 mg PO twice daily", "5 mg oral zweimal täglich", "de"),
        ("100 mg every 8 hours", "100 mg a cada 8 horas", "pt-BR"),
        ("ACE2", "ECA2", "pt-BR"),
        ("CO₂", "CO2", "pt-BR"),
        ("Ca2+", "Ca²⁺", "pt-BR"),
        ("TNF-α", "TNF-alfa", "pt-BR"),
        ("COVID-19", "Covid-19", "fr"),
        ("Domain.com", "domain.com", "pt-BR"),
        ("12,000", "١٢٬٠٠٠", "ar"),
        ("1.5 million", "150万", "zh"),
    ],
)
def test_good_forms_pass(source: str, target: str, tag: str) -> None:
    """What a careful translator writes is accepted."""
    assert lost(source, target, tag=tag) == []


def test_each_pin_needs_a_span_of_its_own() -> None:
    """Two occurrences in the source need two in the target; a number is not found inside a symbol that is taken."""
    nmda = Term("n", "NMDA", "NMDA")
    assert lost("NMDA and NMDA", "NMDA e mais", nmda) == ["NMDA"]
    assert lost("NMDA and NMDA", "NMDA e NMDA", nmda) == []
    assert lost("19 cases of COVID-19", "casos de COVID-19") == ["19"]
    assert lost("5 of 5 patients", "5 pacientes") == ["5"]
    twenty = " ".join(["NMDA"] * 20)
    assert len(lost(twenty, " ".join(["NMDA"] * 13), nmda)) == 7


def test_nested_terms_do_not_share_a_span() -> None:
    """`receptor NMDA` holds an `NMDA`, but the second pin needs another one; the longer takes its place first."""
    terms = (Term("n", "NMDA", "NMDA"), Term("r", "NMDA receptor", "receptor NMDA", mode=Mode.PREFER))
    assert lost("NMDA receptor and NMDA", "receptor NMDA e bloqueio", *terms) == ["NMDA"]
    assert lost("NMDA receptor and NMDA", "NMDA e receptor NMDA", *terms) == []
    assert lost("NMDA receptor and NMDA", "receptor NMDA e NMDA", *terms) == []


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("depressão", True),
        ("Depressão", True),
        ("Fim. Depressão grave", True),
        ("a Depressão", False),
        ("depressões", False),
        ("depressão-resposta", True),
        ("pré-depressão", True),
        ("antidepressão", False),
        ("depressa\u0303o", True),
        ("dep\u00adressão", True),
    ],
)
def test_exact_terms_in_the_target(target: str, kept: bool) -> None:
    """A pin is verbatim but for the capital that begins a sentence; whole words only, in any normal form."""
    assert (lost("depression", target, Term("d", "depression", "depressão")) == []) == kept


def test_preferred_terms_inflect() -> None:
    """Listed forms in any case; without a list, regular plurals of the language."""
    listed = Term("d", "receptor", "receptor", mode=Mode.PREFER, forms=("receptora",))
    assert lost("receptors", "RECEPTORA", listed) == []
    assert lost("receptors", "receptores", listed) == ["receptors"]
    plain = Term("d", "clinical trial", "ensaio clínico", mode=Mode.PREFER)
    assert lost("clinical trials", "os ensaios clínicos", plain) == []
    assert lost("clinical trials", "os testes clínicos", plain) == ["clinical trials"]


def test_a_preferred_plural_acronym() -> None:
    """`NMDARs` may stand with or without its English plural."""
    term = Term("n", "NMDAR", "NMDAR")
    assert lost("NMDARs", "os NMDAR", term) == []
    assert lost("NMDARs", "os NMDARs", term) == []


def test_right_to_left_and_spaceless_targets() -> None:
    """Pins in Arabic and Chinese sentences: no space is needed, marks of direction do not hide them."""
    assert lost("NMDA 5 mg", "يمنع مستقبل \u200fNMDA\u200f وجرعة 5 mg", Term("n", "NMDA", "NMDA"), tag="ar") == []
    assert (
        lost(
            "ketamine blocks NMDA",
            "氯胺酮阻断NMDA受体",
            Term("n", "NMDA", "NMDA"),
            Term("k", "ketamine", "氯胺酮"),
            tag="zh",
        )
        == []
    )


def test_a_sentence_of_two_thousand_words() -> None:
    """Long sentences with hundreds of pins are verified in well under a second."""
    source = " ".join(f"word {n} mg NMDA" for n in range(500))
    target = " ".join(f"palavra NMDA {n} mg" for n in range(500))
    assert lost(source, target, Term("n", "NMDA", "NMDA")) == []


@pytest.mark.parametrize(
    ("source", "target", "tag"),
    [
        ("5 minutes", "5 minutos", "pt-BR"),
        ("3 million", "3 milhões", "pt-BR"),
        ("0.05", "0,05", "pt-BR"),
        ("1 000", "1.000", "pt-BR"),
    ],
)
def test_the_written_form_verifies_itself(source: str, target: str, tag: str) -> None:
    """The first target of a number pin is read back as that number."""
    locale = locales.parse(tag)
    found = pins.find(source, None, locale, "en")
    assert all(result.found for result in pins.verify(found, found[0].targets[0], locale))
    assert all(result.found for result in pins.verify(found, target, locale))
