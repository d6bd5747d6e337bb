"""Whether a quantity of the target is the one a pin asks for: by value, unit, currency and comparator, not by characters."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from glosspress.locales import Locale
from glosspress.pins.quantities import Quantity, analyse, find
from glosspress.translation import Pin

Span = tuple[int, int]
_LINK = re.compile(
    r"\s?(?:[-–—‑−/,;]|a|à|e|y|o|ou|u|et|und|oder|bis|to|and|or|versus|vs\.?|contra|hasta|até|au|aos|de|y de|e de|et de|or of|and of)?\s?"
    r"(?:[a-záéíóú]{1,3}\s)?"
)
_CUES: dict[str, str] = {
    "<": r"menos d|menor(?:es)? d?|inferior|abaixo|por debajo|moins d|weniger|unter|kleiner|less|under|below|fewer|<",
    ">": r"mais d|más d|maior(?:es)? d?|mayor(?:es)? d?|superior|acima|por encima|plus d|mehr als|über|größer|more|over|above|greater|>|excede",
    "≤": r"≤|<=|até|hasta|jusqu|bis zu|no máximo|como máximo|au plus|höchstens|at most|up to|menor(?:es)? ou igua|inférieur|maximal",
    "≥": r"≥|>=|pelo menos|no mínimo|ao menos|al menos|como mínimo|por lo menos|au moins|mindestens|at least|maior(?:es)? ou igua|mayor(?:es)? o igua|supérieur",
    "±": r"±|\+/-|mais ou menos|más o menos|plus ou moins",
    "~": r"~|≈|cerca|aproximad|environ|etwa|ungefähr|about|approximately|alrededor|por volta|quase|unos|unas|casi|près|rund|circa|ca\.",
}
_CUE_PATTERNS = {sign: re.compile(rf"(?:{cue})[^.;]{{0,20}}$", re.IGNORECASE) for sign, cue in _CUES.items()}
_PAIR_GAP = 24
_ARTICLE = frozenset({"um", "uma", "un", "una", "uno", "une", "ein", "eine", "einer", "einem", "einen"})


@lru_cache(maxsize=4096)
def _wanted(form: str, locale: Locale) -> tuple[Quantity, ...]:
    return tuple(item for item in find(form, locale) if not item.joined)


def spans(pin: Pin, target: str, locale: Locale) -> list[Span]:
    """The spans that hold the pin's quantity, plain readings first."""
    wanted, found = _wanted(pin.targets[0], locale), analyse(target, locale)
    if len(wanted) == 2:
        return _pairs(wanted, found, target)
    if len(wanted) != 1:
        return []
    fitting = [item for number, item in enumerate(found) if _same(wanted[0], item, found[number:], target, pin.kind)]
    fitting.sort(key=lambda item: (item.word, item.foreign))
    return [(item.start, item.end) for item in fitting]


def _pairs(wanted: tuple[Quantity, ...], found: tuple[Quantity, ...], target: str) -> list[Span]:
    """Two neighbours in order; the first may leave its unit to the second."""
    result = []
    for number, first in enumerate(found):
        if not _equal(wanted[0], first):
            continue
        for place in range(number + 1, min(number + 4, len(found))):
            second = found[place]
            gap = second.start - first.end
            fits = 0 <= gap <= _PAIR_GAP and _equal(wanted[1], second)
            if fits and _unit(wanted[1], second, found[place:], target):
                result.append((first.start, second.end))
    return result


def _same(wanted: Quantity, item: Quantity, rest: tuple[Quantity, ...], target: str, kind: str) -> bool:
    if not _equal(wanted, item):
        return False
    if item.word and not _may_be_word(wanted, item, kind):
        return False
    return _unit(wanted, item, rest, target) and _comparator(wanted, item, target)


def _equal(wanted: Quantity, item: Quantity) -> bool:
    if wanted.value is None or item.value is None:
        return wanted.value is None and item.value is None and wanted.literal == item.literal
    return wanted.value == item.value


def _may_be_word(wanted: Quantity, item: Quantity, kind: str) -> bool:
    """A small whole number in letters stands for digits; `um`, `une`, `ein` are articles and prove nothing."""
    if kind not in ("number", "ordinal", "unit") or item.literal.lower() in _ARTICLE:
        return False
    return wanted.value is not None and Decimal(0) <= wanted.value <= 100


def _unit(wanted: Quantity, item: Quantity, rest: tuple[Quantity, ...], target: str) -> bool:
    if not wanted.unit and not wanted.currency:
        return True
    for number, other in enumerate(rest):
        if other.unit or other.currency:
            return other.unit == wanted.unit and other.currency == wanted.currency
        following = rest[number + 1 : number + 2]
        if not following or not _LINK.fullmatch(target[other.end : following[0].start]):
            return False
    return False


def _comparator(wanted: Quantity, item: Quantity, target: str) -> bool:
    if not wanted.comparator or wanted.comparator == item.comparator:
        return True
    return not item.comparator and bool(_CUE_PATTERNS[wanted.comparator].search(target[max(0, item.start - 40) : item.start]))
