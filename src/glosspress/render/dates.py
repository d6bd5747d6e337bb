"""Dates and language names as readers of a locale write them (CLDR)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

from glosspress import locales


@lru_cache(maxsize=64)
def _cldr(tag: str) -> Locale:
    """The CLDR locale that formats for `tag`; pseudo locales use English."""
    from babel import Locale, UnknownLocaleError

    if locales.parse(tag).pseudo:
        return Locale.parse("en")
    try:
        return Locale.parse(tag, sep="-")
    except UnknownLocaleError:
        return Locale.parse(tag.split("-")[0])


@lru_cache(maxsize=4096)
def long_date(iso: str, tag: str) -> str:
    """`2026-03-02` as `2 de março de 2026`; the text itself where it is no date."""
    from babel.dates import format_date

    try:
        return format_date(date.fromisoformat(iso[:10]), format="long", locale=_cldr(tag))
    except ValueError:
        return iso


@lru_cache(maxsize=4096)
def language_name(of: str, tag: str) -> str:
    """The name of language `of` in the language of `tag`: `en` in `pt` is `inglês`."""
    wanted = locales.parse(of)
    return wanted.english_name if wanted.pseudo else (_cldr(of).get_display_name(_cldr(tag)) or wanted.english_name)


def number(value: int, tag: str) -> str:
    """`12345` as `12.345`."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=_cldr(tag)))
