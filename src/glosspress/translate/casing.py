"""Headings in capitals: set in sentence case before translation, in capitals again after it.

Models hardly saw ALL-CAPS sentences and copy or garble them (LibreTranslate #224, #20). Spans of pins keep their case.
"""

from __future__ import annotations

from collections.abc import Sequence

from glosspress.translation import Pin, PinResult

_LEAST_LETTERS = 4


def is_capitals(text: str, pins: Sequence[Pin]) -> bool:
    """True for text whose letters outside pins are all upper case, with at least two words or four letters."""
    letters = [char for index, char in enumerate(text) if char.isalpha() and not _inside(index, pins)]
    return len(letters) >= _LEAST_LETTERS and all(char.isupper() for char in letters)


def lowered(text: str, pins: Sequence[Pin]) -> str:
    """Sentence case of the same length; pins as they are."""
    chars = [char if _inside(index, pins) else _lower(char) for index, char in enumerate(text)]
    first = next((index for index, char in enumerate(chars) if char.isalpha()), None)
    if first is not None and not _inside(first, pins):
        chars[first] = text[first]
    return "".join(chars)


def raised(text: str, results: Sequence[PinResult]) -> str:
    """Capitals of the same length; the spans of found pins as they are."""
    kept = [(result.start, result.end) for result in results if result.found]
    return "".join(
        char if any(start <= index < end for start, end in kept) else _upper(char) for index, char in enumerate(text)
    )


def _inside(index: int, pins: Sequence[Pin]) -> bool:
    return any(pin.start <= index < pin.end for pin in pins)


def _lower(char: str) -> str:
    return char.lower() if len(char.lower()) == 1 else char


def _upper(char: str) -> str:
    return char.upper() if len(char.upper()) == 1 else char
