"""A missing pin put in the place of the model's own words for it, where the model finds the sentence about as good.

Decoding is a step for each word, rating a finished sentence is one step. So before a pin is forced and the rest decoded
anew, the words that answer it are exchanged for its forms, all missing pins at once, and the model rates the sentences. A
determiner before the pin is tried in the other gender too. Only where the model finds the rest of the sentence far worse than its
own is anything decoded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from glosspress.engines import Engine, Hypothesis
from glosspress.engines.engine import Tokens
from glosspress.translate import tokens as tokens_of
from glosspress.translate.attempt import Attempt, Heard
from glosspress.translate.forms import in_order, may_replace
from glosspress.translate.work import Work
from glosspress.translation import Pin, Rung

_FORMS = 2
_LONG = 3
"""Letters; shorter words stand for nothing."""
_REOPENED = 2
"""Words before a pin that may go: `idade inferior a` before `≥19`."""
MOST_LOSS = 4.0
"""Log-likelihood that the rest of a sentence may lose for each pin put in. What the form itself costs says little: a term that
the model never writes is unlikely wherever it stands. In TICO-19 (`benchmarks/pins.py --losses`) the rest lost 3.4 at most where
the form took the place of its words, brackets and a wrong number apart, and 7.8 or more where it took others' too (`durante o
1957–58 até` for `durante o surto de 1957 e até`).
"""
_SPACE = "\u2581"
_GENDERS: dict[str, tuple[tuple[str, str], ...]] = {
    "pt": (
        ("o", "a"), ("os", "as"), ("um", "uma"), ("do", "da"), ("dos", "das"), ("no", "na"), ("nos", "nas"), ("ao", "à"),
        ("aos", "às"), ("pelo", "pela"), ("pelos", "pelas"), ("num", "numa"), ("seu", "sua"), ("seus", "suas"),
        ("este", "esta"), ("esse", "essa"), ("deste", "desta"), ("neste", "nesta"),
    ),
    "es": (("el", "la"), ("los", "las"), ("un", "una"), ("del", "de la"), ("al", "a la"), ("este", "esta")),
    "fr": (("le", "la"), ("un", "une"), ("du", "de la"), ("au", "à la"), ("ce", "cette"), ("son", "sa")),
    "it": (("il", "la"), ("i", "le"), ("un", "una"), ("del", "della"), ("al", "alla"), ("nel", "nella"), ("dal", "dalla")),
}  # fmt: skip
"""Determiners, contracted with prepositions where the language does so: masculine, feminine."""

_PREPOSITIONS = {
    "pt": "a até com de desde em entre para por sem sob sobre",
    "es": "a con de desde en entre hacia hasta para por sin sobre",
    "fr": "à avec dans de des en entre par pour sans sous sur",
    "it": "a con da di fra in per senza su tra",
}
_FUNCTION = {
    language: frozenset({word for pair in pairs for word in pair} | set(_PREPOSITIONS[language].split()))
    for language, pairs in _GENDERS.items()
}
"""Words that stand before a term and are no part of it, though the model's attention may count them in."""


@dataclass(frozen=True, slots=True)
class _Place:
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


@dataclass(frozen=True, slots=True)
class _Way:
    """A sentence in which all missing pins of another were put in."""

    tokens: Tokens
    forms: tuple[tuple[int, int], ...]
    """Where they stand in `tokens`."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A sentence and the model's own hypothesis of it, in which pins are missing."""

    work: Work
    own: Hypothesis
    places: list[_Place]


@dataclass(frozen=True, slots=True)
class _Rated:
    """The way of a sentence that the model finds likeliest."""

    task: _Task
    way: _Way
    total: float
    """Log-likelihood."""
    forms: float
    """The part of it that the pins' forms took."""

    @property
    def loss(self) -> float:
        """Log-likelihood that the words around the pins lost, for each pin; what the model wrote itself is the measure."""
        own = self.task.own
        return (own.score * (len(own.tokens) + 1) - (self.total - self.forms)) / len(self.way.forms)

    @property
    def unlikely(self) -> bool:
        """The model finds the words around the pins far worse: other forms and places are rated."""
        return self.loss > MOST_LOSS

    @property
    def doubtful(self) -> bool:
        """So much worse that the pins may have taken words of others. A word in the place of one word has not: a word that the
        model never writes makes those behind it unlikely, and decoding them anew only wrote its own word beside it.
        """
        return self.unlikely and not all(place.word for place in self.task.places)


def splice(works: Sequence[Work], engine: Engine) -> None:
    """Add to each sentence whose alignment is known the attempt with its missing pins in the place of the model's words.

    An attempt that the model finds far worse than its own is doubtful: other forms and places are rated, then other rungs may
    do better.
    """
    found = [(work, heard) for work in works if (heard := work.beginning)]
    tasks = [
        _Task(work, heard.hypothesis, places) for work, heard in found if (places := _open_places(work, heard, engine))
    ]
    best = likeliest([(task, way) for task in tasks for way in _ways(task, _first(task), engine)], engine)
    again = [item.task for item in best.values() if item.unlikely]
    for key, item in likeliest(
        [(task, way) for task in again for way in _ways(task, _further(task), engine)], engine
    ).items():
        best[key] = max(best[key], item, key=lambda rated: rated.total)
    for item in best.values():
        text, score = engine.detokenise(item.way.tokens), item.total / (len(item.way.tokens) + 1)
        item.task.work.examine(
            Rung.FORCED, text, score, finished=item.task.own.finished, doubtful=item.doubtful, judged=True
        )


def likeliest(ways: Sequence[tuple[_Task, _Way]], engine: Engine) -> dict[int, _Rated]:
    """By sentence the likeliest way; all are rated in one call."""
    best: dict[int, _Rated] = {}
    ratings = engine.rate([(task.work.text, way.tokens) for task, way in ways])
    for (task, way), rating in zip(ways, ratings, strict=True):
        total, forms = sum(rating), sum(sum(rating[start:end]) for start, end in way.forms)
        known = best.get(id(task.work))
        if known is None or total > known.total:
            best[id(task.work)] = _Rated(task, way, total, forms)
    return best


_Plan = tuple[list[_Place], tuple[str, ...], str]
"""Places, the form for each, and the language whose determiner before the place changes its gender."""


def _first(task: _Task) -> Iterator[_Plan]:
    """All missing pins in their first form; a single one also after the determiner's other gender."""
    forms = tuple(_forms(task.work, place)[0] for place in task.places)
    yield task.places, forms, ""
    if len(task.places) == 1:
        yield task.places, forms, task.work.locale.language


def _further(task: _Task) -> Iterator[_Plan]:
    """A single missing pin in its second form, and in the place of one or two words more."""
    if len(task.places) == 1:
        (place,), language = task.places, task.work.locale.language
        forms = _forms(task.work, place)
        others = [form for form in forms[1:_FORMS] if may_replace(place.said, form, forms[0])]
        yield from ((task.places, (form,), swap) for form in others for swap in ("", language))
        if place.pin.kind != "term":
            yield from (([opened], forms[:1], "") for opened in _reopened(place, task.own.tokens))


def _forms(work: Work, place: _Place) -> tuple[str, ...]:
    return tuple(in_order(place.pin, work.context.glossary))


def _open_places(work: Work, heard: Heard, engine: Engine) -> list[_Place]:
    """The places of all missing pins, in target order; none where one of them has none."""
    lost = [result.pin for result in heard.attempt.lost]
    places = _places(work, heard, lost, engine)
    return places if len(places) == len(lost) else []


def _ways(task: _Task, plans: Iterator[_Plan], engine: Engine) -> Iterator[_Way]:
    """None twice."""
    written = [_written(task.own.tokens, places, forms, swap, engine) for places, forms, swap in plans]
    yield from {way.tokens: way for way in written}.values()


def _reopened(place: _Place, tokens: Tokens) -> Iterator[_Place]:
    start = place.start
    for _ in range(_REOPENED):
        if start > 0:
            start = tokens_of.word_start(tokens, start - 1)
            yield _Place(start, place.end, place.pin)


def _places(work: Work, heard: Heard, lost: Sequence[Pin], engine: Engine) -> list[_Place]:
    """The places of missing pins in target order; fewer than pins where two answer the same words."""
    own = heard.hypothesis
    sources = tokens_of.spans(engine.tokenise(work.text), work.text)
    taken = _taken(own.tokens, heard.attempt)
    found: list[_Place] = []
    for pin in lost:
        run = tokens_of.answering(own.alignment, tokens_of.inside(sources, pin.start, pin.end))
        if run is None:
            return []
        words = _own_words(own.tokens, _words(own.tokens, *run), pin, taken, work.locale.language)
        if not words:
            return []
        start, end = words[0][0], words[-1][1]
        said = tuple(engine.detokenise(own.tokens[start:end]).lower().split())
        found.append(_Place(start, end, pin, said))
        work.renderings.setdefault(pin, tuple(word for word in said if len(word) >= _LONG))
    found.sort(key=lambda place: place.start)
    clear = all(one.end <= other.start for one, other in pairwise(found))
    return found if clear else []


_Word = tuple[int, int]
"""Its tokens `[start, end)`."""


def _words(tokens: Tokens, first: int, last: int) -> list[_Word]:
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


def _own_words(tokens: Tokens, words: list[_Word], pin: Pin, taken: set[int], language: str) -> list[_Word]:
    """The words that stand for the pin alone: the longest stretch that no other pin holds; none where all are held.

    A term leaves determiners and prepositions at either end where they are; if it is nothing else, it is said with one.
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
    function = _FUNCTION.get(language, frozenset())
    content = [number for number, word in enumerate(words) if _bare(tokens[slice(*word)]) not in function]
    return words[content[0] : content[-1] + 1] if content else []


def _bare(tokens: Tokens) -> str:
    return "".join(tokens).replace(_SPACE, "").lower()


def _written(tokens: Tokens, places: Sequence[_Place], forms: Sequence[str], swap: str, engine: Engine) -> _Way:
    """The tokens with each place replaced; `swap`: the language whose determiner before the place changes its gender."""
    way: list[str] = []
    spans: list[tuple[int, int]] = []
    done = 0
    for place, form in zip(places, forms, strict=True):
        way += _swapped(tokens[done : place.start], swap, engine) if swap else tokens[done : place.start]
        written = engine.tokenise(form)
        begun = len(way)
        way += tokens_of.without_space(written) if tokens_of.glued(tokens, place.start) else written
        spans.append((begun, len(way)))
        done = place.end
    return _Way((*way, *tokens[done:]), tuple(spans))


def _swapped(before: Tokens, language: str, engine: Engine) -> Tokens:
    """The tokens with the determiner at their end in the other gender, or as they are."""
    for pair in _GENDERS.get(language, ()):
        for old, new in (pair, pair[::-1]):
            ending = tuple(_SPACE + word for word in old.split(" "))
            if tuple(token.lower() for token in before[-len(ending) :]) == ending:
                capital = before[-len(ending)][1:2].isupper()
                return (*before[: -len(ending)], *engine.tokenise(new.capitalize() if capital else new))
    return before
