"""Dates in digits and times of day: `2020-03-11`, `7:30 p.m.`."""

from __future__ import annotations

import re

ISO_DATE = re.compile(r"(?<![\w-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w-])")
CLOCK = re.compile(r"(?<![\w:])(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?\s?(a\.?m\.?|p\.?m\.?)(?!\w)", re.IGNORECASE)


def find(text: str) -> list[tuple[int, int, str, tuple[str, ...]]]:
    """(start, end, kind, allowed forms) of dates and times."""
    found: list[tuple[int, int, str, tuple[str, ...]]] = [
        (*m.span(), "date", (m[0], f"{m[3]}/{m[2]}/{m[1]}", f"{m[3]}.{m[2]}.{m[1]}")) for m in ISO_DATE.finditer(text)
    ]
    found += [(*m.span(), "time", clock_forms(m)) for m in CLOCK.finditer(text)]
    return sorted(found)


def clock_forms(match: re.Match[str]) -> tuple[str, ...]:
    """A time of the 12-hour clock in the forms of both clocks: `19:30`, `19h30`, `7:30 p.m.`; full hours also as `19 h`."""
    hour, minute = int(match[1]), match[2] or ""
    late = match[3].lower().startswith("p")
    full = hour % 12 + (12 if late else 0)
    forms = []
    for value in dict.fromkeys((full, hour)):
        if minute and minute != "00":
            forms += [f"{value}:{minute}", f"{value}h{minute}", f"{value} h {minute}", f"{value}.{minute}"]
        else:
            forms += [f"{value}:00", f"{value}h00", f"{value}h", f"{value} h", f"{value} Uhr", f"{value} p.m.", f"{value} a.m.", f"{value}"]
    return (*forms, match[0])
