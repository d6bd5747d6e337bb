"""Headings in capitals and in Title Case: set in sentence case before translation.

Models hardly saw ALL-CAPS sentences and copy or garble them (LibreTranslate #224, #20), and take capitalised words
for names. Capitals are set again after translation. A Title Case heading stays in sentence case, as most languages
write headings, but a word that comes back unchanged is a name and gets its capital again. Pins whose case counts
keep it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from glosspress.translation import Pin, PinResult

_LEAST_LETTERS = 4
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = 3
"""Letters; shorter words are in lower case in a Title Case heading too."""


def is_capitals(text: str, pins: Sequence[Pin]) -> bool:
    """True for text whose letters outside pins are all upper case, with at least two words or four letters."""
    letters = 0
    for index, char in enumerate(text):
        if char.isalpha() and not _inside(index, pins):
            if not char.isupper():
                return False
            letters += 1
    return letters >= _LEAST_LETTERS


def lowered(text: str, pins: Sequence[Pin]) -> str:
    """Sentence case of the same length; pins as they are, and in text that is not all capitals the acronyms too (`MS`)."""
    words = [] if is_capitals(text, pins) else _WORD.finditer(text)
    acronyms = [match.span() for match in words if _is_acronym(match[0])]
    chars = [
        char if _inside(index, pins) or _within(index, acronyms) else _lower(char) for index, char in enumerate(text)
    ]
    first = next((index for index, char in enumerate(chars) if char.isalpha()), None)
    if first is not None and not _inside(first, pins):
        chars[first] = text[first]
    return "".join(chars)


def is_title_case(text: str, pins: Sequence[Pin]) -> bool:
    """True for text of two words or more in which every longer word outside pins begins with a capital."""
    words = [match[0] for match in _WORD.finditer(text) if not _inside(match.start(), pins)]
    long = [word for word in words if len(word) > _SMALL]
    return len(words) > 1 and len(long) > 1 and all(word[0].isupper() and word[1:].islower() for word in long)


def named(text: str, source: str, results: Sequence[PinResult], common: frozenset[str] = frozenset()) -> str:
    """The target with the capitals of the longer words that came back unchanged; found pins whose case counts as they are.

    Short words differ in meaning between languages (`No` is not the Portuguese `no`), and `common` words are the same in both
    languages without being names (`hospital`).
    """
    words = [match[0] for match in _WORD.finditer(source) if len(match[0]) > _SMALL]
    names = {word.lower(): word for word in words if word.lower() not in common}
    kept = _kept(results)
    return _WORD.sub(
        lambda match: match[0] if _within(match.start(), kept) else names.get(match[0], match[0]),
        text,
    )


def begun(text: str, source: str, results: Sequence[PinResult]) -> str:
    """The target with a capital at its start where the source has one; a pin whose case counts stays as it is."""
    start = next((index for index, char in enumerate(text) if char.isalpha()), None)
    first = next((char for char in source if char.isalpha()), "")
    if start is None or not first.isupper() or text[:start].strip("\"'“‘«¿¡([ "):
        return text
    if any(result.found and result.pin.exact_case and result.start <= start < result.end for result in results):
        return text
    return text[:start] + _upper(text[start]) + text[start + 1 :]


def raised(text: str, results: Sequence[PinResult]) -> str:
    """Capitals of the same length; the spans of found pins as they are."""
    kept = _kept(results)
    return "".join(char if _within(index, kept) else _upper(char) for index, char in enumerate(text))


def _kept(results: Sequence[PinResult]) -> list[tuple[int, int]]:
    return [(result.start, result.end) for result in results if result.found and result.pin.exact_case]


def _within(index: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= index < end for start, end in spans)


def _inside(index: int, pins: Sequence[Pin]) -> bool:
    return any(pin.exact_case and pin.start <= index < pin.end for pin in pins)


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and not word[1:].islower()


def _lower(char: str) -> str:
    return char.lower() if len(char.lower()) == 1 else char


def _upper(char: str) -> str:
    return char.upper() if len(char.upper()) == 1 else char
