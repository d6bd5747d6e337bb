"""Dates in digits and times of day: `2020-03-11`, `7:30 p.m.`."""

from __future__ import annotations

import re

ISO_DATE = re.compile(r"(?<![\w-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w-])")
CLOCK = re.compile(r"(?<![\w:])(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?\s?(a\.?m\.?|p\.?m\.?)(?!\w)", re.IGNORECASE)
_LATE = r"p\.?\s?m\b|d[ae] (?:la )?(?:tarde|noite|noche)|de l['’]après-midi|du soir|abends|nachmittags|nachts"
_EARLY = r"a\.?\s?m\b|d[ae] (?:la )?(?:manhã|madrugada|mañana)|du matin|morgens|vormittags|früh"


def find(text: str) -> list[tuple[int, int, str, tuple[str, ...]]]:
    """(start, end, kind, forms to write) of dates and times."""
    found: list[tuple[int, int, str, tuple[str, ...]]] = [
        (*m.span(), "date", (m[0], f"{m[3]}/{m[2]}/{m[1]}", f"{m[3]}.{m[2]}.{m[1]}")) for m in ISO_DATE.finditer(text)
    ]
    found += [(*m.span(), "time", _clock_forms(m)) for m in CLOCK.finditer(text)]
    return sorted(found)


def _hours(match: re.Match[str]) -> tuple[int, int, bool]:
    """(hour of 12, hour of 24, whether after noon)."""
    hour, late = int(match[1]), match[3].lower().startswith("p")
    return hour, hour % 12 + (12 if late else 0), late


def _clock_forms(match: re.Match[str]) -> tuple[str, ...]:
    _, full, _ = _hours(match)
    minute = match[2] or "00"
    return (f"{full}:{minute}", f"{full}h{minute}" if minute != "00" else f"{full}h", match[0])


def pattern_for(source: str) -> re.Pattern[str]:
    """How a target may tell the time of a source: on the 24-hour clock, or by the half of the day."""
    match = CLOCK.fullmatch(source)
    if match is None:
        return re.compile(re.escape(source))
    hour, full, late = _hours(match)
    minute = match[2] if match[2] not in (None, "00") else ""
    tail = rf"(?:[:.h]|\s?h\s?|\s?Uhr\s){minute}" if minute else r"(?:[:.]00|h00|\s?h(?:oras?|eures?)?\b|\s?Uhr)?"
    own, other = (_LATE, _EARLY) if late else (_EARLY, _LATE)
    forms = [rf"0?{full}{tail}(?!\d|[:.h]\d)(?!\s?(?:{other}))", rf"0?{hour}{tail}(?![:.h]\d)\s?(?:{own})[.]?"]
    return re.compile(rf"(?<![\d:.,])(?:{'|'.join(forms)})", re.IGNORECASE)
