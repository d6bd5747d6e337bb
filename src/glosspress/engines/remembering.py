"""An engine that is asked nothing twice: its answers are kept, by all that they depend on.

What a model says of a sentence does not depend on the term base or the checks. So a changed term, a new rule of the checks or a
second locale of the same language costs no decoding of what was decoded before (docs/pinning.md, "Keys").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from glosspress.digest import digest
from glosspress.engines.engine import Attention, Engine, Hypothesis, Request, Tokens

_VERSION = 1
"""Of what is kept of an answer."""
_TOGETHER = 200
"""Answers kept at a time: a kill costs these and what was not yet read, not a whole chunk."""


class Memo(Protocol):
    """Where answers are kept, as JSON-ready values. Losing one costs its decoding, nothing else."""

    def recall(self, causes: Mapping[str, str]) -> Mapping[str, Any]:
        """The answers that are known of these keys, which are asked for now for the translations with the keys `causes`."""

    def keep(self, answers: Mapping[str, Any], causes: Mapping[str, str]) -> None:
        """Keep answers, each with the translation that it was asked for."""


@dataclass(frozen=True, slots=True)
class RememberingEngine:
    """Answers from the memo first, from `engine` otherwise; nothing in an answer tells where it comes from."""

    engine: Engine
    memo: Memo

    @property
    def label(self) -> str:
        """As `engine`."""
        return self.engine.label

    @property
    def sha256(self) -> str:
        """As `engine`."""
        return self.engine.sha256

    @property
    def decoding(self) -> str:
        """As `engine`."""
        return self.engine.decoding

    @property
    def synthetic(self) -> bool:
        """As `engine`."""
        return self.engine.synthetic

    @property
    def longest(self) -> int:
        """As `engine`."""
        return self.engine.longest

    def tokenise(self, text: str) -> Tokens:
        """As `engine`."""
        return self.engine.tokenise(text)

    def detokenise(self, tokens: Sequence[str]) -> str:
        """As `engine`."""
        return self.engine.detokenise(tokens)

    def decode(self, requests: Sequence[Request]) -> list[list[Hypothesis]]:
        """The answers, known or new."""
        return list(self.stream(requests))

    def stream(self, requests: Sequence[Request]) -> Iterator[list[Hypothesis]]:
        """As `decode`; new answers are kept a few at a time, the last ones before the last is given."""
        keys = [self._key(request) for request in requests]
        causes = {key: request.cause for key, request in zip(keys, requests, strict=True)}
        known = self.memo.recall(causes)
        open_ = {
            key: replace(request, alignment=True)
            for key, request in zip(keys, requests, strict=True)
            if key not in known
        }
        coming = zip(open_, self.engine.stream(list(open_.values())), strict=True)
        new: dict[str, list[Hypothesis]] = {}
        pending: dict[str, Any] = {}
        for key in keys:
            while key in open_ and key not in new:
                name, new[name] = next(coming)
                pending[name] = _as_json(new[name])
                if len(pending) == _TOGETHER or len(new) == len(open_):
                    self.memo.keep(pending, causes)
                    pending = {}
            yield new[key] if key in new else self._from_json(known[key])

    def rate(self, pairs: Sequence[tuple[str, Tokens]]) -> list[Sequence[float]]:
        """As `engine`."""
        return self.engine.rate(pairs)

    def align(self, pairs: Sequence[tuple[str, str | Tokens]]) -> list[Attention]:
        """As `engine`."""
        return self.engine.align(pairs)

    def _key(self, request: Request) -> str:
        """Of a question: the model, how it decodes, and all of the request that an answer depends on."""
        asked = [request.source, list(request.prefix), request.n_best, request.no_repeat]
        return digest([_VERSION, self.engine.sha256, self.engine.decoding, asked])

    def _from_json(self, answer: Any) -> list[Hypothesis]:
        return [
            Hypothesis(self.detokenise(tokens), tuple(tokens), score, tuple(alignment), finished)
            for tokens, score, alignment, finished in answer
        ]


def _as_json(answer: Sequence[Hypothesis]) -> list[list[Any]]:
    return [[list(item.tokens), item.score, list(item.alignment), item.finished] for item in answer]
