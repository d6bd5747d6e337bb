"""Whether a form looks like a form of its term: a rough test, for a doubt that a person settles."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from glosspress.glossary.view import fold, normalise

_STEM = 4
"""Letters that a form shares with a word of its target; `receptores` keeps `rece`."""
_SPELLINGS = str.maketrans("kzyj", "ccii")
"""Letters that change between spellings of one word: Kalzium, Calcium."""


def alike(form: str, target: str) -> bool:
    """True when the two share the beginning of a word, or one is the acronym of the other's words."""
    if target[:_STEM] and target[:_STEM] in form:  # the common case, without any normalising
        return True
    mine, other = plain(form), plain(target)
    if not mine or not other:
        return True
    return _shares(mine, other) or _shares(other, mine) or _initials(form) == other or _initials(target) == mine


def inflected(one: str, other: str) -> bool:
    """True when two renderings look like forms of the same words: as many words, each pair alike but for its ending.

    `depressão` and `depressivo` are; `medicamento` and `medicação`, `grave` and `forte` are not.
    """
    mine, others = (plain(text).replace("-", " ").split() for text in (one, other))
    return len(mine) == len(others) > 0 and all(map(_same_stem, mine, others))


def _same_stem(one: str, other: str) -> bool:
    shortest = min(len(one), len(other))
    if shortest < _STEM:
        short, long = sorted((one, other), key=len)
        return long.startswith(short) and len(long) - len(short) <= (2 if len(short) > 1 else 0)
    needed = max(_STEM - 1, shortest - 2)
    return one[:needed] == other[:needed]


def _shares(one: str, other: str) -> bool:
    """A word of `one` that begins some word, or part of a compound, of `other`."""
    return any(word[:_STEM] in other for word in one.replace("-", " ").split() if len(word) > 1)


def _initials(text: str) -> str:
    return "".join(word[0] for word in plain(text).replace("-", " ").split())


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """In lower case, without accents, in one spelling."""
    folded = fold(normalise(text))
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return folded.replace("ph", "f").translate(_SPELLINGS)
