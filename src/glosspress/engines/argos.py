"""An Argos package decoded with CTranslate2.

Argos itself decodes a paragraph at a time, in order, and exposes neither n-best lists nor attention, forced prefixes and
scores; here one call takes a whole corpus, sorted by length, in token batches.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from glosspress.digest import digest_of_parts, sha256_file
from glosspress.engines.engine import Attention, Hypothesis, Request, Tokens
from glosspress.errors import EngineError

BEAM = 4
LENGTH_PENALTY = 0.2
"""As Argos sets it (argostranslate.translate, `length_penalty=0.2`)."""
COMPUTE_TYPE = "int8"
BATCH_TOKENS = 4096
MOST_TARGET_TOKENS = 512
LONGEST = 180
"""Source tokens; beyond about 200 the models drop parts of a sentence."""
_SPACE = "\u2581"


@dataclass(frozen=True)
class ArgosEngine:
    """One package, one resident translator a process."""

    folder: Path
    """The unpacked package: `metadata.json`, `model/`, and a SentencePiece model."""

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """The package's own description."""
        try:
            data = json.loads((self.folder / "metadata.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise EngineError(f"the package is damaged: {error}", self.folder.name, _REINSTALL) from error
        if not isinstance(data, dict) or not {"from_code", "to_code", "package_version"} <= set(data):
            raise EngineError("the package is damaged: its metadata names no languages", self.folder.name, _REINSTALL)
        return data

    @property
    def label(self) -> str:
        """Name and version."""
        return f"argos-{self.metadata['from_code']}_{self.metadata['to_code']}@{self.metadata['package_version']}"

    @cached_property
    def sha256(self) -> str:
        """Digest of names and contents of the model's files and the tokenizer."""
        files = sorted(path for path in (self.folder / "model").rglob("*") if path.is_file())
        parts = [f"{path.relative_to(self.folder).as_posix()}:{sha256_file(path)}" for path in [*files, self._pieces]]
        return digest_of_parts(parts)

    @property
    def decoding(self) -> str:
        """Decoding parameters."""
        return f"beam={BEAM} length_penalty={LENGTH_PENALTY} compute={COMPUTE_TYPE} max={MOST_TARGET_TOKENS} unknowns=replaced"

    @property
    def synthetic(self) -> bool:
        """A model writes a human language."""
        return False

    @property
    def longest(self) -> int:
        """Source tokens."""
        return LONGEST

    def tokenise(self, text: str) -> Tokens:
        """SentencePiece tokens."""
        return tuple(self._tokenizer.encode(text, out_type=str))

    def detokenise(self, tokens: Sequence[str]) -> str:
        """Text without a space at its start."""
        return "".join(tokens).replace(_SPACE, " ").strip(" ")

    def decode(self, requests: Sequence[Request]) -> list[list[Hypothesis]]:
        """One call of the translator for all requests of the same kind."""
        results: list[list[Hypothesis]] = [[] for _ in requests]
        for (n_best, attention, forced), numbers in _kinds(requests).items():
            order = sorted(numbers, key=lambda number: len(requests[number].source))
            options: dict[str, Any] = {"target_prefix": [list(requests[n].prefix) for n in order]} if forced else {}
            answers = self._translator.translate_batch(
                [list(self.tokenise(requests[number].source)) for number in order],
                beam_size=max(BEAM, n_best),
                num_hypotheses=n_best,
                return_attention=attention,
                return_scores=True,
                length_penalty=LENGTH_PENALTY,
                max_batch_size=BATCH_TOKENS,
                batch_type="tokens",
                max_input_length=0,
                max_decoding_length=MOST_TARGET_TOKENS,
                replace_unknowns=True,
                **options,
            )
            for number, answer in zip(order, answers, strict=True):
                results[number] = list(self._hypotheses(answer))
        return results

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Attention]:
        """The model's attention while it is made to write each target."""
        answers = self._translator.translate_batch(
            [list(self.tokenise(source)) for source, _ in pairs],
            target_prefix=[list(self.tokenise(target)) for _, target in pairs],
            beam_size=1,
            return_attention=True,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            max_input_length=0,
            max_decoding_length=MOST_TARGET_TOKENS,
        )
        return [tuple(tuple(row) for row in answer.attention[0]) for answer in answers]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Mean log-likelihood a token, the end of the sentence included."""
        if not pairs:
            return []
        answers = self._translator.score_batch(
            [list(self.tokenise(source)) for source, _ in pairs],
            [list(self.tokenise(target)) for _, target in pairs],
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            max_input_length=0,
        )
        return [sum(answer.log_probs) / max(1, len(answer.log_probs)) for answer in answers]

    def _hypotheses(self, answer: Any) -> Iterator[Hypothesis]:
        for number, tokens in enumerate(answer.hypotheses):
            rows = answer.attention[number] if answer.attention else ()
            yield Hypothesis(
                text=self.detokenise(tokens),
                tokens=tuple(tokens),
                score=float(answer.scores[number]) / (len(tokens) + 1) ** (1 - LENGTH_PENALTY),
                attention=tuple(tuple(row) for row in rows),
            )

    @property
    def _pieces(self) -> Path:
        return self.folder / "sentencepiece.model"

    @cached_property
    def _tokenizer(self) -> Any:
        from sentencepiece import SentencePieceProcessor

        if not self._pieces.is_file():
            raise EngineError("the package has no SentencePiece model (older packages with BPE codes are not supported)", self.label,
                              "glosspress engine install a newer version of the package")  # fmt: skip
        return SentencePieceProcessor(str(self._pieces))

    @cached_property
    def _translator(self) -> Any:
        import ctranslate2

        device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        try:
            return ctranslate2.Translator(
                str(self.folder / "model"), device=device, compute_type=COMPUTE_TYPE, inter_threads=cores, intra_threads=1
            )
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"the model cannot be loaded: {error}", self.label, _REINSTALL) from error


_REINSTALL = "glosspress engine install PAIR"


def _kinds(requests: Sequence[Request]) -> dict[tuple[int, bool, bool], list[int]]:
    kinds: dict[tuple[int, bool, bool], list[int]] = {}
    for number, request in enumerate(requests):
        kinds.setdefault((request.n_best, request.attention, bool(request.prefix)), []).append(number)
    return kinds
