"""Numbers written in letters: scale words after digits (`1.7 billion`), and small numbers (`two`).

Scale words follow the short scale in English and Brazilian Portuguese and the long one in European Portuguese, Spanish, French and
German (`billion` is `mil millones`, `milliard`, `Milliarde`): the commonest way a big number is lost in translation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_Scale = tuple[int, str, str]
"""(power of ten, singular, plural)."""
_SHORT_PT: tuple[_Scale, ...] = (
    (3, "mil", "mil"), (6, "milhão", "milhões"), (9, "bilhão", "bilhões"), (12, "trilhão", "trilhões"), (9, "mil milhões", "mil milhões"),
)  # fmt: skip
_SCALES: dict[str, tuple[_Scale, ...]] = {
    "en": ((3, "thousand", "thousand"), (6, "million", "millions"), (9, "billion", "billions"), (12, "trillion", "trillions"), (9, "bn", "bn")),
    "pt": _SHORT_PT,
    "pt-PT": ((3, "mil", "mil"), (6, "milhão", "milhões"), (9, "mil milhões", "mil milhões"), (12, "bilião", "biliões")),
    "es": ((3, "mil", "mil"), (6, "millón", "millones"), (9, "mil millones", "mil millones"), (12, "billón", "billones")),
    "fr": ((3, "mille", "mille"), (6, "million", "millions"), (9, "milliard", "milliards"), (12, "billion", "billions")),
    "de": (
        (3, "Tausend", "Tausend"), (6, "Million", "Millionen"), (9, "Milliarde", "Milliarden"), (12, "Billion", "Billionen"),
        (6, "Mio.", "Mio."), (9, "Mrd.", "Mrd."), (3, "tausend", "tausend"),
    ),
    "it": ((3, "mila", "mila"), (6, "milione", "milioni"), (9, "miliardo", "miliardi")),
    "zh": ((3, "千", "千"), (4, "万", "万"), (6, "百万", "百万"), (8, "亿", "亿"), (9, "十亿", "十亿")),
    "zt": ((3, "千", "千"), (4, "萬", "萬"), (6, "百萬", "百萬"), (8, "億", "億"), (9, "十億", "十億")),
    "ja": ((3, "千", "千"), (4, "万", "万"), (6, "百万", "百万"), (8, "億", "億"), (9, "十億", "十億")),
}  # fmt: skip
_UNITS: dict[str, str] = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve",
    "pt": "zero um|uma dois|duas três quatro cinco seis sete oito nove dez onze doze",
    "es": "cero uno|una|un dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "fr": "zéro un|une deux trois quatre cinq six sept huit neuf dix onze douze",
    "de": "null ein|eine|einer|einem|einen|eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "it": "zero uno|una|un due tre quattro cinque sei sette otto nove dieci undici dodici",
}
_MORE: dict[str, dict[str, int]] = {
    "en": {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "dozen": 12},
    "pt": {"quinze": 15, "vinte": 20, "trinta": 30, "quarenta": 40, "cinquenta": 50, "sessenta": 60, "cem": 100},
    "es": {"quince": 15, "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "cien": 100},
    "fr": {"quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100},
    "de": {"fünfzehn": 15, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "hundert": 100},
}
_ORDINALS: dict[str, str] = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "pt": "primeir segund terceir quart quint sext sétim oitav non décim",
    "es": "primer segund tercer cuart quint sext séptim octav noven décim",
    "fr": "premi deuxi|second troisi quatri cinqui sixi septi huiti neuvi dixi",
    "de": "erst zweit dritt viert fünft sechst siebt|siebent acht neunt zehnt",
}
_ROMAN = re.compile(r"(?<!\w)(?=[IVXL])X{0,3}(?:IX|IV|V?I{0,3})(?!\w)")
_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Scales:
    """The scale words of one locale."""

    pattern: re.Pattern[str] | None
    factors: dict[str, Decimal]
    words: dict[int, tuple[str, str]]
    """Power of ten to (singular, plural): the words to write."""


@lru_cache(maxsize=64)
def scales(tag: str, language: str) -> Scales:
    """The scale words of a locale; empty for a language we have none of."""
    rows = _SCALES.get(tag) or _SCALES.get(language, ())
    words: dict[int, tuple[str, str]] = {}
    factors: dict[str, Decimal] = {}
    for power, one, many in rows:
        words.setdefault(power, (one, many))
        factors[one] = factors[many] = Decimal(10) ** power
    if not rows:
        return Scales(None, {}, {})
    spaced = language not in ("zh", "zt", "ja")
    names = "|".join(re.escape(name) for name in sorted(factors, key=len, reverse=True))
    pattern = rf"[\s\u00a0\u202f-](?P<scale>{names})(?!\w)" if spaced else rf"\s?(?P<scale>{names})"
    return Scales(re.compile(pattern), factors, words)


@lru_cache(maxsize=64)
def cardinals(language: str) -> tuple[re.Pattern[str] | None, dict[str, int]]:
    """A pattern of the small numbers of a language in letters, and their values (0 to 12, 15 and some tens)."""
    if language not in _UNITS:
        return None, {}
    values = {form: number for number, forms in enumerate(_UNITS[language].split()) for form in forms.split("|")}
    values |= _MORE.get(language, {})
    names = "|".join(sorted(values, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{names})(?!\w)", re.IGNORECASE), values


@lru_cache(maxsize=64)
def ordinals(language: str) -> tuple[re.Pattern[str] | None, dict[str, int]]:
    """A pattern of the first ordinals, any ending, and the values of their stems."""
    if language not in _ORDINALS:
        return None, {}
    stems = {form: number for number, forms in enumerate(_ORDINALS[language].split(), 1) for form in forms.split("|")}
    names = "|".join(sorted(stems, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?P<stem>{names})\w{{0,4}}(?!\w)", re.IGNORECASE), stems


def romans(text: str) -> list[tuple[int, int, int]]:
    """(start, end, value) of the Roman numerals from I to XXXIX in a text."""
    found = []
    for match in _ROMAN.finditer(text):
        digits = [_ROMAN_VALUE[c] for c in match[0]]
        total = sum(-a if a < b else a for a, b in zip(digits, digits[1:] + [0], strict=True))
        if total:
            found.append((match.start(), match.end(), total))
    return found
