"""Two engines in a row, for a pair that no package translates directly.

The stage of translation does not ask this engine to decode: it translates hop by hop and verifies each
(`glosspress.translate.pivoting`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glosspress.digest import digest_of_parts
from glosspress.engines.engine import Attention, Engine, Hypothesis, Request, Tokens
from glosspress.glossary import Glossary
from glosspress.locales import Locale


@dataclass(frozen=True)
class PivotEngine:
    """Source to `pivot` by `first`, `pivot` to target by `second`."""

    first: Engine
    second: Engine
    pivot: Locale
    bases: tuple[Glossary | None, Glossary | None] = (None, None)
    """Term bases of the two hops, where there are any; the one of the pair itself goes with the sentences."""

    @property
    def label(self) -> str:
        """Both names, in order: `argos-es_en@1.0+argos-en_pt@0.2`."""
        return f"{self.first.label}+{self.second.label}"

    @property
    def sha256(self) -> str:
        """Digest of both digests."""
        return digest_of_parts([self.first.sha256, self.second.sha256])

    @property
    def decoding(self) -> str:
        """Of both hops, with the digests of their term bases: a change there may change any sentence."""
        bases = ",".join(base.sha256 if base else "none" for base in self.bases)
        return f"via={self.pivot.tag} [{self.first.decoding}] [{self.second.decoding}] glossaries={bases}"

    @property
    def synthetic(self) -> bool:
        """True when either writes no human language."""
        return self.first.synthetic or self.second.synthetic

    @property
    def longest(self) -> int:
        """Of the weaker engine."""
        return min(self.first.longest, self.second.longest)

    def tokenise(self, text: str) -> Tokens:
        """Tokens of the source's model."""
        return self.first.tokenise(text)

    def detokenise(self, tokens: Sequence[str]) -> str:
        """Text of the target's model."""
        return self.second.detokenise(tokens)

    def decode(self, requests: Sequence[Request]) -> list[list[Hypothesis]]:
        """Plain decoding through both: one hypothesis a request, prefixes and kept spans not regarded."""
        middle = [found[0] for found in self.first.decode([Request(request.source) for request in requests])]
        found = self.second.decode([Request(item.text) for item in middle])
        return [
            [Hypothesis(mine[0].text, (), mine[0].score + item.score, finished=mine[0].finished and item.finished)]
            for mine, item in zip(found, middle, strict=True)
        ]

    def stream(self, requests: Sequence[Request]) -> Iterator[list[Hypothesis]]:
        """As `decode`."""
        return iter(self.decode(requests))

    def rate(self, pairs: Sequence[tuple[str, Tokens]]) -> list[Sequence[float]]:
        """Unknown: no model has seen both languages."""
        return [[0.0] * (len(tokens) + 1) for _, tokens in pairs]

    def align(self, pairs: Sequence[tuple[str, str | Tokens]]) -> list[Attention]:
        """Unknown: empty, as for pairs that are too long."""
        return [()] * len(pairs)
