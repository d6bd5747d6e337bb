"""Which spans of a source are pinned, class by class, and the forms they may take."""

from __future__ import annotations

import pytest

from glosspress import locales, pins
from glosspress.glossary import Case, Mode, Term, of_terms

PT = locales.parse("pt-BR")


def spans(text: str, *terms: Term, tag: str = "pt-BR") -> list[tuple[str, str]]:
    """(source, kind) of every pin."""
    glossary = of_terms(terms) if terms else None
    return [(pin.source, pin.kind) for pin in pins.find(text, glossary, locales.parse(tag), "en")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26,494 deaths", [("26,494", "number")]),
        ("a rate of .05", [(".05", "number")]),
        ("12 000 people", [("12 000", "number")]),
        ("1.716 billion learners", [("1.716 billion", "number")]),
        ("47.7% of them", [("47.7%", "percent")]),
        ("95 % of them", [("95 %", "percent")]),
        ("a p < 0.05 level", [("< 0.05", "number")]),
        ("aged ≥65 years", [("≥65", "number")]),
        ("-5 °C outside", [("-5 °C", "unit")]),
        ("5 ± 2 mg", [("5 ± 2 mg", "range")]),
        ("1-14 days", [("1-14", "range")]),
        ("1.10–1.86%", [("1.10–1.86%", "range")]),
        ("29% to 37%", [("29% to 37%", "range")]),
        ("BP of 120/80 mmHg", [("120/80 mmHg", "ratio")]),
        ("$5.2 million", [("$5.2 million", "currency")]),
        ("US$ 75", [("US$ 75", "currency")]),
        ("€50 or 20 EUR", [("€50", "currency"), ("20 EUR", "currency")]),
        ("the 19th century", [("19", "ordinal")]),
        ("the 1960s", [("1960", "number")]),
        ("on 2020-03-11 at 7:30 p.m.", [("2020-03-11", "date"), ("7:30 p.m.", "time")]),
        ("10 nM and 10 nm", [("10 nM", "unit"), ("10 nm", "unit")]),
        ("500-mg tablet", [("500-mg", "unit")]),
        ("5 mcg/kg/min", [("5 mcg/kg/min", "dose")]),
        ("60 mg/m² daily", [("60 mg/m²", "dose"), ("daily", "frequency")]),
        ("122,653 U.S. cases", [("122,653", "number")]),
        ("version 1.2.3", [("1.2.3", "number")]),
        ("10⁶ cells", [("10⁶", "number")]),
        ("an area of 20 km2", [("20 km2", "unit")]),
    ],
)
def test_quantities(text: str, expected: list[tuple[str, str]]) -> None:
    """Numbers with sign, comparator, currency, scale word and unit, ranges and ratios, dates and times."""
    assert spans(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "0.5 mg/kg IV over 40 min",
            [("0.5 mg/kg", "dose"), ("IV", "route"), ("over 40 min", "duration")],
        ),
        ("5 mg p.o. b.i.d.", [("5 mg", "dose"), ("p.o.", "route"), ("b.i.d.", "frequency")]),
        ("take 10 mg twice daily", [("10 mg", "dose"), ("twice daily", "frequency")]),
        ("100 mg every 8 hours", [("100 mg", "dose"), ("every 8 hours", "frequency")]),
        ("5 mg in the morning", [("5 mg", "unit")]),
    ],
)
def test_doses(text: str, expected: list[tuple[str, str]]) -> None:
    """Value and unit are one pin; route and frequency close behind it are pins of their own."""
    assert spans(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see www.ncbi.nlm.nih.gov.", [("www.ncbi.nlm.nih.gov", "url")]),
        ("(https://example.org/a_(b)?x=1#y)", [("https://example.org/a_(b)?x=1#y", "url")]),
        ("mail jane.doe+x@mail.example.org!", [("jane.doe+x@mail.example.org", "email")]),
        ("doi:10.1056/NEJMoa2001017, and", [("doi:10.1056/NEJMoa2001017", "doi")]),
        ("PMID: 31986264; NCT04280705", [("PMID: 31986264", "registry"), ("NCT04280705", "registry")]),
        ("call +55 11 98765-4321 or (555) 123-4567", [("+55 11 98765-4321", "phone"), ("(555) 123-4567", "phone")]),
        ("run `pip install x==1.2` for {name}", [("`pip install x==1.2`", "code"), ("{name}", "code")]),
    ],
)
def test_literals(text: str, expected: list[tuple[str, str]]) -> None:
    """Links, addresses, identifiers, phones and code, without the punctuation of the sentence."""
    assert spans(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mg2+ and Ca²⁺, Na+, HCO3−", ["Mg2+", "Ca²⁺", "Na+", "HCO3−"]),
        ("CO2 and H₂O, PaO2", ["CO2", "H₂O", "PaO2"]),
        ("ACE2, IL-6, CD4+ and p53", ["ACE2", "IL-6", "CD4+", "p53"]),
        ("SARS-CoV-2 or 2019-nCoV, H1N1", ["SARS-CoV-2", "2019-nCoV", "H1N1"]),
        ("5-HT2A and TNF-α, NF-κB", ["5-HT2A", "TNF-α", "NF-κB"]),
        ("He is in it. No, I do.", []),
    ],
)
def test_formulas_and_symbols(text: str, expected: list[str]) -> None:
    """Ions, formulas, symbols of genes and proteins; never plain words."""
    assert [pin.source for pin in pins.find(text, None, PT, "en")] == expected


