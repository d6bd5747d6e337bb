"""Tags become locales with what CLDR knows of them, or an error that helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress.errors import UsageError
from glosspress.locales import parse


@pytest.mark.parametrize(("tag", "language", "direction", "decimal", "group"), [
    ("pt-BR", "pt", "ltr", ",", "."),
    ("pt-PT", "pt", "ltr", ",", "\xa0"),
    ("de", "de", "ltr", ",", "."),
    ("fr", "fr", "ltr", ",", "\u202f"),
    ("es", "es", "ltr", ",", "."),
    ("en", "en", "ltr", ".", ","),
    ("he", "he", "rtl", ".", ","),
    ("ar", "ar", "rtl", ".", ","),
    ("fa", "fa", "rtl", ".", ","),
    ("ur", "ur", "rtl", ".", ","),
    ("zh-Hans", "zh", "ltr", ".", ","),
    ("zh-Hant", "zt", "ltr", ".", ","),
    ("zh-TW", "zt", "ltr", ".", ","),
    ("en-XA", "en", "ltr", ".", ","),
    ("ar-XB", "ar", "rtl", ".", ","),
])  # fmt: skip
def test_facts(tag: str, language: str, direction: str, decimal: str, group: str) -> None:
    """Engine language, direction and number symbols of Western digits are those of CLDR."""
    locale = parse(tag)
    assert (locale.tag, locale.language, locale.direction) == (tag, language, direction)
    assert (locale.decimal, locale.group) == (decimal, group)


def test_names() -> None:
    """A locale has its own name and its English name, with the region."""
    assert parse("pt-BR").name == "português (Brasil)"
    assert parse("pt-BR").english_name == "Portuguese (Brazil)"
    assert parse("en-BR").english_name == "English (Brazil)"


def test_pseudo_locales() -> None:
    """Exactly en-XA and ar-XB are pseudo locales."""
    assert [tag for tag in ("en-XA", "ar-XB", "en", "ar", "pt-BR") if parse(tag).pseudo] == ["en-XA", "ar-XB"]


@pytest.mark.parametrize(("written", "tag"), [
    ("PT-br", "pt-BR"), (" de ", "de"), ("ZH-HANT-tw", "zh-Hant-TW"),
    ("es-419", "es-419"), ("iw", "he"), ("EN-xa", "en-XA"),
])  # fmt: skip
def test_canonical_form(written: str, tag: str) -> None:
    """Letter case does not matter; withdrawn codes become those in use."""
    assert parse(written).tag == tag


@pytest.mark.parametrize(("tag", "message"), [
    ("pt_BR", "did you mean `pt-BR`"),
    ("portuguese", "not a language tag"),
    ("", "not a language tag"),
    ("pt-", "not a language tag"),
    ("de-1996", "not a language tag"),
    ("../etc", "not a language tag"),
    ("xx", "not known"),
    ("pt-QQ", "not known"),
    ("qaa", "not known"),
])  # fmt: skip
def test_refused(tag: str, message: str) -> None:
    """A malformed or unknown tag is a usage error that says how to write one."""
    with pytest.raises(UsageError, match=message):
        parse(tag)


@given(st.text(max_size=12))
def test_any_text(text: str) -> None:
    """Any text gives a locale with a safe tag or a usage error."""
    try:
        tag = parse(text).tag
    except UsageError:
        return
    assert parse(tag).tag == tag
    assert tag.replace("-", "").isascii()
    assert tag.replace("-", "").isalnum()
