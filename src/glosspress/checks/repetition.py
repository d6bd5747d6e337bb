"""Loops: the commonest hallucination of small translation models."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from glosspress.checks.check import Check, Context, Pair, Report
from glosspress.translation import Severity

_TOKEN = re.compile(r"\w+|[^\w\s]")
_LOOP = re.compile(r"(.{2,60}?)(?:[\s,.;-]*\1){3,}", re.DOTALL)
_SEPARATORS = {code: None for code in range(0x3001) if chr(code).isspace() or chr(code) in ",.;-"}
_FOUR = re.compile(r"(.)\1{3}", re.DOTALL)
_FAR = 63
"""Characters from a stretch to the next one."""
_LEAST_AGAIN = 2
"""Times that a run comes again before it counts, at least."""
_MUCH = 0.25
"""Share of the words; long sentences repeat the name of their subject."""


def examine(pair: Pair, _context: Context) -> Iterator[Report]:
    """A stretch said four times in a row, a word twice in a row, a part of a word, an n-gram far oftener than in the source."""
    loop = longest_loop(pair.target.text)
    if loop and not longest_loop(pair.source.text):
        yield Severity.BLOCK, f"repeats “{loop.strip()}” in a loop"
        return
    gram, share = repeated_gram(pair.source.text, pair.target.text)
    if gram:
        yield Severity.BLOCK if share > _MUCH else Severity.WARN, f"repeats “{gram}”"
    twin = doubled_word(pair.target.text)
    if twin and not doubled_word(pair.source.text):
        yield Severity.BLOCK, f"“{twin} {twin}”"
    cut = fragment(pair.target.text)
    if cut and not fragment(pair.source.text):
        yield Severity.BLOCK, f"“{cut}” is a part of a word"


def longest_loop(text: str) -> str:
    """A stretch of 2 to 60 characters that follows itself three times or more, with a letter in it."""
    match = _LOOP.search(text) if _may_loop(text) else None
    return match[1] if match and any(c.isalpha() for c in match[1]) else ""


def _may_loop(text: str) -> bool:
    """Whether some stretch of the text without separators stands four times in a row; `_LOOP` alone takes ten times longer.

    The first six characters of a loop come again one stretch later, and with them all that follows; of a stretch that is a
    single character without its separators (`e, e, e, e`) there are but four.
    """
    bare = text.translate(_SEPARATORS)
    if _FOUR.search(bare):
        return True
    beginnings = [bare[place : place + 6] for place in range(len(bare) - 5)]
    if len(set(beginnings)) == len(beginnings):
        return False
    places: dict[str, list[int]] = {}
    for place, beginning in enumerate(beginnings):
        earlier = places.setdefault(beginning, [])
        for start in reversed(earlier):
            stop = place + 3 * (place - start)
            if place - start > _FAR:
                break
            if stop <= len(bare) and bare[start:place] * 3 == bare[place:stop]:
                return True
        earlier.append(place)
    return False


def repeated_gram(source: str, target: str) -> tuple[str, float]:
    """A run of four words that the target has three times or more, more than twice as often as any run in the source,
    with the share of the target's words that it makes up; an empty string when there is none.
    """
    grams = _grams(target)
    if len(grams) < len(set(grams)) + _LEAST_AGAIN:
        return "", 0.0
    [(gram, count)] = Counter(grams).most_common(1)
    allowed = max(_LEAST_AGAIN, 2 * max(Counter(_grams(source)).values(), default=1))
    return (" ".join(gram), 4 * count / (len(grams) + 3)) if count > allowed else ("", 0.0)


def _grams(text: str) -> list[tuple[str, ...]]:
    words = [token.lower() for token in _TOKEN.findall(text) if token[0].isalpha()]
    return list(zip(words, words[1:], words[2:], words[3:], strict=False))


_REFLEXIVE = frozenset({"nous", "vous"})
"""`nous nous lavons` is French."""


def doubled_word(text: str) -> str:
    """A word of four letters or more that follows itself."""
    found = re.finditer(r"(?<!\w)([^\W\d_]{4,})\s+\1(?!\w)", text, re.IGNORECASE)
    return next((match[1] for match in found if match[1].lower() not in _REFLEXIVE), "")


def fragment(text: str) -> str:
    """A word that breaks off in dots or a dash: `pacientes pac…`, `contro- `; only where the word before begins so too."""
    for match in _BROKEN.finditer(text):
        if match["whole"].lower().startswith(match["part"].lower()) and match["whole"] != match["part"]:
            return match[0]
    return ""


_BROKEN = re.compile(r"(?<!\w)(?P<whole>[^\W\d_]{4,})[\s,]+(?P<part>[^\W\d_]{2,})(?:…|\.\.\.|-(?=\s)|$)")


CHECK = Check(
    "repetition",
    "The target does not say the same thing over and over.",
    "argos-translate #197, #318, #428, #444, #522; LibreTranslate #46, #183, #917",
    examine,
)
