"""Route and frequency beside a dose: `0.5 mg/kg IV over 40 min`, `5 mg p.o. b.i.d.`, `every 8 hours`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from glosspress.pins.lexicon import either, table

_EVERY = re.compile(
    r"(?<!\w)(?:q\.?\s?(\d{1,2})\s?-?h(?:ours?|rs?)?|every (\d{1,2}) h(?:ours?|rs?)?)(?!\w)", re.IGNORECASE
)
DURATION = re.compile(
    r"(?:\d\s?(?:mg|mcg|µg|g|mL|IU)(?:/\w+)*|(?i:infus\w+)|IV|intravenously)\s(?:\w+\s){0,2}?"
    r"(?P<span>over (?P<number>\d+(?:\.\d+)?)[ -](?P<unit>min|minutes?|h|hours?|hrs?))(?!\w)"
)
"""`over 40 min` after a dose or an infusion says how long it takes; translation makes "more than 40 minutes" of it."""
_DURATION_FORMS = {
    "pt": ("durante {} {}", "minutos", "horas"),
    "es": ("durante {} {}", "minutos", "horas"),
    "fr": ("en {} {}", "minutes", "heures"),
    "de": ("über {} {}", "Minuten", "Stunden"),
}
MORE_THAN = re.compile(r"(?:mais d[eo]s?|más de|plus d[e'’]s?|mehr als|acima d[eo]s?)\s?$", re.IGNORECASE)
_EVERY_FORMS = {"pt": "a cada {} h", "es": "cada {} h", "fr": "toutes les {} h", "de": "alle {} h"}
_CLAUSE_END = re.compile(r"[;(]|[.!?]\s+(?=[A-Z])")
_AFTER = 60
"""Characters after a dose in which its route and frequency stand."""


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    source: re.Pattern[str]
    target: re.Pattern[str]
    write: dict[str, str]


@lru_cache(maxsize=1)
def _entries() -> tuple[_Entry, ...]:
    """Routes by exact case (`IN` and `IT` are words in lower case), frequencies in any case."""
    found = []
    for kind, flags in (("route", re.NOFLAG), ("frequency", re.IGNORECASE)):
        for row in table("dosing")[kind]:
            short = [form for form in row["target"] if form.isupper() and len(form) <= 4]
            long = [form for form in row["target"] if form not in short]
            target = rf"(?<!\w)(?:(?:{either(short) or '(?!)'})(?!\w)|(?i:{either(long)})\w*)"
            source = re.compile(rf"(?<![\w.])(?:{either(row['source'])})(?!\w)", flags)
            found.append(_Entry(kind, source, re.compile(target), row["write"]))
    return tuple(found)


def find(text: str, dose_end: int) -> list[tuple[int, int, str]]:
    """(start, end, kind) of the routes and frequencies that stand close behind a dose, in the same clause."""
    clause = _CLAUSE_END.search(text, dose_end, dose_end + _AFTER)
    stop = clause.start() if clause else min(len(text), dose_end + _AFTER)
    patterns = [(entry.kind, entry.source) for entry in _entries()] + [("frequency", _EVERY)]
    spans = [
        (*match.span(), kind)
        for kind, pattern in patterns
        for match in pattern.finditer(text, dose_end, stop)
        if not text[match.end() : match.end() + 1].isalnum()
    ]
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda span: span[0] - span[1]):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)


def pattern_for(source: str, kind: str) -> re.Pattern[str]:
    """What a target in Portuguese, Spanish, French or German may say for a source route or frequency."""
    every = _EVERY.fullmatch(source)
    if every:
        hours = every[1] or every[2]
        written = rf"q\.?\s?{hours}\s?h|(?:cada|toutes les|alle) {hours}|de {hours} em {hours}|{hours}/{hours}"
        return re.compile(rf"(?<!\w)(?:{written})(?:\s?h\w*)?", re.IGNORECASE)
    entry = _entry(source, kind)
    return entry.target if entry else re.compile(rf"(?<!\w){re.escape(source)}(?!\w)")


def forms(source: str, kind: str, language: str) -> tuple[str, ...]:
    """Forms to write in a language, the best first; empty for a language we have none of.

    The abbreviations of the commonest routes are international and stay; `PO` is not (`VO` in Portuguese and Spanish).
    """
    if language not in _EVERY_FORMS:
        return ()
    every = _EVERY.fullmatch(source)
    if every:
        return (_EVERY_FORMS[language].format(every[1] or every[2]),)
    entry = _entry(source, kind)
    written = entry.write.get(language, "") if entry else ""
    stays = (source,) if kind == "route" and source in ("IV", "IM", "SC") else ()
    return tuple(form for form in (*stays, written) if form)


def duration_forms(match: re.Match[str], number: str, language: str) -> tuple[str, ...]:
    """A match of DURATION with its number written for the locale; empty for a language we have no form of."""
    if language not in _DURATION_FORMS:
        return ()
    form, minutes, hours = _DURATION_FORMS[language]
    short = match["unit"][0] == "m"
    return (form.format(number, minutes if short else hours), form.format(number, "min" if short else "h"))


def _entry(source: str, kind: str) -> _Entry | None:
    return next((entry for entry in _entries() if entry.kind == kind and entry.source.fullmatch(source)), None)
