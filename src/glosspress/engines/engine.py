"""What an engine is: requests in, hypotheses with scores and alignment out.

Engines know nothing of terms or articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

Tokens = tuple[str, ...]
Attention = Sequence[Sequence[float]]
"""One row a target token, one weight a source token."""
Alignment = Sequence[int]
"""Of each target token, the number of the source token that it answers most; `UNKNOWN` where that was not to be told."""
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Keep:
    """A span of a request's source whose target text is known: used by engines that write without a model."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Request:
    """One sentence to decode."""

    source: str
    prefix: Tokens = ()
    """Target tokens the hypothesis must begin with."""
    n_best: int = 1
    """How many hypotheses, best first; above 1 the beam is at least as wide."""
    alignment: bool = False
    """The hypotheses come with their alignment."""
    keep: tuple[Keep, ...] = ()
    no_repeat: int = 0
    """No run of so many tokens comes twice; 0: no limit. For sentences that fell into a loop: true repeats go, too."""
    cause: str = ""
    """Key of the translation that it is for. It changes no answer."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One decoded sentence."""

    text: str
    tokens: Tokens
    score: float
    """Mean log-likelihood of the tokens and the end after them; 0.0 where no model was asked."""
    alignment: Alignment = ()
    """Empty where it was not asked for, and for a source that is too long for the model. The first one may be `UNKNOWN`: what
    the first token answers is then known to `align` alone."""
    finished: bool = True
    """False: the model was stopped at its longest output and the end of the sentence may be missing."""


class Engine(Protocol):
    """Translates sentences of one language pair. Safe for several threads."""

    @property
    def label(self) -> str:
        """Name and version: `argos-en_pt@0.2`."""

    @property
    def sha256(self) -> str:
        """Digest of the model's files; empty without a model."""

    @property
    def decoding(self) -> str:
        """Decoding parameters, spelled out: part of every translation key."""

    @property
    def synthetic(self) -> bool:
        """True: writes no human language (echo, pseudo locales)."""

    @property
    def longest(self) -> int:
        """Source tokens the model translates reliably in one piece."""

    def tokenise(self, text: str) -> Tokens:
        """Source or target text as the model's tokens."""

    def detokenise(self, tokens: Sequence[str]) -> str:
        """Tokens as text."""

    def decode(self, requests: Sequence[Request]) -> list[list[Hypothesis]]:
        """The hypotheses of each request, best first, in the order of the requests. Their company changes nothing."""

    def stream(self, requests: Sequence[Request]) -> Iterator[list[Hypothesis]]:
        """As `decode`, each answer as soon as it and those before it are there, while the others are still being decoded.

        The longest sentences are decoded first: who asks for them first does not wait.
        """

    def rate(self, pairs: Sequence[tuple[str, Tokens]]) -> list[Sequence[float]]:
        """Of each (source, target tokens): the log-likelihood of every target token, and of the end after them."""

    def align(self, pairs: Sequence[tuple[str, str | Tokens]]) -> list[Attention]:
        """Which source tokens each target token of (source, target) answers, as attention over `tokenise` of both. A target may
        be given as its tokens.

        Empty for a pair that is too long for the model.
        """
