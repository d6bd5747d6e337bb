"""Pieces of a sentence that can be translated one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from glosspress.engines import Engine
from glosspress.translation import Pin, PinResult

_STRONG = re.compile(r"[;:]\s+|\s[–—-]\s+|(?<=[\w)-][a-z0-9)]\.)(?=[A-Z][a-z]+\s)")
"""The last: two sentences with no space between them."""
_WEAK = re.compile(r",\s+(?=(?:and|but|or|so|which|who|while|whereas|because|although|as|if|when|where)\b)|,\s+")
_LEAST_WORDS = 3
COMFORTABLE = 48
"""Source tokens. Of the TICO-19 dev sentences above 70 the embedded model fails four in five: it loops, or drops an end. Pieces
read as well as the whole down to here and are repaired less often; shorter ones read worse (docs/pinning.md has the figures).
"""


def clauses(text: str, pins: Sequence[Pin]) -> list[str]:
    """The text cut at `;`, `:`, dashes and commas, never inside a pin or brackets, each piece of three words or more.

    Joined, the pieces are the text. One piece: it cannot be cut.
    """
    cuts = [match.end() for pattern in (_STRONG, _WEAK) for match in pattern.finditer(text)]
    return _pieces(text, [cut for cut in sorted(set(cuts)) if _free(text, cut, pins)], _LEAST_WORDS)


def joined(pieces: Sequence[tuple[str, str, Sequence[PinResult]]]) -> str:
    """One sentence of the translations of its clauses: (source, target, pins of the target).

    A model ends each piece as a sentence and begins it so: the mark between two pieces is the source's again, and a piece
    within the sentence begins in lower case where the source does.
    """
    texts = []
    for number, (source, target, results) in enumerate(pieces):
        text = target
        if number and source[:1].islower() and not text[1:2].isupper() and not _is_pin(results):
            text = text[:1].lower() + text[1:]
        mark = source.rstrip()[-1:]
        if number < len(pieces) - 1 and mark in _MARKS:
            text = text.rstrip(_ENDS).rstrip() + (" " if mark in _DASHES else "") + mark
        texts.append(text)
    return " ".join(texts)


def _is_pin(results: Sequence[PinResult]) -> bool:
    return any(result.found and result.start == 0 and result.pin.exact_case for result in results)


_DASHES = "–—-"
_MARKS = ",;:" + _DASHES
_ENDS = " .,;:!?" + _DASHES


def chunks(text: str, pins: Sequence[Pin], engine: Engine) -> list[str]:
    """The text in pieces that the model translates whole: at clause ends where there are some, else between words."""
    if len(text) < engine.longest or len(engine.tokenise(text)) <= engine.longest:
        return [text]
    packed: list[str] = []
    for part in _parts(text, pins, engine):
        if packed and len(engine.tokenise(packed[-1] + part)) <= engine.longest:
            packed[-1] += part
        else:
            packed.append(part)
    return packed


def is_long(text: str, engine: Engine) -> bool:
    """Whether a model often loses itself in a sentence of this length."""
    return len(text) >= COMFORTABLE and len(engine.tokenise(text)) > COMFORTABLE


def comfortable(text: str, pins: Sequence[Pin], engine: Engine) -> list[str]:
    """Clauses packed into as few pieces of at most `COMFORTABLE` tokens as their order allows; a longer clause stays whole."""
    packed: list[str] = []
    for part in clauses(text, pins):
        if packed and len(engine.tokenise(packed[-1] + part)) <= COMFORTABLE:
            packed[-1] += part
        else:
            packed.append(part)
    return packed


def _parts(text: str, pins: Sequence[Pin], engine: Engine) -> Iterator[str]:
    """Clauses; of a clause that is too long the words, not cut inside a pin; of such a word the characters."""
    offset = 0
    for clause in clauses(text, pins):
        fits = len(engine.tokenise(clause)) <= engine.longest
        for word in [clause] if fits else _words(clause, offset, pins):
            if len(engine.tokenise(word)) <= engine.longest:
                yield word
            else:
                step = max(1, engine.longest // 4)
                yield from (word[start : start + step] for start in range(0, len(word), step))
        offset += len(clause)


def _words(clause: str, offset: int, pins: Sequence[Pin]) -> list[str]:
    """Words with the spaces around them; those that a pin joins are one."""
    words: list[str] = []
    for match in re.finditer(r"\s*\S+\s*", clause):
        if words and any(pin.start < offset + match.start() < pin.end for pin in pins):
            words[-1] += match[0]
        else:
            words.append(match[0])
    return words


def _pieces(text: str, cuts: list[int], least: int) -> list[str]:
    pieces, start = [], 0
    for cut in cuts:
        if len(text[start:cut].split()) >= least and len(text[cut:].split()) >= least:
            pieces.append(text[start:cut])
            start = cut
    return [*pieces, text[start:]]


def _free(text: str, cut: int, pins: Sequence[Pin]) -> bool:
    before = text[:cut]
    return before.count("(") == before.count(")") and not any(pin.start < cut < pin.end for pin in pins)
