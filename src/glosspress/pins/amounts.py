"""Whether a quantity of the target is the one a pin asks for: by value, unit, currency and comparator."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from glosspress.locales import Locale
from glosspress.pins import joints
from glosspress.pins.lexicon import either, table
from glosspress.pins.quantities import Quantity, analyse, find
from glosspress.translation import Pin

Span = tuple[int, int]
_LINK = re.compile(
    r"\s?(?:[-–—‑−/,;]|a|à|e|y|o|ou|u|et|und|oder|bis|to|and|or|versus|vs\.?|contra|hasta|até|au|aos|de|y de|e de|et de"
    r"|or of|and of)?\s?"
    r"(?:[a-záéíóú]{1,3}\s)?"
)
_PAIR_GAP = 24
_NUMBERED = re.compile(r"(?:número|numéro|nummer|number)\s$", re.IGNORECASE)
_ARTICLE = frozenset({"um", "uma", "un", "una", "uno", "une", "ein", "eine", "einer", "einem", "einen"})


@lru_cache(maxsize=4096)
def _wanted(form: str, locale: Locale) -> tuple[Quantity, ...]:
    return tuple(item for item in find(form, locale) if not item.joined)


def spans(pin: Pin, target: str, locale: Locale) -> list[Span]:
    """The spans that hold the pin's quantity, plain readings first."""
    wanted, found = _wanted(pin.targets[0], locale), analyse(target, locale)
    if pin.kind == "product":
        return _products(wanted, pin.targets[0], found, target)
    if len(wanted) == 2:
        return _pairs(wanted, pin.targets[0], found, target)
    if len(wanted) != 1:
        return []
    fitting = [item for number, item in enumerate(found) if _same(wanted[0], item, found[number:], target, pin.kind)]
    fitting.sort(key=lambda item: (item.word, item.foreign))
    return [(item.start, item.end) for item in fitting]


def _products(wanted: tuple[Quantity, ...], form: str, found: tuple[Quantity, ...], target: str) -> list[Span]:
    """The same numbers with the same signs between them."""
    signs, size = [form[one.end : other.start] for one, other in pairwise(wanted)], len(wanted)
    runs = [found[number : number + size] for number in range(len(found) - size + 1)] if wanted else []
    per = form[wanted[-1].end :] if wanted else ""
    return [
        (run[0].start, run[-1].end + len(per))
        for number, run in enumerate(runs)
        if all(_is_part(one, item, run[-1], target) for one, item in zip(wanted, run, strict=True))
        and all(joints.said(sign, target[a.end : b.start]) for sign, (a, b) in zip(signs, pairwise(run), strict=True))
        and _unit(wanted[-1], found[number + size - 1 :], target)
        and _litres(target[run[-1].end : run[-1].end + len(per)]) == _litres(per)
    ]


def _is_part(wanted: Quantity, item: Quantity, last: Quantity, target: str) -> bool:
    """The same number and comparator; its own unit or currency may be left to the last: `3 cm × 4 cm` is `3 × 4 cm`."""
    measures = [("", ""), (item.unit, item.currency), (last.unit, last.currency)]
    measured = (wanted.unit, wanted.currency) in measures
    return measured and _equal(wanted, item) and _comparator(wanted, item, target)


def _litres(text: str) -> str:
    """`L` and `l` are both symbols of the litre (SI Brochure, table 8)."""
    return text.replace("L", "l")


def _pairs(wanted: tuple[Quantity, ...], form: str, found: tuple[Quantity, ...], target: str) -> list[Span]:
    """Two neighbours in order; the first may leave its unit to the second."""
    result, sign = [], form[wanted[0].end : wanted[1].start]
    for number, first in enumerate(found):
        if not _equal(wanted[0], first) or not _comparator(wanted[0], first, target):
            continue
        for place in range(number + 1, min(number + 4, len(found))):
            second = found[place]
            if any(
                first.end <= item.start and item.end <= second.start
                for item in found[number + 1 : place]
                if not item.word
            ):
                break  # `10-18 mol/L (30-100` has no `10-100`
            gap = second.start - first.end
            fits = 0 <= gap <= _PAIR_GAP and (_equal(wanted[1], second) or _is_year(wanted, second))
            between, before = target[first.end : second.start], target[: first.start]
            said = joints.pair_said(sign, between, before) or (_years(wanted) and joints.said_and(between))
            if fits and said and _unit(wanted[1], found[place:], target):
                result.append((first.start, second.end))
    return result


