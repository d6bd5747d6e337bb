"""A missing pin put in the place of the model's own words for it, where the model finds the sentence about as good.

Decoding is a step for each word, rating a finished sentence is one step. So before a pin is forced and the rest decoded
anew, the words that answer it are exchanged for its forms, all missing pins at once, and the model rates the sentences. A
determiner before the pin is tried in the other gender too. Only where the model finds the rest of the sentence far worse than its
own is anything decoded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glosspress.engines import Engine, Hypothesis
from glosspress.engines.engine import Tokens
from glosspress.translate import tokens as tokens_of
from glosspress.translate.determiners import swapped
from glosspress.translate.forms import in_order, may_replace
from glosspress.translate.places import Place, open_places
from glosspress.translate.work import Work
from glosspress.translation import Rung

_FORMS = 2
_REOPENED = 2
"""Words before a pin that may go: `idade inferior a` before `≥19`."""
MOST_LOSS = 4.0
"""Log-likelihood that the rest of a sentence may lose for each pin put in. What the form itself costs says little: a term that
the model never writes is unlikely wherever it stands. In TICO-19 (`benchmarks/pins.py --losses`) the rest lost 3.4 at most where
the form took the place of its words, brackets and a wrong number apart, and 7.8 or more where it took others' too (`durante o
1957–58 até` for `durante o surto de 1957 e até`).
"""


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
    places: list[Place]

    @property
    def words(self) -> bool:
        """Every pin takes the place of one word."""
        return all(place.word for place in self.places)


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
        return self.unlikely and not self.task.words


def splice(works: Sequence[Work], engine: Engine) -> None:
    """Add to each sentence whose alignment is known the attempt with its missing pins in the place of the model's words.

    An attempt that the model finds far worse than its own is doubtful: other forms and places are rated, then other rungs may
    do better. One on which its opinion has no bearing is not rated, and keeps the score of the sentence it is made from.
    """
    found = [(work, heard) for work in works if (heard := work.beginning)]
    tasks = [
        _Task(work, heard.hypothesis, places) for work, heard in found if (places := open_places(work, heard, engine))
    ]
    open_: list[tuple[_Task, _Way]] = []
    for task in tasks:
        ways = list(_ways(task, _first(task), engine))
        if _certain(task, ways):
            _put_in(task, ways[0], task.own.score, engine)
        else:
            open_ += [(task, way) for way in ways]
    best = likeliest(open_, engine)
    again = [item.task for item in best.values() if item.unlikely]
    for key, item in likeliest(
        [(task, way) for task in again for way in _ways(task, _further(task), engine)], engine
    ).items():
        best[key] = max(best[key], item, key=lambda rated: rated.total)
    for item in best.values():
        score = item.total / (len(item.way.tokens) + 1)
        _put_in(item.task, item.way, score, engine, judged=True, doubtful=item.doubtful)


def _certain(task: _Task, ways: Sequence[_Way]) -> bool:
    """Whether nothing depends on what the model thinks of a way: it is the only one, and could not be in doubt."""
    return len(ways) == 1 and task.words and not any(_further(task))


def _put_in(
    task: _Task, way: _Way, score: float, engine: Engine, *, judged: bool = False, doubtful: bool = False
) -> None:
    text, finished = engine.detokenise(way.tokens), task.own.finished
    task.work.examine(Rung.FORCED, text, score, finished=finished, judged=judged, doubtful=doubtful)


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


_Plan = tuple[list[Place], tuple[str, ...], str]
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


def _forms(work: Work, place: Place) -> tuple[str, ...]:
    return tuple(in_order(place.pin, work.context.glossary))


def _ways(task: _Task, plans: Iterator[_Plan], engine: Engine) -> Iterator[_Way]:
    """None twice."""
    written = [_written(task.own.tokens, places, forms, swap, engine) for places, forms, swap in plans]
    yield from {way.tokens: way for way in written}.values()


def _reopened(place: Place, tokens: Tokens) -> Iterator[Place]:
    start = place.start
    for _ in range(_REOPENED):
        if start > 0:
            start = tokens_of.word_start(tokens, start - 1)
            yield Place(start, place.end, place.pin)


def _written(tokens: Tokens, places: Sequence[Place], forms: Sequence[str], swap: str, engine: Engine) -> _Way:
    """The tokens with each place replaced; `swap`: the language whose determiner before the place changes its gender."""
    way: list[str] = []
    spans: list[tuple[int, int]] = []
    done = 0
    for place, form in zip(places, forms, strict=True):
        way += swapped(tokens[done : place.start], swap, engine) if swap else tokens[done : place.start]
        written = engine.tokenise(form)
        begun = len(way)
        way += tokens_of.without_space(written) if tokens_of.glued(tokens, place.start) else written
        spans.append((begun, len(way)))
        done = place.end
    return _Way((*way, *tokens[done:]), tuple(spans))
