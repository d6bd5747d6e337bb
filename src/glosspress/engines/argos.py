"""An Argos package decoded with CTranslate2.

Argos itself decodes a paragraph at a time, in order, and exposes neither n-best lists nor attention, forced prefixes
and scores; here one call takes a whole corpus, longest sentences first, in token batches on all cores.

A sentence gets the same translation and score to the last bit in whatever company it comes: sentences of similar length share
a batch, and each is padded to the width of its length (`batching.width`), if need be by a filler of that length beside it. In
batches as wide as their longest sentence happens to be, some come out otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from glosspress.digest import digest_of_parts, sha256_file
from glosspress.engines.attention import Searched, attention_rows
from glosspress.engines.batching import FORCED_STEP, STEP, answers, awaited, batches, queued, width
from glosspress.engines.engine import Attention, Hypothesis, Request, Tokens
from glosspress.engines.threads import threads
from glosspress.errors import EngineError

BEAM = 2
"""One reads worse with the embedded package, four takes longer and reads no better."""
LENGTH_PENALTY = 0.2
"""As Argos sets it (argostranslate.translate, `length_penalty=0.2`)."""
COMPUTE_TYPE = "int8"
MOST_TARGET_TOKENS = 500
"""The positions of Argos models end at 512: what is longer, in the source too, is cut, and the checks hold it."""
_GROWTH = 2.0
"""Target tokens a source token, with `_START` on top, after which a sentence counts as a loop and is stopped: no language that
the models write needs so many, and loops would take long."""
_START = 16
_UNLIMITED = -1
"""Batches in the queue; a full one, four a thread, would let the call that fills it wait until they are translated."""
LONGEST = 180
"""Source tokens; beyond about 200 the models drop parts of a sentence."""
_FILLER = "</s>"
"""Token of sentences of which nothing is wanted but their length: the embedded model ends them after a token or two."""
_SPACE = "\u2581"


@dataclass(frozen=True)
class ArgosEngine:
    """One package, one resident translator a process."""

    folder: Path
    """The unpacked package: `metadata.json`, `model/`, and a SentencePiece model."""
    beam: int = BEAM

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
        search = f"beam={self.beam} length_penalty={LENGTH_PENALTY} max={_GROWTH}n+{_START} width={STEP}/{FORCED_STEP}"
        return f"{search} compute={COMPUTE_TYPE} unknowns=replaced"

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
        """All requests in one pass over the translator."""
        return list(self.stream(requests))

    def stream(self, requests: Sequence[Request]) -> Iterator[list[Hypothesis]]:
        """As `decode`: every batch is queued at the first step, and answers are read while others are decoded."""
        tokens = [self._fitting(request.source) for request in requests]
        shapes = [_shape(request, len(mine)) for request, mine in zip(requests, tokens, strict=True)]

        def call(batch: list[int]) -> list[Any]:
            shape = shapes[batch[0]]
            sources = [tokens[number] for number in batch]
            prefixes = [list(requests[number].prefix) for number in batch]
            # What all beginnings of a batch share in length is read in one step, which company would decide: the filler has none.
            if shape.forced or all(len(source) < shape.wide for source in sources):
                sources, prefixes = [*sources, [_FILLER] * shape.wide], [*prefixes, []]
            found = self._decoded(
                sources,
                prefixes if shape.forced else None,
                shape.most,
                beam_size=max(self.beam, shape.n_best),
                num_hypotheses=shape.n_best,
                return_scores=True,
                length_penalty=LENGTH_PENALTY,
                no_repeat_ngram_size=shape.no_repeat,
                replace_unknowns=True,
                return_attention=any(requests[number].alignment for number in batch),
            )
            return found[: len(batch)]

        coming = queued(batches(shapes, [shape.wide for shape in shapes]), call)
        queue = iter(list(coming))
        for number, (request, source, shape) in enumerate(zip(requests, tokens, shapes, strict=True)):
            yield list(self._hypotheses(awaited(number, coming, queue), request, len(source), shape.most))

    def align(self, pairs: Sequence[tuple[str, str | Tokens]]) -> list[Attention]:
        """The model's attention while it is made to write each target."""
        written = [self.tokenise(target) if isinstance(target, str) else target for _, target in pairs]
        tokens = [
            (self._fitting(source), list(target[:MOST_TARGET_TOKENS]))
            for (source, _), target in zip(pairs, written, strict=True)
        ]
        lengths = [(len(source), len(target)) for source, target in tokens]

        def call(batch: list[int]) -> list[Any]:
            return self._decoded(
                [tokens[number][0] for number in batch],
                [tokens[number][1] for number in batch],
                max(1, lengths[batch[0]][1]),
                beam_size=1,
                return_attention=True,
            )

        found = answers(batches(lengths, [max(pair) for pair in lengths]), call)
        return [
            attention_rows(found[number].attention[0][:target]) if max(source, target) < MOST_TARGET_TOKENS else ()
            for number, (source, target) in enumerate(lengths)
        ]

    def rate(self, pairs: Sequence[tuple[str, Tokens]]) -> list[Sequence[float]]:
        """Log-likelihood of each target token, and of the end."""
        tokens = [(self._fitting(source), list(target[:MOST_TARGET_TOKENS])) for source, target in pairs]
        lengths = [(len(source), len(target)) for source, target in tokens]

        def call(batch: list[int]) -> list[Any]:
            sources, targets = [tokens[number][0] for number in batch], [tokens[number][1] for number in batch]
            return list(self._translator.score_batch(sources, targets, max_input_length=0, asynchronous=True))

        found = answers(batches(lengths, [max(pair) for pair in lengths]), call)
        return [list(found[number].log_probs) for number in range(len(pairs))]

    def _fitting(self, text: str) -> list[str]:
        return list(self.tokenise(text)[:MOST_TARGET_TOKENS])

    def _decoded(
        self, sources: list[list[str]], prefixes: list[list[str]] | None, most: int, **options: Any
    ) -> list[Any]:
        return list(
            self._translator.translate_batch(
                sources,
                target_prefix=prefixes,
                max_batch_size=0,
                max_input_length=0,
                max_decoding_length=most,
                asynchronous=True,
                **options,
            )
        )

    def _hypotheses(self, answer: Any, request: Request, length: int, most: int) -> Iterator[Hypothesis]:
        aligned = request.alignment and length < MOST_TARGET_TOKENS
        for number, found in enumerate(answer.hypotheses):
            # The model names a forced piece outside its vocabulary (`α`) unknown; it stands as it was forced.
            tokens = (*request.prefix, *found[len(request.prefix) :])
            yield Hypothesis(
                text=self.detokenise(tokens),
                tokens=tokens,
                score=float(answer.scores[number]) / (len(tokens) + 1) ** (1 - LENGTH_PENALTY),
                alignment=Searched(answer, number) if aligned else (),
                finished=len(found) < most,
            )

    @property
    def _pieces(self) -> Path:
        return self.folder / "sentencepiece.model"

    @cached_property
    def _tokenizer(self) -> Any:
        from sentencepiece import SentencePieceProcessor

        if not self._pieces.is_file():
            raise EngineError(
                "the package has no SentencePiece model (older packages with BPE codes are not supported)",
                self.label,
                "install a newer version of the package: glosspress engine install PAIR",
            )
        try:
            return SentencePieceProcessor(str(self._pieces))
        except (OSError, RuntimeError) as error:
            raise EngineError(f"the tokenizer cannot be loaded: {error}", self.label, _REINSTALL) from error

    @cached_property
    def _translator(self) -> Any:
        import ctranslate2

        try:
            return ctranslate2.Translator(
                str(self.folder / "model"),
                device=device(),
                compute_type=COMPUTE_TYPE,
                inter_threads=threads(),
                intra_threads=1,
                max_queued_batches=_UNLIMITED,
            )
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"the model cannot be loaded: {error}", self.label, _REINSTALL) from error


_REINSTALL = "glosspress engine install PAIR"


def device() -> str:
    """Where models decode: `cuda`, a GPU that CTranslate2 finds and that has the pinned arithmetic, else `cpu`.

    An empty `CUDA_VISIBLE_DEVICES` in the environment hides GPUs.
    """
    import ctranslate2

    found = ctranslate2.get_cuda_device_count() > 0
    return "cuda" if found and COMPUTE_TYPE in ctranslate2.get_supported_compute_types("cuda") else "cpu"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the sentences of a batch have in common."""

    n_best: int
    no_repeat: int
    wide: int
    """Source tokens, padding included."""
    most: int
    """Target tokens."""
    forced: bool
    """Beginnings are given."""


def _shape(request: Request, length: int) -> _Shape:
    forced = bool(request.prefix)
    wide = min(width(length, forced=forced), MOST_TARGET_TOKENS)
    return _Shape(request.n_best, request.no_repeat, wide, most_tokens(wide, len(request.prefix)), forced)


def most_tokens(length: int, forced: int = 0) -> int:
    """Target tokens at most for a source of `length` tokens, padding included, of which the first `forced` are given."""
    return min(MOST_TARGET_TOKENS, max(int(_GROWTH * length), forced) + _START)