def _years(wanted: tuple[Quantity, ...]) -> bool:
    """`1957–58` may be `1957 y 1958`."""
    return all(item.literal.isdecimal() and not item.unit for item in wanted) and len(wanted[0].literal) == 4


def _is_year(wanted: tuple[Quantity, ...], second: Quantity) -> bool:
    """`2019–20` may be written out: `2019–2020`."""
    first, short = wanted[0].value, wanted[1].value
    if (
        first is None
        or short is None
        or second.value is None
        or len(wanted[0].literal) != 4
        or len(wanted[1].literal) != 2
    ):
        return False
    return second.value == first // 100 * 100 + short


def _same(wanted: Quantity, item: Quantity, rest: tuple[Quantity, ...], target: str, kind: str) -> bool:
    if not _equal(wanted, item):
        return False
    if item.word and not _may_be_word(wanted, item, kind, target[: item.start]):
        return False
    return _unit(wanted, rest, target) and _comparator(wanted, item, target)


def _equal(wanted: Quantity, item: Quantity) -> bool:
    if wanted.value is None or item.value is None:
        return wanted.value is None and item.value is None and wanted.literal == item.literal
    return wanted.value == item.value and (wanted.scale != "" or item.scale != "" or _alike(wanted, item))


def _alike(wanted: Quantity, item: Quantity) -> bool:
    """The same precision (`3.0` is not `3`), and no zeros in front that were not there (`020`)."""
    assert wanted.value is not None
    assert item.value is not None
    padded = item.literal.isdecimal() and len(item.literal) > 2 and item.literal[0] == "0"
    return wanted.value.as_tuple().exponent == item.value.as_tuple().exponent and (
        not padded or item.literal == wanted.literal
    )


def _may_be_word(wanted: Quantity, item: Quantity, kind: str, before: str) -> bool:
    """A small whole number in letters stands for digits; `um`, `une`, `ein` are articles and prove nothing."""
    if kind not in ("number", "ordinal", "unit") or (item.literal.lower() in _ARTICLE and not _NUMBERED.search(before)):
        return False
    return wanted.value is not None and Decimal(0) <= wanted.value <= 100


def _unit(wanted: Quantity, rest: tuple[Quantity, ...], target: str) -> bool:
    if not wanted.unit and not wanted.currency:
        return True
    for number, other in enumerate(rest):
        if other.unit or other.currency:
            return other.unit == wanted.unit and other.currency == wanted.currency
        following = rest[number + 1 : number + 2]
        if not following or not _LINK.fullmatch(target[other.end : following[0].start]):
            return False
    return False


_BEFORE = {"<": "less", "≤": "less", ">": "more", "≥": "more", "±": "spread", "~": "about"}
_OTHER_WAY = {"<": "more", "≤": "more", ">": "less", "≥": "less"}
_AFTER = {"<": "after_less", "≤": "after_less", ">": "after_more", "≥": "after_more"}


@lru_cache(maxsize=1)
def _cues() -> dict[str, re.Pattern[str]]:
    found = {}
    for name, cues in table("comparators").items():
        if name == "further":
            continue
        shape = r"^.{{0,15}}?(?<!\w)(?:{})(?!\w)" if name.startswith("after") else r"(?<!\w)(?:{})[^.;,]{{0,20}}$"
        found[name] = re.compile(shape.format(either(cues)), re.IGNORECASE)
    return found


def _comparator(wanted: Quantity, item: Quantity, target: str) -> bool:
    """The same sign, or words of the same direction beside the number; `≥ 60` as "above 60" is left to reviewers.

    A sign after words of the other direction ("younger than ≥ 60") counts for nothing.
    """
    sign = wanted.comparator
    if sign in _OTHER_WAY and _cues()[_OTHER_WAY[sign]].search(target[max(0, item.start - 20) : item.start]):
        return False
    if not sign or item.comparator:
        return sign in ("", item.comparator)
    if _cues()[_BEFORE[sign]].search(target[max(0, item.start - 40) : item.start]):
        return True
    return sign in _AFTER and bool(_cues()[_AFTER[sign]].search(target[item.end : item.end + 30]))
