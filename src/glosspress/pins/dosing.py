"""Route and frequency beside a dose: `0.5 mg/kg IV over 40 min`, `5 mg p.o. b.i.d.`. Abbreviations after the ISMP and JCAHO lists."""

from __future__ import annotations

import re
from functools import lru_cache

_ROUTES: tuple[tuple[str, str], ...] = (
    ("IV|I\\.V\\.|iv|i\\.v\\.|intravenous(?:ly)?", "IV|EV|intravenos|endovenos|intravein|intravenös|i\\.v\\.|i\\.\\s?v\\."),
    ("IM|I\\.M\\.|im|i\\.m\\.|intramuscular(?:ly)?", "IM|intramuscul|intramuskul|i\\.m\\."),
    ("SC|S\\.C\\.|SQ|sc|s\\.c\\.|subcutaneous(?:ly)?", "SC|subcut|sous-cut|s\\.c\\.|por via subcut"),
    ("PO|P\\.O\\.|po|p\\.o\\.|by mouth|oral(?:ly)?", "PO|VO|v\\.o\\.|oral|pela boca|por boca|per os|bouche|p\\.o\\."),
    ("SL|sublingual(?:ly)?", "SL|sublingu"),
    ("IN|intranasal(?:ly)?", "IN|intranas|nasal"),
    ("PR|rectal(?:ly)?", "PR|ret(?:al|o)|rectal|rektal|VR"),
    ("inhaled|INH|nebuli[sz]ed", "inal|inhal|nébul|nebul|vernebel"),
    ("topical(?:ly)?", "t[óo]pic|topi"),
    ("intrathecal(?:ly)?|IT", "intratec|intrath|IT"),
)
_FREQUENCIES: tuple[tuple[str, str], ...] = (
    ("(?:once|one time) (?:a day|daily|per day)|q\\.?d\\.?|o\\.?d\\.?|daily", "q\\.?d\\.?|di[áa]ri|por dia|ao dia|al día|al dia|por día|par jour|täglich|diaria|quotidien|cada d[ií]a|chaque jour|todos os dias|1x"),
    ("twice (?:a day|daily|per day)|b\\.?i\\.?d\\.?", "b\\.?i\\.?d\\.?|(?:duas|dos|deux|zwei|2|dois)\\s?(?:vezes|veces|fois|mal|x|×)|zweimal|12/12|cada 12|12 em 12|2\\s?[x×]"),
    ("three times (?:a day|daily|per day)|t\\.?i\\.?d\\.?", "t\\.?i\\.?d\\.?|(?:três|tres|trois|drei|3)\\s?(?:vezes|veces|fois|mal|x|×)|dreimal|8/8|cada 8|8 em 8|3\\s?[x×]"),
    ("four times (?:a day|daily|per day)|q\\.?i\\.?d\\.?", "q\\.?i\\.?d\\.?|(?:quatro|cuatro|quatre|vier|4)\\s?(?:vezes|veces|fois|mal|x|×)|viermal|6/6|cada 6|6 em 6|4\\s?[x×]"),
    ("once (?:a week|weekly|per week)|weekly", "seman|hebdo|par semaine|wöchentl|woche"),
    ("twice (?:a week|weekly|per week)", "(?:duas|dos|deux|zwei|2)\\s?(?:vezes|veces|fois|mal|x|×)[^.]{0,12}(?:seman|semaine|woche)|zweimal|bissemanal"),
    ("every other day|q\\.?o\\.?d\\.?", "dias? alternad|días? alterno|en días|um dia sim|cada dos días|tous les deux jours|un jour sur deux|jeden zweiten tag|alle zwei tage|alle 2 tage|q\\.?o\\.?d"),
    ("(?:p\\.?r\\.?n\\.?|as needed)", "p\\.?r\\.?n\\.?|se necess|si (?:es )?necesari|si besoin|au besoin|bei bedarf|quando necess|conforme necess|según sea|según neces|SOS"),
    ("at bedtime|q\\.?h\\.?s\\.?", "dormir|deitar|acostar|coucher|schlafen|q\\.?h\\.?s"),
)  # fmt: skip
_EVERY = re.compile(r"(?<!\w)(?:q\.?\s?(\d{1,2})\s?-?h(?:ours?|rs?)?|every (\d{1,2}) h(?:ours?|rs?)?)(?!\w)", re.IGNORECASE)
_LINK = r"[\s,]{1,2}(?:(?:of|given|administered|taken|via|by)\s)?(?:\w+\s){0,2}?"
_AFTER = 60
"""Characters after a dose in which its route and frequency stand."""


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """(kind, source pattern, target alternatives). `IN` and `IT` in capitals only: they are words."""
    routes = [("route", re.compile(rf"(?<![\w.])(?:{source})(?![\w])"), target) for source, target in _ROUTES]
    frequencies = [
        ("frequency", re.compile(rf"(?<![\w.])(?:{source})(?!\w)", re.IGNORECASE), target) for source, target in _FREQUENCIES
    ]
    return (*routes, *frequencies)


def find(text: str, dose_end: int) -> list[tuple[int, int, str]]:
    """(start, end, kind) of the routes and frequencies that stand close behind a dose, in the same clause."""
    stop = min((text.find(mark, dose_end) for mark in (";", ". ", "(") if text.find(mark, dose_end) >= 0), default=len(text))
    stop = min(stop, dose_end + _AFTER)
    found: list[tuple[int, int, str]] = []
    for kind, pattern, _ in sorted(_patterns(), key=lambda item: -len(item[1].pattern)):
        for match in pattern.finditer(text, dose_end, stop):
            if all(match.end() <= low or high <= match.start() for low, high, _ in found):
                found.append((match.start(), match.end(), kind))
    for match in _EVERY.finditer(text, dose_end, stop):
        found.append((match.start(), match.end(), "frequency"))
    return sorted(found)


def target_pattern(source: str, kind: str) -> re.Pattern[str] | None:
    """What a target may say for a source route or frequency, in Portuguese, Spanish, French or German; None: not known."""
    every = _EVERY.fullmatch(source)
    if every:
        hours = every[1] or every[2]
        alternatives = rf"q\.?\s?{hours}\s?h|(?:cada|a cada|toutes les|alle)\s{hours}|de {hours} em {hours}|{hours}/{hours}|every {hours}"
        return re.compile(rf"(?<!\w)(?:{alternatives})\w*", re.IGNORECASE)
    for name, pattern, target in _patterns():
        if name == kind and pattern.fullmatch(source):
            short, long = _split_case(f"{target}|{re.escape(source)}")
            return re.compile(rf"(?<!\w)(?:(?:{short})(?!\w)|(?i:{long})\w*)")
    return None


def _split_case(alternatives: str) -> tuple[str, str]:
    """Abbreviations in capitals keep their case; words do not."""
    depth, parts, current = 0, [], ""
    for character in alternatives:
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += character
    parts.append(current)
    short = [part for part in parts if part.isupper() and len(part) <= 4]
    return "|".join(short) or "(?!)", "|".join(part for part in parts if part not in short)
