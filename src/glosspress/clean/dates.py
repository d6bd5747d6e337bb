"""Dates as written at the head of an article, in the languages of the rules, to ISO 8601."""

from __future__ import annotations

import re
from functools import lru_cache

from glosspress.clean.rulebook import Language, default_rules

_LABEL = r"(?:[^\W\d_][\w ’'-]{1,24}:?\s*)?"
_TAIL = (
    r"(?P<count>\d{0,4})"
    r"(?:\s*(?:[|·•,–—-]|at|um|à|às|a las|alle|ore)?\s*\d{1,2}[:.h]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s*\w{2,4})?)?\W*"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], dict[str, int]]:
    numbers: dict[str, int] = {}
    for language in default_rules().languages:
        numbers.update(_month_numbers(language))
    month = "|".join(sorted((re.escape(name) for name in numbers), key=len, reverse=True))
    day, year = r"\d{1,2}(?:st|nd|rd|th|º|er|\.)?", r"(?:19|20)\d\d"
    forms = (
        rf"(?P<m1>{month})\.? (?P<d1>{day}),? (?P<y1>{year})",
        rf"(?P<d2>{day}) (?:de |of )?(?P<m2>{month})\.?,? (?:de |del )?(?P<y2>{year})",
        rf"(?P<y3>{year})-(?P<m3>\d\d)-(?P<d3>\d\d)",
        rf"(?P<d4>\d{{1,2}})[./](?P<m4>\d{{1,2}})[./](?P<y4>{year})",
    )
    return re.compile(rf"{_LABEL}(?:\w+,? )?(?:{'|'.join(forms)}){_TAIL}", re.IGNORECASE), numbers


def _month_numbers(language: Language) -> dict[str, int]:
    """Month names in order: the twelve full names first, then short forms, which begin like a full one."""
    full = language.months[:12]
    numbers = {name.lower(): number for number, name in enumerate(full, 1)}
    for short in language.months[12:]:
        starts = [number for number, name in enumerate(full, 1) if name.lower().startswith(short.lower()[:3])]
        if starts:
            numbers.setdefault(short.lower(), starts[0])
    return numbers


def date_line(text: str) -> tuple[str, bool] | None:
    """The ISO date of a line that holds nothing but a date, and whether a counter is glued to it ("October 10,
    20230").
    """
    if len(text) > 80 or not _YEAR.search(text):
        return None
    pattern, numbers = _patterns()
    found = pattern.fullmatch(text.strip())
    if not found:
        return None
    for form in "1234":
        year = found[f"y{form}"]
        if not year:
            continue
        month_text, day_text = found[f"m{form}"].lower().rstrip("."), re.sub(r"\D", "", found[f"d{form}"])
        month = numbers.get(month_text) or int(month_text)
        if 1 <= month <= 12 and 1 <= int(day_text) <= 31:
            return f"{year}-{month:02d}-{int(day_text):02d}", bool(found["count"])
    return None


def iso_date(text: str) -> str:
    """The ISO date in a machine-readable or written date; empty when there is none."""
    found = _ISO.search(text)
    if found:
        return "-".join(found.groups())
    line = date_line(text)
    return line[0] if line else ""
