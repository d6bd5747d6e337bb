"""An Argos package decoded with CTranslate2.

Argos itself decodes a paragraph at a time, in order, and exposes neither n-best lists nor attention, forced prefixes
and scores; here one call takes a whole corpus, longest sentences first, in token batches on all cores.

Only sentences of equal length in tokens share a batch. So nothing is padded, and a sentence gets the same translation
and score to the last bit in whatever company it comes (in batches of mixed lengths 8 of 400 TICO-19 sentences changed).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, overload

from glosspress.digest import digest_of_parts, sha256_file
from glosspress.engines.engine import Attention, Hypothesis, Request, Tokens
from glosspress.engines.threads import answered, threads
from glosspress.errors import EngineError

BEAM = 2
"""TICO-19 dev, embedded package: beam 1 gives 43.2 BLEU and 68.7 chrF, beams 2 and 4 both 44.1 and 68.9; 4 takes
twice the time of 2."""
LENGTH_PENALTY = 0.2
"""As Argos sets it (argostranslate.translate, `length_penalty=0.2`)."""
COMPUTE_TYPE = "int8"
BATCH_TOKENS = 2048
MOST_TARGET_TOKENS = 500
"""The positions of Argos models end at 512: what is longer, in the source too, is cut, and the checks hold it."""
_GROWTH = 2.0
"""Target tokens a source token, with `_START` on top, after which a sentence counts as a loop and is stopped; Portuguese
needs 1.5 at most, and loops would take a tenth of the time."""
_START = 16
_UNLIMITED = -1
"""Batches in the queue; a full one, four a thread, would let the call that fills it wait until they are translated."""
LONGEST = 180
"""Source tokens; beyond about 200 the models drop parts of a sentence."""
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
        search = f"beam={self.beam} length_penalty={LENGTH_PENALTY} max={_GROWTH}n+{_START}"
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
        shapes = [
            (request.n_best, request.no_repeat, len(mine), len(request.prefix))
            for request, mine in zip(requests, tokens, strict=True)
        ]

        def call(batch: list[int]) -> list[Any]:
            n_best, no_repeat, length, forced = shapes[batch[0]]
            return self._decoded(
                [tokens[number] for number in batch],
                [list(requests[number].prefix) for number in batch] if forced else None,
                most_tokens(length, forced),
                beam_size=max(self.beam, n_best),
                num_hypotheses=n_best,
                return_scores=True,
                length_penalty=LENGTH_PENALTY,
                no_repeat_ngram_size=no_repeat,
                replace_unknowns=True,
                return_attention=any(requests[number].attention for number in batch),
            )

        answers = _queued(batches(shapes, [len(mine) for mine in tokens]), call)
        queue = iter(list(answers))
        for number, (request, source) in enumerate(zip(requests, tokens, strict=True)):
            yield list(self._hypotheses(_awaited(number, answers, queue), request, len(source)))

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

        answers = _answers(batches(lengths, [max(pair) for pair in lengths]), call)
        return [
            _rows(answers[number].attention[0][:target]) if max(source, target) < MOST_TARGET_TOKENS else ()
            for number, (source, target) in enumerate(lengths)
        ]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Mean log-likelihood a token, the end of the sentence included."""
        found = self._likelihoods([(source, self.tokenise(target)) for source, target in pairs])
        return [sum(values) / max(1, len(values)) for values in found]

    def rate(self, beginnings: Sequence[tuple[str, Tokens]]) -> list[Sequence[float]]:
        """Log-likelihood of each target token; the end of the sentence does not count."""
        found = self._likelihoods(beginnings)
        return [values[: len(tokens)] for values, (_, tokens) in zip(found, beginnings, strict=True)]

    def _likelihoods(self, pairs: Sequence[tuple[str, Tokens]]) -> list[list[float]]:
        """Of every target token, and of the end after the last one."""
        tokens = [(self._fitting(source), list(target[:MOST_TARGET_TOKENS])) for source, target in pairs]
        lengths = [(len(source), len(target)) for source, target in tokens]

        def call(batch: list[int]) -> list[Any]:
            sources, targets = [tokens[number][0] for number in batch], [tokens[number][1] for number in batch]
            return list(self._translator.score_batch(sources, targets, max_input_length=0, asynchronous=True))

        answers = _answers(batches(lengths, [max(pair) for pair in lengths]), call)
        return [list(answers[number].log_probs) for number in range(len(pairs))]

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

    def _hypotheses(self, answer: Any, request: Request, length: int) -> Iterator[Hypothesis]:
        most = most_tokens(length, len(request.prefix))
        aligned = request.attention and length < MOST_TARGET_TOKENS
        for number, found in enumerate(answer.hypotheses):
            # The model names a forced piece outside its vocabulary (`α`) unknown; it stands as it was forced.
            tokens = (*request.prefix, *found[len(request.prefix) :])
            yield Hypothesis(
                text=self.detokenise(tokens),
                tokens=tokens,
                score=float(answer.scores[number]) / (len(tokens) + 1) ** (1 - LENGTH_PENALTY),
                attention=_Searched(answer, number) if aligned else (),
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

        device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
        try:
            return ctranslate2.Translator(
                str(self.folder / "model"),
                device=device,
                compute_type=COMPUTE_TYPE,
                inter_threads=threads(),
                intra_threads=1,
                max_queued_batches=_UNLIMITED,
            )
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"the model cannot be loaded: {error}", self.label, _REINSTALL) from error


