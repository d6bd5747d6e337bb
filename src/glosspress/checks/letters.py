"""Numbers in letters that became others: `two tablets` must not be three, nor `two to three weeks` three."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from glosspress.locales import Locale
from glosspress.pins import words
from glosspress.pins.quantities import analyse

_SMALL = range(2, 13)
"""Beyond twelve the languages join words, each in its own way."""
_OTHER_WORDS: dict[int, re.Pattern[str]] = {
    number: re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE)
    for number, forms in {
        2: r"twice|both|double\w*|pairs?|couple|half|halves|dual|twin\w*|bi\w+|seconds?|either|two\w*",
        3: r"thrice|tripl\w+|three\w*|quarters?",
        4: r"quarters?|fourth|four\w*",
        6: r"half a dozen|six\w*",
        12: r"dozens?|twelve\w*",
    }.items()
}
"""English words that a number in letters may come from."""
_NO_NUMBER = re.compile(r"segundo|quartos?|onces?|elf", re.IGNORECASE)
"""`Segundo` is `according to`, `quarto` a room."""
_JOINED = re.compile(
    r"[-‐‑]\w|\s(?:e|y|et|hundred|thousand|million|billion|mil\w*|cent\w*|mill\w*|tausend|hundert)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class _Said:
    """The numbers of a text: all values, and small ones in letters with the word as it stands."""

    values: frozenset[Decimal]
    cardinals: dict[Decimal, str]
    ordinals: dict[Decimal, str]


def changed(source: str, target: str, left: Locale, right: Locale) -> Iterator[str]:
    """Messages: a small number or ordinal in letters that is lost while another came, or one end of a range that is lost."""
    if left.language != "en" or words.cardinals(right.language)[0] is None or right.pseudo:
        return
    before, ranges = _said(source, left), list(_ranges(source))
    if not (before.cardinals or before.ordinals or ranges):
        return
    after = _said(target, right)
    for kind in ("cardinals", "ordinals"):
        lost = [word for value, word in getattr(before, kind).items() if value not in after.values]
        new = [word for value, word in getattr(after, kind).items() if not _explained(value, before, source)]
        if lost and new:
            yield f"“{lost[0]}” became “{new[0]}”"
    for low, high, text in ranges:
        if (low in after.values) != (high in after.values):
            yield f"“{text}” is not in the target as a range"


def _said(text: str, locale: Locale) -> _Said:
    found = analyse(text, locale)
    small = [
        item
        for item in found
        if item.word
        and item.value in _SMALL
        and not _NO_NUMBER.fullmatch(text[item.start : item.end])
        and not _JOINED.match(text, item.end)
        and not text[item.start : item.end].isupper()
    ]
    return _Said(
        frozenset(abs(item.value) for item in found if item.value is not None),
        {item.value: text[item.start : item.end] for item in small if not item.ordinal and item.value is not None},
        {
            item.value: text[item.start : item.end]
            for item in found
            if item.word and item.ordinal and item.value is not None and _is_ordinal(text[item.start : item.end])
        },
    )


def _is_ordinal(word: str) -> bool:
    """Neither a Roman numeral, nor a unit of time, nor a word that only looks like an ordinal."""
    return not (
        word.isupper() or _NO_NUMBER.fullmatch(word) or word.lower() in ("seconds", "secondly", "secondary", "erst")
    )


def _explained(value: Decimal, before: _Said, source: str) -> bool:
    other = _OTHER_WORDS.get(int(value))
    return value in before.values or bool(other and other.search(source))


@lru_cache(maxsize=1)
def _range() -> tuple[re.Pattern[str], dict[str, int]]:
    _, values = words.cardinals("en")
    small = {word: value for word, value in values.items() if 0 < value < 13 and " " not in word and "-" not in word}
    one = "|".join(small)
    return re.compile(rf"(?<![\w-])({one}) (?:to|or) ({one})(?![\w-])", re.IGNORECASE), small


def _ranges(source: str) -> Iterator[tuple[Decimal, Decimal, str]]:
    pattern, values = _range()
    for match in pattern.finditer(source):
        yield Decimal(values[match[1].lower()]), Decimal(values[match[2].lower()]), match[0]
