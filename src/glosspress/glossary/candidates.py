"""Expressions of the articles that may be terms: acronyms, and word sequences between stop words, ranked by C-value.

C-value: K. Frantzi, S. Ananiadou, H. Mima, "Automatic recognition of multi-word terms: the C-value/NC-value method",
International Journal on Digital Libraries 3(2), 2000. Without a tagger, sequences are cut at function words and at common
verbs instead of at parts of speech.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import groupby
from math import log2

from glosspress.glossary.corpus import acronyms

LONGEST = 4
"""Words of a candidate."""
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|[^\w\s]|\d[\w.,]*")


@lru_cache(maxsize=1)
def _general_words() -> frozenset[str]:
    text = (resources.files("glosspress.glossary") / "general_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expression and where it stands."""

    text: str
    """As it mostly stands, in the singular where both are seen."""
    acronym: bool
    sentences: tuple[int, ...]
    """Numbers of the sentences that hold it."""
    value: float
    """C-value; of an acronym the logarithm of its frequency."""


def candidates(sentences: Sequence[str], stopwords: Collection[str], least: int = 2) -> list[Candidate]:
    """Acronyms and sequences of two to four words that stand in at least `least` sentences, the best first."""
    cuts = _general_words() | set(stopwords)
    places: dict[tuple[str, ...], set[int]] = defaultdict(set)
    short: dict[str, set[int]] = defaultdict(set)
    for number, sentence in enumerate(sentences):
        for name in acronyms(sentence):
            short[name].add(number)
        for phrase in _phrases(sentence, cuts):
            places[phrase].add(number)
    found = _merged(places, least)
    made = [
        Candidate(text, True, tuple(sorted(at)), log2(1 + len(at))) for text, at in short.items() if len(at) >= least
    ]
    made += [
        Candidate(" ".join(words), False, tuple(sorted(at)), value)
        for words, at, value in _valued(found)
        if value > 0 and not any(word in short for word in words)
    ]
    return sorted(made, key=lambda item: (-item.value, item.text))


def _phrases(sentence: str, cuts: Collection[str]) -> Iterator[tuple[str, ...]]:
    """All sequences of two to `LONGEST` content words; the last word is no adverb or participle.

    Sequences of capitalised words are names.
    """
    tokens = _WORD.findall(sentence)
    for content, group in groupby(
        tokens, key=lambda token: token[0].isalpha() and len(token) > 2 and token.lower() not in cuts
    ):
        run = list(group)
        names = [word[0].isupper() and not sentence.startswith(word) for word in run]
        words = [word if _kept(word) else word.lower() for word in run]
        for start in range(len(words)) if content else ():
            for end in range(start + 2, min(start + LONGEST, len(words)) + 1):
                adverb = words[start].endswith("ly") or words[end - 1].endswith(("ly", "ed"))
                if not adverb and not all(names[start:end]):
                    yield tuple(words[start:end])


def _kept(word: str) -> bool:
    return sum(c.isupper() for c in word) > 1


def _merged(places: dict[tuple[str, ...], set[int]], least: int) -> dict[tuple[str, ...], set[int]]:
    """A plural and its singular are one candidate."""
    merged: dict[tuple[str, ...], set[int]] = {}
    for words in sorted(places, key=lambda words: (len(words[-1]), words)):
        single = (*words[:-1], words[-1].removesuffix("s"))
        merged.setdefault(single if single in merged else words, set()).update(places[words])
    return {words: at for words, at in merged.items() if len(at) >= least}


def _valued(places: dict[tuple[str, ...], set[int]]) -> Iterator[tuple[tuple[str, ...], set[int], float]]:
    """log2 of the length times the frequency, less the mean frequency of the longer candidates it stands in."""
    inside: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for words, at in places.items():
        for size in range(2, len(words)):
            for start in range(len(words) - size + 1):
                inside[words[start : start + size]].append(len(at))
    for words, at in places.items():
        longer = inside[words]
        nested = sum(longer) / len(longer) if longer else 0.0
        yield words, at, log2(len(words)) * (len(at) - nested)
