"""Where missing pins go in the model's own sentence: the words that answer them, by attention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from glosspress.engines import Engine
from glosspress.engines.engine import Tokens
from glosspress.translate import tokens as tokens_of
from glosspress.translate.attempt import Attempt, Heard
from glosspress.translate.determiners import FUNCTION
from glosspress.translate.work import Work
from glosspress.translation import Pin

_LONG = 3
"""Letters; shorter words stand for nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pin's form goes: the tokens `[start, end)` are the model's own words for it."""

    start: int
    end: int
    pin: Pin
    said: tuple[str, ...] = ()
    """The model's own words."""

    @property
    def word(self) -> bool:
        """One word answers a term of one word: whatever takes its place takes none besides."""
        return self.pin.kind == "term" and len(self.said) == len(self.pin.source.split()) == 1


def open_places(work: Work, heard: Heard, engine: Engine) -> list[Place]:
    """The places of all missing pins, in target order; none where one of them has none."""
    lost = [result.pin for result in heard.attempt.lost]
    places = _places(work, heard, lost, engine)
    return places if len(places) == len(lost) else []


def _places(work: Work, heard: Heard, lost: Sequence[Pin], engine: Engine) -> list[Place]:
    """The places of missing pins in target order; fewer than pins where two answer the same words."""
    own = heard.hypothesis
    sources = tokens_of.spans(engine.tokenise(work.text), work.text)
    taken = _taken(own.tokens, heard.attempt)
    found: list[Place] = []
    for pin in lost:
        run = tokens_of.answering(own.alignment, tokens_of.inside(sources, pin.start, pin.end))
        if run is None:
            return []
        words = own_words(own.tokens, words_of(own.tokens, *run), pin, taken, work.locale.language)
        if not words:
            return []
        start, end = words[0][0], words[-1][1]
        said = tuple(engine.detokenise(own.tokens[start:end]).lower().split())
        found.append(Place(start, end, pin, said))
        work.renderings.setdefault(pin, tuple(word for word in said if len(word) >= _LONG))
    found.sort(key=lambda place: place.start)
    clear = all(one.end <= other.start for one, other in pairwise(found))
    return found if clear else []


_Word = tuple[int, int]
"""Its tokens `[start, end)`."""


def words_of(tokens: Tokens, first: int, last: int) -> list[_Word]:
    """The whole words in which the tokens from the first to the last stand."""
    found, position, end = [], tokens_of.word_start(tokens, first), tokens_of.word_stop(tokens, last)
    while position < end:
        stop = min(end, tokens_of.word_stop(tokens, position))
        found.append((position, stop))
        position = stop
    return found


def _taken(tokens: Tokens, attempt: Attempt) -> set[int]:
    """Tokens in which pins stand that are not missing: attention gives `sentine 21` where `sentinel` was asked for."""
    places = tokens_of.spans(tokens, attempt.text)
    held = [result for result in attempt.results if result.found and result.pin.binding]
    return {number for result in held for number in tokens_of.inside(places, result.start, result.end)}


def own_words(tokens: Tokens, words: list[_Word], pin: Pin, taken: set[int], language: str) -> list[_Word]:
    """Of the words that answer a pin those that answer it alone: the longest stretch without a token in `taken`, or none.

    A term leaves determiners and prepositions at either end where they stand, unless it is answered by nothing else.
    """
    runs = _free(words, taken)
    own = [_trimmed(tokens, run, language) for run in runs] if pin.kind == "term" else runs
    longest = max(own, key=lambda run: sum(len(_bare(tokens[slice(*word)])) for word in run), default=[])
    return longest or (words if runs == [words] else [])


def _free(words: list[_Word], taken: set[int]) -> list[list[_Word]]:
    """Stretches of words that no other pin holds."""
    runs: list[list[_Word]] = [[]]
    for word in words:
        if taken.isdisjoint(range(*word)):
            runs[-1].append(word)
        else:
            runs.append([])
    return [run for run in runs if run]


def _trimmed(tokens: Tokens, words: list[_Word], language: str) -> list[_Word]:
    """Without the determiners and prepositions at either end."""
    function = FUNCTION.get(language, frozenset())
    content = [number for number, word in enumerate(words) if _bare(tokens[slice(*word)]) not in function]
    return words[content[0] : content[-1] + 1] if content else []


def _bare(tokens: Tokens) -> str:
    return "".join(tokens).replace(tokens_of.SPACE, "").lower()
