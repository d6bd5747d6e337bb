"""Engines without a model: `echo` copies, `pseudo` disguises. Layouts can be tested before a translation exists.

Both write the target forms they are told to keep, so that their output is verified like any other. The pseudo locales
are Android's (developer.android.com, "Test your app with pseudolocales"): `en-XA` accents the letters and makes the
text about a third longer, in brackets; `ar-XB` sets each word from right to left with control characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from glosspress.engines.engine import Attention, Hypothesis, Keep, Request, Tokens

_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ",
)
_VOWELS = re.compile(r"[åéîöû]")
_WORD = re.compile(r"[^\W\d_]+")
_RIGHT_TO_LEFT = "\u200f\u202e{}\u202c\u200f"
"""RLM, RLO, the word, PDF, RLM."""


@dataclass(frozen=True, slots=True)
class SyntheticEngine:
    """Writes the source through a disguise, kept spans in their target form."""

    label: str
    disguise: Callable[[str], str]
    """For the text between kept spans."""
    frame: str = "{}"

    @property
    def sha256(self) -> str:
        """There is no model."""
        return ""

    @property
    def decoding(self) -> str:
        """Nothing is decoded."""
        return "none"

    @property
    def synthetic(self) -> bool:
        """Not a human language."""
        return True

    @property
    def longest(self) -> int:
        """Any length."""
        return 1_000_000

    def tokenise(self, text: str) -> Tokens:
        """Words and what stands between them."""
        return tuple(re.findall(r"\s*\S+", text))

    def detokenise(self, tokens: Sequence[str]) -> str:
        """The text again."""
        return "".join(tokens)

    def decode(self, requests: Sequence[Request]) -> list[list[Hypothesis]]:
        """One hypothesis a request."""
        return [[Hypothesis(text, self.tokenise(text), 0.0)] for text in map(self._write, requests)]

    def stream(self, requests: Sequence[Request]) -> Iterator[list[Hypothesis]]:
        """As `decode`."""
        return iter(self.decode(requests))

    def rate(self, pairs: Sequence[tuple[str, Tokens]]) -> list[Sequence[float]]:
        """Everything is equally likely."""
        return [[0.0] * (len(tokens) + 1) for _, tokens in pairs]

    def align(self, pairs: Sequence[tuple[str, str | Tokens]]) -> list[Attention]:
        """Word by word: nothing changes its place."""
        written = [self.tokenise(target) if isinstance(target, str) else target for _, target in pairs]
        return [
            _diagonal(len(target), len(self.tokenise(source)))
            for (source, _), target in zip(pairs, written, strict=True)
        ]

    def _write(self, request: Request) -> str:
        parts, done = [], 0
        for keep in sorted(request.keep, key=_by_start):
            parts += [self.disguise(request.source[done : keep.start]), keep.target]
            done = keep.end
        text = "".join([*parts, self.disguise(request.source[done:])])
        return self.frame.format(text) if text.strip() else text


def _diagonal(rows: int, columns: int) -> Attention:
    return tuple(
        tuple(1.0 if column == row * columns // rows else 0.0 for column in range(columns)) for row in range(rows)
    )


def _by_start(keep: Keep) -> int:
    return keep.start


def _accent(text: str) -> str:
    return _VOWELS.sub(lambda vowel: vowel[0] * 2, text.translate(_ACCENTED))


def _mirror(text: str) -> str:
    return _WORD.sub(lambda word: _RIGHT_TO_LEFT.format(word[0]), text)


def _same(text: str) -> str:
    return text


ECHO = SyntheticEngine("echo@1", _same)
PSEUDO = {
    "en-XA": SyntheticEngine("pseudo-en-XA@1", _accent, "[{}]"),
    "ar-XB": SyntheticEngine("pseudo-ar-XB@1", _mirror),
}
