"""The wrong language: by script, and by function words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from glosspress.checks.check import AS_IT_IS, Check, Context, Pair, Report
from glosspress.checks.stopwords import stopwords
from glosspress.translation import Severity

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    "ar": "ARABIC",
    "fa": "ARABIC",
    "ur": "ARABIC",
    "he": "HEBREW",
    "ru": "CYRILLIC",
    "uk": "CYRILLIC",
    "bg": "CYRILLIC",
    "el": "GREEK",
    "hi": "DEVANAGARI",
    "bn": "BENGALI",
    "th": "THAI",
    "zh": "CJK",
    "zt": "CJK",
    "ko": "HANGUL",
}
_ENOUGH_WORDS = 8
_ENOUGH_LETTERS = 20


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """A target of which most letters are of another script, or most function words of another language."""
    if context.locale.pseudo or context.kind in AS_IT_IS:
        return
    text = pair.target.text
    script = _SCRIPTS.get(context.locale.language, "LATIN")
    foreign = _foreign_letters(text, script) - _foreign_letters(pair.source.text, script)
    letters = sum(c.isalpha() for c in text)
    if context.locale.language != "ja" and letters >= _ENOUGH_LETTERS and foreign > letters / 2:
        yield Severity.BLOCK, f"most letters are not {script.title()}"
        return
    guess = dominant(text, context.locale.language)
    if guess and guess != context.locale.language:
        yield Severity.BLOCK, f"reads as “{guess}”, not “{context.locale.language}”"


def _foreign_letters(text: str, script: str) -> int:
    return sum(1 for c in text if c.isalpha() and not unicodedata.name(c, script).startswith(script))


def dominant(text: str, expected: str) -> str:
    """The language whose function words clearly outnumber those of the expected one; empty without clear evidence."""
    words = [match[0].lower() for match in _WORD.finditer(text)]
    if expected not in stopwords() or len(words) < _ENOUGH_WORDS:
        return ""
    counts = Counter({language: sum(word in known for word in words) for language, known in stopwords().items()})
    best, count = counts.most_common(1)[0]
    return best if count >= 4 and count >= 2 * counts[expected] + 2 else ""


CHECK = Check(
    "language",
    "The target is in the language it is meant for.",
    "LibreTranslate #947; argos-translate #522",
    examine,
)
