"""Interface texts of the page frame."""

import re

import pytest

from glosspress.render.strings import available, strings

REQUIRED = ("en", "pt-BR", "pt", "es", "fr", "de", "it", "ar", "en-XA", "ar-XB")


@pytest.mark.parametrize("tag", sorted({*REQUIRED, *available()}))
def test_every_text_exists_in_every_language_with_the_same_fields(tag):
    """No language lacks a text, has one too many, an empty one, or loses a field that is filled in."""
    english, here = strings("en").texts, strings(tag).texts
    assert set(here) == set(english)
    for key, text in here.items():
        assert text.strip(), key
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", english[key])), key


def test_languages_are_translated_and_not_copied():
    """Each language has its own words: hardly any text equals the English one."""
    english = strings("en").texts
    for tag in set(REQUIRED) - {"en"}:
        same = [key for key, text in strings(tag).texts.items() if text == english[key]]
        assert len(same) <= 7, (tag, same)


def test_regional_locales_use_the_language_and_unknown_ones_use_english():
    """pt-AO reads Portuguese; a language without a file reads English, and says so."""
    assert strings("pt-AO").tag == "pt"
    assert strings("pt-BR")["skip"] != strings("pt")["skip"]
    assert (strings("nl").tag, strings("nl").direction) == ("en", "ltr")


def test_pseudo_locales_are_derived_from_english():
    """en-XA is accented and longer, ar-XB forces every word right-to-left."""
    assert strings("en-XA")["how"] != strings("en")["how"]
    assert len(strings("en-XA")["how"]) > len(strings("en")["how"])
    assert strings("ar-XB")["how"].count("\u202e") == len(strings("en")["how"].split())
    assert strings("en-XA")["translated_on"].format(date="2 May").count("2 May") == 1