@pytest.mark.parametrize(
    ("text", "tag", "preferred"),
    [
        ("1,234.5", "pt-BR", "1.234,5"),
        ("1,234.5", "fr", "1\u202f234,5"),
        ("1,234.5", "es-419", "1,234.5"),
        ("1,234.5", "de", "1.234,5"),
        ("1,234.5", "de-CH", "1’234.5"),
        ("0.5 mg/kg", "pt-BR", "0,5 mg/kg"),
        ("3.0-7.2%", "pt-BR", "3,0-7,2%"),
        ("1.5 billion", "es-419", "1.5 mil millones"),
        ("2 billion", "pt-BR", "2 bilhões"),
        ("2 billion", "pt-PT", "2 mil milhões"),
        ("2 billion", "de", "2 Milliarden"),
        ("1.2.3", "pt-BR", "1.2.3"),
        ("1,234.5", "en-XA", "1,234.5"),
        ("1,234.5", "ar-XB", "1,234.5"),
    ],
)
def test_the_preferred_form_is_that_of_the_locale(text: str, tag: str, preferred: str) -> None:
    """Symbols from CLDR, scale words of the language, digits and precision unchanged."""
    assert pins.find(text, None, locales.parse(tag), "en")[0].targets[0] == preferred


@pytest.mark.parametrize("tag", ["zh", "ar", "en-XA"])
def test_routes_only_where_there_are_forms(tag: str) -> None:
    """In a language without a list of routes and frequencies they are left to the translation."""
    assert spans("5 mg PO twice daily", tag=tag) == [("5 mg", "unit")]


def test_nothing_is_pinned_inside_a_link() -> None:
    """A term, a number or a symbol inside a link, an address or code is part of it."""
    text = "NMDA at https://nmda.org/NMDA/2020/CO2 and a@NMDA.org, `NMDA 5 mg`"
    assert spans(text, Term("n", "NMDA", "NMDA")) == [
        ("NMDA", "term"),
        ("https://nmda.org/NMDA/2020/CO2", "url"),
        ("a@NMDA.org", "email"),
        ("`NMDA 5 mg`", "code"),
    ]


def test_terms_and_classes_share_a_text() -> None:
    """The longest wins; a term wins over a class on the same span."""
    terms = (Term("c", "COVID-19", "COVID-19"), Term("v", "vitamin B12", "vitamina B12", mode=Mode.PREFER))
    assert spans("COVID-19, 5 mg of vitamin B12, IL-6", *terms) == [
        ("COVID-19", "term"),
        ("5 mg", "unit"),
        ("vitamin B12", "term"),
        ("IL-6", "symbol"),
    ]


def test_a_pin_says_how_it_binds() -> None:
    """Modes: pin is exact, prefer takes forms in any case, advise does not bind, forbid is no pin."""
    terms = (
        Term("a", "NMDA", "NMDA", forms=("N-NMDA",)),
        Term("b", "neuron", "neurônio", mode=Mode.PREFER),
        Term("c", "mood", "humor", mode=Mode.ADVISE),
        Term("d", "brain", "", mode=Mode.FORBID, forbidden=("miolo",)),
        Term("e", "ON", "ON", case=Case.EXACT),
    )
    found = pins.find("NMDA neurons: brain mood on", of_terms(terms), PT, "en")
    assert [(pin.term_id, pin.exact_case, pin.binding) for pin in found] == [
        ("a", True, True),
        ("b", False, True),
        ("c", False, False),
    ]
    assert found[0].targets == ("NMDA", "N-NMDA")
    assert found[1].targets == ("neurônio", "neurônios")


def test_code_of_the_markup_is_copied() -> None:
    """Spans that markup declares as code are pins as a whole."""
    assert [pin.source for pin in pins.find("set dose = 5 now", None, PT, "en", codes=[(4, 12)])] == ["dose = 5"]


@pytest.mark.parametrize("text", ["", " ", "\u200b", "🙂🙂", "—"])
def test_nothing_to_pin(text: str) -> None:
    """Empty texts, white space, emoji."""
    assert pins.find(text, None, PT, "en") == ()


def test_a_point_after_a_bracket_begins_no_decimal() -> None:
    """`(Fig.2).2` holds two times 2, not 0.2; `p = .05` is a decimal."""
    locale = locales.parse("pt-BR")
    assert [pin.source for pin in pins.find("(Fig. (Fig.2).2).", None, locale)] == ["2", "2"]
    assert [pin.targets[0] for pin in pins.find("p = .05", None, locale)] == ["0,05"]
