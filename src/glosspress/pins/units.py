"""SI, clinical and common units with exact case (NIST SP 811; UCUM), and the other ways a unit may be written.

`nM` is nanomolar and `nm` a nanometre: upper and lower case are never folded. `mcg` and `µg` are the same unit.
"""

from __future__ import annotations

import re
from functools import lru_cache

from glosspress.pins.lexicon import either, table

_SINGLE = {
    "mass": "kg g mg mcg µg μg ug ng pg lb lbs oz Da kDa",
    "volume": "L l dL dl mL ml µL μL uL nL fL cc",
    "amount": "mol mmol µmol μmol umol nmol pmol M mM µM μM uM nM pM mEq Eq IU UI IE mIU µIU μIU U mU µU μU kU fmol mOsm",
    "length": "km m cm mm µm μm um nm",
    "time": "s sec ms µs μs ns min h hr hrs",
    "rate": "Hz kHz MHz GHz bpm rpm",
    "pressure": "mmHg cmH2O cmH₂O kPa MPa hPa Pa mbar",
    "temperature": "°C °F ºC ºF ℃ ℉",
    "energy": "kJ J kcal cal kW W mW µW μW kV mV µV μV nV V mA µA μA nA pA kΩ MΩ Ω mT dB eV keV MeV",
    "radiation": "Gy mGy cGy Sv mSv Bq kBq MBq Ci mCi",
    "share": "% ‰ ppm ppb",
    "genome": "bp kb Mb",
}
DOSABLE = frozenset(f"{_SINGLE['mass']} {_SINGLE['volume']} {_SINGLE['amount']}".split()) - {
    "Da",
    "kDa",
    "M",
    "mM",
    "nM",
    "pM",
}
"""Units of a dose."""
_ALL = sorted({unit for units in _SINGLE.values() for unit in units.split()}, key=len, reverse=True)
_PER = [*_ALL, "day", "d", "wk", "m2", "m²", "m3", "m³", "week", "dose", "dia", "día", "jour", "Tag", "j"]
_NAMES = "|".join(re.escape(unit) for unit in _ALL)
_PER_NAMES = "|".join(re.escape(unit) for unit in sorted(_PER, key=len, reverse=True))
PATTERN = re.compile(
    rf"(?P<gap>[ \u00a0\u2009\u202f-]?)(?P<unit>(?:° (?=[CF]\b))?(?:{_NAMES}|(?<=° )[CF])(?:[²³]|(?<=[ckm]m)[23])?"
    rf"(?:\s?/\s?(?:{_PER_NAMES})(?!\w)|[·.](?:{_PER_NAMES})[⁻−-][¹1])*)(?![\w²³]|/\d|[.]\w)"
)
"""A unit right after a number, with an ordinary, no-break or thin space or a hyphen (`5-mg tablet`) between them."""

_CANONICAL = {
    "μ": "µ",
    "mcg": "µg",
    "ug": "µg",
    "uL": "µL",
    "ul": "µL",
    "umol": "µmol",
    "uM": "µM",
    "um": "µm",
    "lbs": "lb",
    "hr": "h",
    "hrs": "h",
    "sec": "s",
    "UI": "IU",
    "IE": "IU",
    "ml": "mL",
    "dl": "dL",
    "l": "L",
    "cc": "mL",
    "ºC": "°C",
    "ºF": "°F",
    "℃": "°C",
    "℉": "°F",
    "° C": "°C",
    "° F": "°F",
    "cmH₂O": "cmH2O",
    "m²": "m2",
    "m³": "m3",
    "d": "day",
    "dia": "day",
    "día": "day",
    "jour": "day",
    "j": "day",
    "Tag": "day",
    "wk": "week",
}


def canonical(unit: str) -> str:
    """One spelling for the same unit: `µg/kg/h` of `mcg/kg/hr`."""
    unit = unit.replace("μ", "µ")
    if unit in _CANONICAL:
        return _CANONICAL[unit]
    parts = [_CANONICAL.get(part.strip(), part.strip()) for part in unit.split("/")]
    return "/".join(_squared(part) for part in parts)


def _squared(part: str) -> str:
    return part.replace("²", "2").replace("³", "3")


@lru_cache(maxsize=1)
def word_pattern() -> re.Pattern[str]:
    """Units in letters after a number, in English, Portuguese, Spanish, French and German; the group says which."""
    rows = table("units")["words"].values()
    groups = "|".join(f"(?P<u{number}>{either(words)})" for number, words in enumerate(rows))
    return re.compile(rf"[ \u00a0\u202f-](?:{groups})(?!\w)", re.IGNORECASE)


def unit_of_word(match: re.Match[str]) -> str:
    """The canonical unit of a match of `word_pattern`."""
    name = match.lastgroup or "u0"
    return str(list(table("units")["words"])[int(name[1:])])
