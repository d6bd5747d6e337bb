"""Units in letters: `milligrams` must not become grams."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glosspress.checks.check import Check, Context, Pair, Report
from glosspress.translation import Severity

_FAMILIES: dict[str, str] = {
    "microgram": r"micrograms?|microgramm?[oae]s?|mikrogramm\w*|mcg|[µμ]g",
    "milligram": r"milligrams?|milligrammes?|miligram[oa]s?|milligramm\w*|mg",
    "kilogram": r"kilograms?|kilogrammes?|kilogramos?|quilogramas?|kilogramm\w*|kg|quilos?|kilos?",
    "gram": r"grams?|grammes?|gram[oa]s?|gramm|g",
    "millilitre": r"millilit(?:er|re)s?|mililitros?|millilitern?|ml",
    "litre": r"lit(?:er|re)s?|litros?|litern?|l",
    "millimetre": r"millimet(?:er|re)s?|millimètres?|milímetros?|millimetern?|mm",
    "centimetre": r"centimet(?:er|re)s?|centimètres?|centímetros?|zentimetern?|cm",
    "second": r"seconds|segundos?|secondes?|sekunden?|s",
    "minute": r"minutes?|minutos?|minuten?|min\.?",
    "hour": r"hours?|horas?|heures?|stunden?|h|hrs?",
    "day": r"days?|dias?|días?|jours?|journées?|tage?n?|diári[oa]s?|dia",
    "week": r"weeks?|semanas?|semaines?|wochen?|weekly|semana(?:l|is|is|les)",
    "month": r"months?|m[eê]s(?:es)?|mois|monate?n?|mensual(?:es)?|mensa(?:l|is)|monthly",
    "year": r"years?|anos?|años?|ans?|années?|jahre?n?",
}
_AFTER_NUMBER = {
    name: re.compile(rf"(?<![\w.,])\d[\d.,\u00a0\u202f]*(?:[\s\u00a0\u202f-]\w{{2,9}})?[\s\u00a0\u202f-]?(?:{words})(?!\w)", re.IGNORECASE)
    for name, words in _FAMILIES.items()
}
_ANYWHERE = {name: re.compile(rf"(?<![^\W\d_])(?:{words})(?!\w)", re.IGNORECASE) for name, words in _FAMILIES.items()}
_MEASURES = frozenset({"microgram", "milligram", "kilogram", "gram", "millilitre", "litre", "millimetre", "centimetre"})
_LANGUAGES = frozenset({"en", "pt", "es", "fr", "de"})


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """A unit that follows a number in the source, in letters, and is nowhere in the target."""
    if context.locale.language not in _LANGUAGES or context.source_language not in _LANGUAGES or context.locale.pseudo:
        return
    for name, pattern in _AFTER_NUMBER.items():
        match = pattern.search(pair.source.text)
        if match and not _ANYWHERE[name].search(pair.target.text):
            grade = Severity.BLOCK if name in _MEASURES else Severity.WARN
            yield grade, f"“{match[0]}”: no {name} in the target"


CHECK = Check(
    "units",
    "A unit written out after a number is written in the target too.",
    "LibreTranslate #710, #755",
    examine,
)
