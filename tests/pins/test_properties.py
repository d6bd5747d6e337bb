"""Properties of finding and verifying over generated sentences, numbers and damage."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from glosspress import locales, pins
from glosspress.glossary import Mode, Term, of_terms
from glosspress.pins import numerals

TAGS = ("pt-BR", "pt-PT", "es-419", "es", "fr", "de", "de-CH", "en-XA", "ar-XB", "zh", "ja")
UNITS = ("", "%", " mg", " mg/kg", " nM", " mmHg", " °C", " patients", " million people")
WORDS = (
    "the",
    "cases",
    "of",
    "in",
    "Wuhan",
    "were",
    "(mean",
    "NMDA",
    "BDNF,",
    "patients)",
    "and",
    "rose;",
    "🙂",
    "CO2",
    "IL-6",
    "at",
    "www.nih.gov",
)


@st.composite
def english_numbers(draw: st.DrawFn) -> str:
    """Numbers as English writes them, grouped or not, with or without decimals."""
    whole = draw(st.integers(0, 10**9))
    decimals = draw(st.sampled_from(["", ".5", ".25", ".125", ".05", ".0"]))
    return (f"{whole:,}" if draw(st.booleans()) else str(whole)) + decimals


@st.composite
def sentences(draw: st.DrawFn) -> str:
    parts = draw(
        st.lists(
            st.one_of(st.sampled_from(WORDS), st.builds(str.__add__, english_numbers(), st.sampled_from(UNITS))),
            max_size=12,
        )
    )
    return " ".join(parts)


TERMS = of_terms(
    [Term("a", "NMDA", "NMDA"), Term("b", "BDNF", "BDNF"), Term("c", "patient", "paciente", mode=Mode.PREFER)]
)


@given(english_numbers(), st.sampled_from(TAGS))
def test_a_number_is_written_and_read_back(number: str, tag: str) -> None:
    """English to a locale and back is the same value, and the locale's own reading agrees."""
    english, locale = locales.parse("en"), locales.parse(tag)
    value, _ = numerals.read(number, english)
    written = numerals.write(number, english, locale)
    assert numerals.read(written, locale)[0] == value == Decimal(number.replace(",", ""))


@given(sentences(), st.sampled_from(TAGS))
def test_pins_are_ordered_disjoint_and_true_to_the_text(text: str, tag: str) -> None:
    """Spans are in order, do not overlap, hold what they say, and have a form to write."""
    last = 0
    for pin in pins.find(text, TERMS, locales.parse(tag), "en"):
        assert last <= pin.start < pin.end <= len(text)
        assert pin.source == text[pin.start : pin.end]
        assert all(pin.targets)
        last = pin.end


@given(sentences(), st.sampled_from(TAGS))
def test_a_target_made_of_the_written_forms_verifies(text: str, tag: str) -> None:
    """Whoever writes the first form of every pin passes: in order, apart, once each."""
    locale = locales.parse(tag)
    found = pins.find(text, TERMS, locale, "en")
    target = " | ".join(pin.targets[0] for pin in found)
    results = pins.verify(found, target, locale)
    assert [result.pin.source for result in results if not result.found] == []
    spans = sorted((result.start, result.end) for result in results)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(sentences(), st.sampled_from(TAGS), st.data())
def test_a_target_without_one_of_the_pins_does_not_verify(text: str, tag: str, data: st.DataObject) -> None:
    """Leave one out, and at least one pin is missing."""
    locale = locales.parse(tag)
    found = pins.find(text, TERMS, locale, "en")
    assume(found)
    absent = data.draw(st.integers(0, len(found) - 1))
    target = " | ".join(pin.targets[0] for number, pin in enumerate(found) if number != absent)
    assert not all(result.found for result in pins.verify(found, target, locale))


@given(st.integers(10, 10**8), st.integers(10, 10**8), st.sampled_from(TAGS))
def test_another_number_never_passes(one: int, other: int, tag: str) -> None:
    """A number is not found where another one stands, in any locale."""
    assume(one != other)
    locale = locales.parse(tag)
    found = pins.find(f"{one:,} people", None, locale, "en")
    written = numerals.write(f"{other:,}", locales.parse("en"), locale)
    assert not pins.verify(found, f"{written} x", locale)[0].found


@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(TAGS))
def test_any_text_at_all(source: str, target: str, tag: str) -> None:
    """No text makes finding or verifying fail, and a result's span is in the target."""
    locale = locales.parse(tag)
    for result in pins.verify(pins.find(source, TERMS, locale, "en"), target, locale):
        assert not result.found or target[result.start : result.end] == result.target


@example(".0²", "pt-BR")
@given(st.text(alphabet="0123456789.,' -–/:%$€<>±mgkLIVCO2+₂⁺²AE()\u00a0\u202f", max_size=60), st.sampled_from(TAGS))
def test_hostile_numbers(text: str, tag: str) -> None:
    """Heaps of digits and signs are pinned without failure, and verify against what they would write."""
    locale = locales.parse(tag)
    found = pins.find(text, None, locale, "en")
    for pin in found:
        assert pins.verify([pin], f"( {pin.targets[0]} )", locale)[0].found, pin


@pytest.mark.parametrize("size", [2_000])
def test_the_cost_grows_with_the_text_only(size: int) -> None:
    """A heap of digits is no trap for the patterns (bounded by the suite's time limit)."""
    locale = locales.parse("pt-BR")
    for text in (
        "1," * size,
        "1-" * size,
        "A1-" * size,
        "Mg2+" * size,
        "www." * size,
        "(" * size,
        "10.1000/" + "(" * size,
        "a@" * size,
    ):
        pins.verify(pins.find(text, None, locale, "en"), text, locale)
