"""A text as matching sees it: normalised, with the way back to the raw offsets.

One view character stands for one or more raw characters. Compatibility forms are resolved (NFKC: `µ` to `μ`, `Mg²⁺` to
`Mg2+`, full-width digits), combining characters composed, dashes and apostrophes unified, runs of white space are one
space, and invisible format characters (zero-width space, soft hyphen, bidi marks) are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_DASHES = dict.fromkeys("‐‑‒–—―⁃−﹣－", "-")
_APOSTROPHES = dict.fromkeys("’‘ʼ＇′", "'")
_SAME = {**_DASHES, **_APOSTROPHES}
_CHANGES = re.compile(
    "[‐‑‒–—―⁃−﹣－’‘ʼ＇′\u2044\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
    "|  |[^\\S ]|[\U000e0000-\U000e0fff]"
)
"""What a view changes beyond NFKC; any text without it, and in NFKC, is its own view."""
SUPERSCRIPT = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class View:
    """The normalised text and its offsets."""

    text: str
    folded: str
    """`text` in lower case, character by character: the same length."""
    starts: Sequence[int]
    """Raw offset at which each view character begins."""
    ends: Sequence[int]
    """Raw offset at which it ends."""
    raised: frozenset[int] = frozenset()
    """Positions of superscript digits: footnote marks end a word, subscripts do not."""

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of the view span `[start, end)`, which is not empty."""
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=512)
def view(text: str) -> View:
    """The view of a text; one that is normal already, the common case, costs little."""
    return view_of_normal(text) if is_view(text) else _full(text)


def is_view(text: str) -> bool:
    """Whether a text is its own view."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return True
    return not _CHANGES.search(text) and unicodedata.is_normalized("NFKC", text)


def view_of_normal(text: str) -> View:
    """The view of a text that is its own."""
    offsets = range(len(text) + 1)
    return View(text, fold(text), offsets[:-1], offsets[1:])


def normalise(text: str) -> str:
    """The view's text alone, without white space at the ends."""
    if is_view(text):
        return text.strip()
    return _full(text).text.strip()


def fold(text: str) -> str:
    """Lower case that keeps the length: a character whose lower case is longer stays."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _full(text: str) -> View:
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    raised: set[int] = set()
    for start, end, value in _clusters(text):
        if text[start] in SUPERSCRIPT:
            raised.add(len(out))
        for character in value:
            if character == " " and out and out[-1] == " ":
                ends[-1] = end
                continue
            out.append(character)
            starts.append(start)
            ends.append(end)
    joined = "".join(out)
    return View(joined, fold(joined), starts, ends, frozenset(raised))


def _clusters(text: str) -> list[tuple[int, int, str]]:
    """(start, end, normalised) of each base character with its combining characters; invisible ones are left out."""
    found: list[tuple[int, int, str]] = []
    position, size = 0, len(text)
    while position < size:
        end = position + 1
        while end < size and unicodedata.combining(text[end]) and not text[position].isspace():
            end += 1
        value = _normal(text[position:end])
        if value:
            found.append((position, end, value))
        position = end
    return found


@lru_cache(maxsize=8192)
def _normal(cluster: str) -> str:
    first = cluster[0]
    if first in _SAME:
        return _SAME[first]
    if first.isspace():
        return " "
    if unicodedata.category(first) == "Cf":
        return ""
    return "".join(_SAME.get(c, c) for c in unicodedata.normalize("NFKC", cluster)).replace("\u2044", "/")
