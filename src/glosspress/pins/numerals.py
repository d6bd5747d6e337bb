"""Numbers in digits, read by the symbols of a locale (CLDR) and written with those of another.

A reading is strict where it matters: `2,112` is 2112 in English and 2.112 in Portuguese. What can be read one way only
is read that way whatever the locale (`47.7` in Portuguese, because a group has three digits) and marked `foreign`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from glosspress.locales import Locale

_SPACES = " \u00a0\u2009\u202f"
_RUN = re.compile(r"\d+(?:[.,'’٫٬\u00a0\u2009\u202f]\d+)*|(?<![\w.,)\]])[.]\d+")
_RAISED = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text. `literal` stands for what is no single number: `1.2.3`, `10⁶`."""

    start: int
    end: int
    value: Decimal | None
    literal: str
    foreign: bool = False
    """Written with the symbols of another locale, yet with one possible reading."""
    joined: bool = False
    """Read across ordinary spaces (`12 000`), which may also be two numbers."""


def find(text: str, locale: Locale) -> list[Numeral]:
    """The numbers of a text in order. A joined reading follows its parts and overlaps them."""
    found: list[Numeral] = []
    for match in _RUN.finditer(text):
        raised = _RAISED.match(text, match.end())
        if raised and match.end() - match.start() <= 2:
            found.append(Numeral(match.start(), raised.end(), None, text[match.start() : raised.end()]))
            continue
        value, foreign = read(match[0], locale)
        found.append(Numeral(match.start(), match.end(), value, match[0], foreign))
    return _with_joined(found, text)


def _with_joined(found: list[Numeral], text: str) -> list[Numeral]:
    result: list[Numeral] = []
    for number, first in enumerate(found):
        result.append(first)
        last, digits = first, first.literal
        if not (digits.isdecimal() and len(digits) <= 3 and digits[0] != "0"):
            continue
        for item in found[number + 1 :]:
            whole, _, rest = item.literal.replace(",", ".").partition(".")
            if (
                text[last.end : item.start] not in _SPACES
                or last.end == item.start
                or len(whole) != 3
                or not whole.isdecimal()
            ):
                break
            digits, last = digits + item.literal.replace(",", "."), item
            if rest:
                break
        if last is not first and digits.count(".") < 2:
            result.append(Numeral(first.start, last.end, Decimal(digits), text[first.start : last.end], joined=True))
    return result


def read(run: str, locale: Locale) -> tuple[Decimal | None, bool]:
    """(value, foreign) of a run of digits and separators; no value when it is no single number (`1.2.3`)."""
    plain = run.translate(_SEPARATORS)
    parts = re.split(r"[.,' ]", plain)
    marks = re.findall(r"[.,' ]", plain)
    decimal, group = locale.decimal.translate(_SEPARATORS), locale.group.translate(_SEPARATORS)
    if not any(parts) or not all(part.isdecimal() for part in parts if part):
        return None, False
    if not marks:
        return Decimal(plain), False
    if marks == ["."] and not parts[0] and parts[1]:
        return Decimal("0" + plain), decimal != "."
    if not all(parts):
        return None, False
    if len(set(marks)) == 1:
        return _one_mark(parts, marks, decimal, group)
    if len(set(marks)) == 2 and marks.count(marks[-1]) == 1 and _groups(parts[:-1]):
        return Decimal("".join(parts[:-1]) + "." + parts[-1]), marks[-1] != decimal
    return None, False


_SEPARATORS = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "’": "'", "٫": ".", "٬": ","})


def _one_mark(parts: list[str], marks: list[str], decimal: str, group: str) -> tuple[Decimal | None, bool]:
    mark = marks[0]
    grouped, fraction = _groups(parts), len(parts) == 2 and mark in ".,"
    if grouped and mark != decimal:
        return Decimal("".join(parts)), mark != group and mark != " "
    if fraction:
        return Decimal(".".join(parts)), mark != decimal
    if grouped and mark == decimal and len(parts) > 2:
        return Decimal("".join(parts)), True
    return None, False


def _groups(parts: list[str]) -> bool:
    """Whether parts are groups of a number: 1,234,567, or 12,34,567 as in India."""
    first, rest = parts[0], parts[1:]
    if not (1 <= len(first) <= 3 and first[0] != "0"):
        return False
    if all(len(part) == 3 for part in rest):
        return True
    return len(rest) > 1 and len(rest[-1]) == 3 and all(len(part) == 2 for part in rest[:-1]) and len(first) < 3


def write(run: str, source: Locale, target: Locale) -> str:
    """A run of digits with the target's symbols: same digits, same precision, grouped where it was grouped."""
    value, _ = read(run, source)
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in run).translate(_SEPARATORS)
    marks = re.findall(r"[.,' ]", plain)
    if value is None or not marks:
        return "".join(str(int(c)) if c.isdecimal() else c for c in run)
    last_is_decimal = plain[0] == "." or "".join(c for c in plain if c.isdigit()) != str(value)
    head, tail = (
        (plain[: plain.rfind(marks[-1])], plain[plain.rfind(marks[-1]) + 1 :]) if last_is_decimal else (plain, "")
    )
    body = re.sub(r"[.,' ]", target.group, head)
    return f"{body or '0'}{target.decimal}{tail}" if last_is_decimal else body
