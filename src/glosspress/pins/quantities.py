"""A number with all that belongs to it (sign, comparator, currency, scale word, unit), in a source or a target."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from glosspress.locales import Locale
from glosspress.pins import numerals, units, words

_COMPARATORS = {
    "<": "<",
    ">": ">",
    "≤": "≤",
    "≥": "≥",
    "<=": "≤",
    ">=": "≥",
    "⩽": "≤",
    "⩾": "≥",
    "±": "±",
    "+/-": "±",
    "~": "~",
    "≈": "~",
}
_BEFORE = re.compile(r"(?P<sign><=|>=|\+/-|[<>≤≥⩽⩾±~≈])\s?$")
_AFTER_NUMBER = re.compile(r"\d\s?[\w%/°µ]{0,8}\s?$")
_MINUS = re.compile(r"(?:^|[\s(\[=<>≤≥])([-−–])$")
_CURRENCIES = {
    "US$": "$",
    "$": "$",
    "USD": "$",
    "€": "€",
    "EUR": "€",
    "£": "£",
    "GBP": "£",
    "¥": "¥",
    "JPY": "¥",
    "CNY": "¥",
    "R$": "R$",
    "BRL": "R$",
    "₹": "₹",
    "INR": "₹",
    "CHF": "CHF",
    "C$": "C$",
    "$C": "C$",
    "CAD": "C$",
    "$US": "$",
    "US $": "$",
    "$ US": "$",
    "A$": "A$",
    "AUD": "A$",
}
_SYMBOLS = "|".join(re.escape(symbol) for symbol in sorted(_CURRENCIES, key=len, reverse=True))
_CURRENCY_BEFORE = re.compile(rf"(?<!\w)(?P<currency>{_SYMBOLS})[ \u00a0\u202f]?$")
_CURRENCY_AFTER = re.compile(rf"[ \u00a0\u202f]?(?P<currency>{_SYMBOLS})(?!\w)")
_CURRENCY_WORDS = re.compile(
    r"\s(?:de\s|d'|d’)?(?:(?P<dollar>d[óo]la(?:r|res)|dollars?)|(?P<euro>euros?)|(?P<pound>libras|livres|pfund|pounds?)|(?P<real>reais|reales))\b",
    re.IGNORECASE,
)
_WORD_SYMBOL = {"dollar": "$", "euro": "€", "pound": "£", "real": "R$"}
_ORDINAL = re.compile(r"(?:st|nd|rd|th)(?![\w])|[.]?[ºª°]|(?:er|re|ère|e|ème|èmes|nd|nde|es)(?!\w)|o(?!\w)|a(?!\w)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text[start:end]` as a number with its parts; empty strings for parts that are absent."""

    start: int
    end: int
    numeral: tuple[int, int]
    """Span of the digits alone."""
    value: Decimal | None
    literal: str
    unit: str = ""
    """Canonical unit, `%` included."""
    currency: str = ""
    comparator: str = ""
    scale: str = ""
    """The scale word as it stands."""
    ordinal: bool = False
    word: bool = False
    """Written in letters."""
    foreign: bool = False
    joined: bool = False
    written: str = ""
    """The unit as it stands."""


_REMEMBERED = 4_096
"""Sources and targets of a chunk of pages: a sentence is prepared with all others, and looked at again when it is verified."""


@lru_cache(maxsize=_REMEMBERED)
def find(text: str, locale: Locale) -> tuple[Quantity, ...]:
    """The quantities of a text in order; a joined reading (`12 000`) overlaps its parts."""
    found: list[Quantity] = []
    end = 0
    for item in numerals.find(text, locale):
        if item.start >= end:  # not the 2 of km2
            found.append(_around(text, item, locale))
            end = end if item.joined else found[-1].end
        elif item.joined:
            found.append(_around(text, item, locale))
    return tuple(found)


