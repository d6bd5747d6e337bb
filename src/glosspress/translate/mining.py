"""Forms of a term that the model itself writes, for a translator to look at: what a `prefer` row may be missing.

Each sentence that holds the term is decoded into several hypotheses; attention tells which target words answer the term.
Renderings that the row does not list are counted by sentence. Nothing is approved here: a wrong rendering can be as
frequent as a right inflection, so each suggestion comes with a sentence and its translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from glosspress import pins
from glosspress.checks import Context
from glosspress.checks.stopwords import stopwords
from glosspress.engines import Engine, Hypothesis
from glosspress.glossary import Glossary, Mode, Term
from glosspress.glossary.view import fold, normalise
from glosspress.locales import Locale
from glosspress.translate import tokens as tokens_of
from glosspress.translate.aligning import aligned
from glosspress.translate.work import Work, prepare
from glosspress.translation import PinResult, Segment

_AT_ONCE = 256
"""Sentences decoded in one call: memory does not grow with the corpus."""
_MOST_WORDS = 2
"""Words that a form may have more than the target of its row."""
_FORM = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class FormSuggestion:
    """A rendering of a term that its row does not list."""

    term_id: str
    form: str
    """In lower case, unless the row's target has capitals."""
    count: int
    """Sentences for which some hypothesis writes it."""
    share: float
    """Of the sentences that hold the term."""
    example_source: str
    """The first sentence in which it was seen, with `example_target`."""
    example_target: str


@dataclass(slots=True)
class _Seen:
    """What was seen of one term."""

    sentences: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, tuple[str, str]] = field(default_factory=dict)


def mine_forms(
    segments: Sequence[Segment],
    locale: Locale,
    engine: Engine,
    glossary: Glossary,
    n_best: int = 8,
    *,
    source_language: str = "en",
) -> list[FormSuggestion]:
    """Renderings of the glossary's `prefer` terms in the model's `n_best` hypotheses that no row lists or forbids.

    By term in the order of the glossary, the commonest first. Empty with an engine that writes no human language.
    EngineError: the model cannot be loaded.
    """
    wanted = {term.id: term for term in glossary.terms if term.mode is Mode.PREFER}
    if engine.synthetic or not wanted:
        return []
    context = Context(locale, source_language, glossary)
    distinct = {part.source.text: part for part in segments if glossary.matcher.find(part.source.text)}
    seen: dict[str, _Seen] = {}
    parts = list(distinct.values())
    for start in range(0, len(parts), _AT_ONCE):
        works = [prepare("", part, context, engine) for part in parts[start : start + _AT_ONCE]]
        works = [work for work in works if any(pin.term_id in wanted for pin in work.pins)]
        answers = engine.decode([work.request(n_best=n_best) for work in works])
        for work, answer in zip(works, answers, strict=True):
            _observe(work, aligned([(work, found) for found in answer], engine), wanted, seen, engine)
    return [suggestion for term in wanted.values() if term.id in seen for suggestion in _of(term.id, seen[term.id])]


def _observe(
    work: Work, answer: Sequence[Hypothesis], wanted: dict[str, Term], seen: dict[str, _Seen], engine: Engine
) -> None:
    """Count each rendering once a sentence."""
    for term_id in {pin.term_id for pin in work.pins} & set(wanted):
        seen.setdefault(term_id, _Seen()).sentences += 1
    found: dict[tuple[str, str], str] = {}
    places = tokens_of.spans(engine.tokenise(work.text), work.text)
    for hypothesis in answer:
        for result in pins.verify(work.pins, hypothesis.text, work.locale):
            term = wanted.get(result.pin.term_id)
            form = _rendering(result, term, hypothesis, places, work.locale) if term else ""
            if form:
                found.setdefault((result.pin.term_id, form), hypothesis.text)
    for (term_id, form), target in found.items():
        mine = seen[term_id]
        mine.counts[form] = mine.counts.get(form, 0) + 1
        mine.examples.setdefault(form, (work.segment.source.text, target))


def _rendering(
    result: PinResult, term: Term, hypothesis: Hypothesis, places: Sequence[tokens_of.Span], locale: Locale
) -> str:
    """The words that answer a term whose listed forms are absent, or an empty string where they are no form of one."""
    if result.found:
        return ""
    text = hypothesis.text
    wanted = tokens_of.inside(places, result.pin.start, result.pin.end)
    rows = tokens_of.answers(hypothesis.alignment, wanted)
    span = tokens_of.words(rows, tokens_of.spans(hypothesis.tokens, text), text)
    if span is None:
        return ""
    words = list(_trimmed(text[span[0] : span[1]].split(), locale.language))
    form = " ".join(words)
    form = form.lower() if term.target == term.target.lower() else form
    if not _FORM.fullmatch(form) or len(words) > len(term.target.split()) + _MOST_WORDS or len(form) < 2:
        return ""
    known = {fold(normalise(text)) for text in (result.pin.source, *result.pin.targets, *term.forbidden)}
    return "" if fold(normalise(form)) in known else form


def _trimmed(words: Sequence[str], language: str) -> Iterator[str]:
    """Without punctuation, and without articles and prepositions at either end."""
    bare = [word.strip(".,;:!?()[]{}\"“”«»'‘’") for word in words]
    function = stopwords().get(language, frozenset())
    content = [number for number, word in enumerate(bare) if word and word.lower() not in function]
    if content:
        yield from bare[content[0] : content[-1] + 1]


def _of(term_id: str, seen: _Seen) -> Iterator[FormSuggestion]:
    for form, count in sorted(seen.counts.items(), key=lambda item: (-item[1], item[0])):
        yield FormSuggestion(term_id, form, count, count / seen.sentences, *seen.examples[form])