_REINSTALL = "glosspress engine install PAIR"


def batches(shapes: Sequence[Hashable], sizes: Sequence[int]) -> list[list[int]]:
    """Numbers of equal shape together, at most `BATCH_TOKENS` a batch, the largest sentences first."""
    groups: dict[Hashable, list[int]] = {}
    for number, shape in enumerate(shapes):
        groups.setdefault(shape, []).append(number)
    found = []
    for group in sorted(groups.values(), key=lambda group: -sizes[group[0]]):
        step = max(1, BATCH_TOKENS // max(1, sizes[group[0]]))
        found += [group[start : start + step] for start in range(0, len(group), step)]
    return found


def _queued(parts: list[list[int]], call: Callable[[list[int]], list[Any]]) -> dict[int, Any]:
    """Queue every batch, so that all cores stay busy; what is to come, by number."""
    return {number: future for part in parts for number, future in zip(part, call(part), strict=True)}


def _awaited(number: int, answers: dict[int, Any], queue: Iterator[int]) -> Any:
    """The answer to a request, taken out of those to come; each one before it in the queue is a step forward, too."""
    while not answers[number].done():
        earlier = next(queue, number)
        if earlier in answers:
            answers[earlier].result()
        answered()
    answered()
    return answers.pop(number).result()


def _answers(parts: list[list[int]], call: Callable[[list[int]], list[Any]]) -> dict[int, Any]:
    found = {}
    for number, future in _queued(parts, call).items():
        found[number] = future.result()
        answered()
    return found


def most_tokens(length: int, forced: int = 0) -> int:
    """Target tokens at most for a source of `length` tokens, of which the first `forced` are given."""
    return min(MOST_TARGET_TOKENS, max(int(_GROWTH * length), forced) + _START)


class _Searched(Sequence[Sequence[float]]):
    """What a hypothesis of a beam attends to, read from the answer when it is asked for: few are.

    The first row is empty: CTranslate2 4.8 takes it from another sentence of the batch. It repeats the attention of the first
    step for every beam only after it has chosen rows as if there was one (`BeamSearch::search`, `expand_after_first_step`); all
    other rows are right. A test shows the fault, and fails when it is gone.
    """

    def __init__(self, answer: Any, number: int) -> None:
        self._answer, self._number = answer, number

    @cached_property
    def _all(self) -> Attention:
        return ((), *_rows(self._answer.attention[self._number][1:]))

    def __len__(self) -> int:
        return len(self._all)

    @overload
    def __getitem__(self, place: int) -> Sequence[float]: ...

    @overload
    def __getitem__(self, place: slice) -> Attention: ...

    def __getitem__(self, place: int | slice) -> Sequence[float] | Attention:
        return self._all[place]


def _rows(rows: Iterable[Iterable[float]]) -> Attention:
    return tuple(tuple(row) for row in rows)
