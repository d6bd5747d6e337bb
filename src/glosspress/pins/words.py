"""Numbers in letters: scale words after digits (`1.7 billion`), numbers up to a hundred, ordinals, Roman numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from glosspress.pins.cues import Cues, beginnings
from glosspress.pins.lexicon import either, table

_ROMAN = re.compile(r"(?<!\w)(?=[IVXL])X{0,3}(?:IX|IV|V?I{0,3})(?!\w)")
_ROMAN_DIGIT = re.compile("[IVX]")
_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Scales:
    """The scale words of one locale."""

    pattern: re.Pattern[str] | None
    factors: dict[str, Decimal]
    words: dict[int, tuple[str, str]]
    """Power of ten to (singular, plural): the words to write."""


@lru_cache(maxsize=64)
def scales(tag: str, language: str) -> Scales:
    """The scale words of a locale; empty for a language we have none of."""
    known = table("numbers")["scales"]
    rows = (known.get(tag) or known.get(language, {"rows": []}))["rows"]
    words: dict[int, tuple[str, str]] = {}
    factors: dict[str, Decimal] = {}
    for power, one, many in rows:
        words.setdefault(power, (one, many))
        factors[one] = factors[many] = Decimal(10) ** power
    if not rows:
        return Scales(None, {}, {})
    names = either([re.escape(name) for name in factors])
    spaced = language not in ("zh", "zt", "ja")
    pattern = rf"[\s\u00a0\u202f-](?P<scale>{names})(?!\w)" if spaced else rf"\s?(?P<scale>{names})"
    return Scales(re.compile(pattern), factors, words)


_JOINTS = {
    "en": ("{ten}-{one}", "{ten} {one}"),
    "pt": ("{ten} e {one}",),
    "es": ("{ten} y {one}",),
    "fr": ("{ten}-{one}",),
}
_JOINTS["de"] = ("{one}und{ten}",)


@lru_cache(maxsize=64)
def cardinals(language: str) -> tuple[Cues | None, dict[str, int]]:
    """A pattern of the numbers of a language in letters, and their values: 0 to 12, tens, and tens with units."""
    known = table("numbers")
    if language not in known["cardinals"]:
        return None, {}
    small = {form: value for value, forms in enumerate(known["cardinals"][language]) for form in forms.split("|")}
    values = {**small, **known["more"].get(language, {})}
    for ten, value in list(values.items()):
        if value in range(20, 100, 10):
            for one, unit in small.items():
                if 0 < unit < 10:
                    values |= {joint.format(ten=ten, one=one): value + unit for joint in _JOINTS.get(language, ())}
    pattern = re.compile(rf"(?<![\w-])(?:{either(list(values))})(?!\w)", re.IGNORECASE)
    return Cues(pattern, beginnings(values)), values


@lru_cache(maxsize=64)
def ordinals(language: str) -> tuple[Cues | None, dict[str, int]]:
    """A pattern of the first ordinals, any ending, and the values of their stems."""
    known = table("numbers")["ordinals"]
    if language not in known:
        return None, {}
    stems = {form: number for number, forms in enumerate(known[language], 1) for form in forms.split("|")}
    pattern = re.compile(rf"(?<![\w-])(?P<stem>{either(list(stems))})\w{{0,4}}(?!\w)", re.IGNORECASE)
    return Cues(pattern, beginnings(stems)), stems


def romans(text: str) -> list[tuple[int, int, int]]:
    """(start, end, value) of the Roman numerals from I to XXXIX in a text."""
    found = []
    for match in _ROMAN.finditer(text) if _ROMAN_DIGIT.search(text) else ():
        digits = [_ROMAN_VALUE[c] for c in match[0]]
        total = sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))
        if total:
            found.append((match.start(), match.end(), total))
    return found