def _around(text: str, item: numerals.Numeral, locale: Locale) -> Quantity:
    found = Quantity(
        item.start, item.end, (item.start, item.end), item.value, item.literal, foreign=item.foreign, joined=item.joined
    )
    return _prefixed(text, _suffixed(text, found, locale))


def _suffixed(text: str, found: Quantity, locale: Locale) -> Quantity:
    known = words.scales(locale.tag, locale.language)
    scale = known.pattern.match(text, found.end) if known.pattern and found.value is not None else None
    if scale and found.value is not None:
        value = found.value * known.factors[scale["scale"]]
        found = replace(found, value=value, scale=scale["scale"], end=scale.end())
    unit = units.PATTERN.match(text, found.end)
    if unit and not _is_decade(found, unit):
        return replace(found, unit=units.canonical(unit["unit"]), written=unit["unit"], end=unit.end())
    spelled = units.word_pattern().match(text, found.end)
    if spelled:
        return replace(found, unit=units.unit_of_word(spelled), end=spelled.end())
    currency = _CURRENCY_AFTER.match(text, found.end)
    if currency:
        return replace(found, currency=_CURRENCIES[currency["currency"]], end=currency.end())
    named = _CURRENCY_WORDS.match(text, found.end)
    if named:
        return replace(found, currency=_WORD_SYMBOL[named.lastgroup or ""], end=named.end())
    ordinal = _ORDINAL.match(text, found.end)
    return replace(found, ordinal=True, end=ordinal.end()) if ordinal and found.literal.isdecimal() else found


def _is_decade(found: Quantity, unit: re.Match[str]) -> bool:
    """`1960s`, `60s`: no seconds."""
    return unit["unit"] == "s" and not unit["gap"] and found.literal.endswith("0")


def _prefixed(text: str, found: Quantity) -> Quantity:
    head = text[max(0, found.start - 6) : found.start]
    currency = _CURRENCY_BEFORE.search(head)
    if currency and found.currency in ("", _CURRENCIES[currency["currency"]]):
        found = replace(
            found, currency=_CURRENCIES[currency["currency"]], start=found.start - len(head) + currency.start()
        )
        head = text[max(0, found.start - 6) : found.start]
    minus = _MINUS.search(head)
    if minus and found.value is not None:
        found = replace(found, value=-found.value, start=found.start - 1)
        head = text[max(0, found.start - 6) : found.start]
    sign = _BEFORE.search(head)
    if sign and not (
        _COMPARATORS[sign["sign"]] == "±" and _AFTER_NUMBER.search(text[: found.start - len(head) + sign.start()])
    ):
        found = replace(found, comparator=_COMPARATORS[sign["sign"]], start=found.start - len(head) + sign.start())
    return found


def spelled(text: str, language: str) -> list[Quantity]:
    """Small numbers in letters, ordinals and Roman numerals, each with its value."""
    found = []
    pattern, values = words.cardinals(language)
    for match in pattern.finditer(text) if pattern else ():
        found += [_word(match.start(), match.end(), values[match[0].lower()], match[0], False)]
    pattern, values = words.ordinals(language)
    for match in pattern.finditer(text) if pattern else ():
        found += [_word(match.start(), match.end(), values[match["stem"].lower()], match[0], True)]
    for start, end, value in words.romans(text):
        found.append(_word(start, end, value, text[start:end], True))
    return sorted(found, key=lambda item: item.start)


def _word(start: int, end: int, value: int, literal: str, ordinal: bool) -> Quantity:
    return Quantity(start, end, (start, end), Decimal(value), literal, ordinal=ordinal, word=True)


@lru_cache(maxsize=_REMEMBERED)
def analyse(text: str, locale: Locale) -> tuple[Quantity, ...]:
    """`find` and `spelled` together, remembered: candidates of one sentence are looked at several times."""
    return tuple(sorted((*find(text, locale), *spelled(text, locale.language)), key=lambda item: item.start))
