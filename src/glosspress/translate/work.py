"""A sentence on the bench: what it is, what it must keep, and the candidates it has so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from glosspress import checks, pins
from glosspress.article import Kind, Rich
from glosspress.checks import Context
from glosspress.engines import Engine, Hypothesis, Keep, Request
from glosspress.engines.engine import Tokens
from glosspress.locales import Locale
from glosspress.translate import casing
from glosspress.translate.attempt import Attempt, Heard
from glosspress.translate.repairs import Repair
from glosspress.translate.spacing import settled
from glosspress.translation import Finding, Pin, PinResult, Rung, Segment, Severity

# What the text of a candidate alone decides; marks are placed when the text is chosen.
LATER = frozenset({"markup"})
_HUMAN_LANGUAGE = frozenset({"copied", "language", "length", "dropped", "repetition", "negation", "opposites"})
"""Checks that ask whether the target is good language: a synthetic engine writes none."""
_REPAIRS = frozenset({Rung.FORCED, Rung.SUBSTITUTED, Rung.MASKED})
_LOSS = 4.0
"""Log-likelihood a token: what lacking all words costs among rivals; a dropped verb outweighs an unlikely form."""
_WORD = re.compile(r"[^\W\d_]{4,}")


class Casing(Enum):
    """How a sentence is capitalised."""

    AS_IS = "as it is"
    CAPITALS = "capitals"
    TITLE = "title case"


@dataclass(slots=True)
class Work:
    """One distinct segment. Rungs add attempts; the best verified one is taken."""

    key: str
    segment: Segment
    pins: tuple[Pin, ...]
    context: Context
    text: str
    """The source as the model is asked: capitals lowered, spaces single; as long as the source, so that offsets hold."""
    casing: Casing
    common: frozenset[str] = frozenset()
    """Words of a Title Case heading, in lower case, that the model knows as one piece: names in lower case it does not."""
    attempts: list[Attempt] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    renderings: dict[Pin, tuple[str, ...]] = field(default_factory=dict)
    """The model's own words for missing pins, in lower case."""
    tried: set[Tokens] = field(default_factory=set)
    """Beginnings that were forced."""

    @property
    def locale(self) -> Locale:
        """Of the target."""
        return self.context.locale

    @property
    def open(self) -> bool:
        """No attempt verifies, or none of which the model thinks well."""
        return not any(attempt.verified and not attempt.doubtful for attempt in self.attempts)

    @property
    def best(self) -> Attempt | None:
        """The verified attempt that is likeliest and, if it is a repair, keeps most of what the model said at first."""
        good = [attempt for attempt in self.attempts if attempt.verified]
        return max(good, key=lambda attempt: attempt.score - _LOSS * attempt.missing, default=None)

    @property
    def own(self) -> Attempt:
        """What the model wrote when it was asked for the whole sentence; there must be an attempt."""
        return next((attempt for attempt in self.attempts if attempt.rung is Rung.PLAIN), self.attempts[0])

    @property
    def whole(self) -> bool:
        """It was decoded in one piece, and that came to an end."""
        return any(attempt.rung is Rung.PLAIN for attempt in self.attempts) and self.own.whole

    @property
    def faults(self) -> int:
        """What blocks the model's own sentence besides missing pins, which block once each."""
        return sum(finding.severity is Severity.BLOCK for finding in self.own.findings) - len(self.own.lost)

    @property
    def least_wrong(self) -> Attempt:
        """The attempt that misses fewest pins; there must be one."""
        return min(self.attempts, key=lambda attempt: (not attempt.whole, len(attempt.lost), -attempt.score))

    @property
    def beginning(self) -> Heard | None:
        """The hypothesis from which missing pins are forced: whole, with the fewest missing, the likeliest."""
        lacking = [heard for heard in self.heard if heard.attempt.lost]
        return min(lacking, key=_distance, default=None)

    def request(self, *, prefix: Tokens = (), n_best: int = 1) -> Request:
        """The whole sentence as a request; the alignment tells where a pin that is missing in the answer belongs."""
        alignment = any(pin.binding for pin in self.pins)
        return Request(self.text, prefix, n_best, alignment, self.keeps(self.pins), cause=self.key)

    def _recased(self, text: str, results: tuple[PinResult, ...]) -> str:
        source = self.segment.source.text
        if self.casing is Casing.CAPITALS:
            return casing.raised(text, results)
        if self.casing is Casing.TITLE:
            text = casing.named(text, source, results, self.common)
        return casing.begun(text, source, results)

    def keeps(self, wanted: Sequence[Pin]) -> tuple[Keep, ...]:
        """What an engine without a model is to write for the pins."""
        return tuple(Keep(pin.start, pin.end, pin.targets[0]) for pin in wanted if pin.targets)

    def examine(
        self,
        rung: Rung,
        raw: str,
        score: float,
        *,
        judged: bool = False,
        finished: bool = True,
        doubtful: bool = False,
    ) -> Attempt:
        """Settle the typography of a raw target, verify its pins, run the checks, and keep it as an attempt."""
        text = settled(raw, self.segment.source.text, self.locale)
        results = pins.verify(self.pins, text, self.locale)
        recased = self._recased(text, results)
        if recased != text:
            text, results = recased, pins.verify(self.pins, recased, self.locale)
        found = checks.run(Rich(self.segment.source.text), Rich(text), results, self.context)
        kept = [item for item in found if item.check not in LATER]
        if not finished:
            kept.insert(0, Finding("length", Severity.BLOCK, "the model did not come to an end of the sentence"))
        missing = 0.0
        if rung in _REPAIRS and self.attempts:
            repair = Repair(text, results, self.own, self.renderings, self.locale)
            missing = repair.missing
            kept[:0] = repair.findings()
        attempt = Attempt(rung, text, score, results, tuple(kept), judged, doubtful, missing)
        self.attempts.append(attempt)
        return attempt

    def misses(self, hypothesis: Hypothesis) -> int:
        """Binding pins that a hypothesis lacks: known for less than an examination."""
        text = settled(hypothesis.text, self.segment.source.text, self.locale)
        return sum(result.pin.binding and not result.found for result in pins.verify(self.pins, text, self.locale))

    def hear(self, rung: Rung, hypothesis: Hypothesis, *, doubtful: bool = False) -> Attempt:
        """Examine a hypothesis of the whole sentence and remember it."""
        known, finished = bool(hypothesis.tokens), hypothesis.finished
        attempt = self.examine(
            rung, hypothesis.text, hypothesis.score, judged=known, finished=finished, doubtful=doubtful
        )
        if known:
            kept = hypothesis if attempt.lost else replace(hypothesis, alignment=())
            self.heard.append(Heard(attempt, kept))
        return attempt


def _distance(heard: Heard) -> tuple[bool, int, float]:
    attempt = heard.attempt
    return not attempt.whole, len(attempt.lost), -attempt.score


def prepare(key: str, part: Segment, context: Context, engine: Engine) -> Work:
    """Find the pins and the form in which the model is asked."""
    if engine.synthetic:
        context = without_language(context)
    text = part.source.text
    codes = [(mark.start, mark.end) for mark in part.source.marks if mark.tag in ("code", "kbd")]
    found = pins.find(text, context.glossary, context.locale, context.source_language, codes=codes)
    case = _case(part, found)
    asked = "".join(" " if char.isspace() else char for char in text)
    common = _common(text, engine) if case is Casing.TITLE else frozenset()
    lowered = asked if case is Casing.AS_IS else casing.lowered(asked, found)
    return Work(key, part, found, context, lowered, case, common)


def _common(text: str, engine: Engine) -> frozenset[str]:
    words = {match[0].lower() for match in _WORD.finditer(text)}
    return frozenset(word for word in words if not engine.synthetic and len(engine.tokenise(word)) == 1)


def _case(part: Segment, found: Sequence[Pin]) -> Casing:
    if casing.is_capitals(part.source.text, found):
        return Casing.CAPITALS
    if part.kind is Kind.HEADING and casing.is_title_case(part.source.text, found):
        return Casing.TITLE
    return Casing.AS_IS


def without_language(context: Context) -> Context:
    """The context for an engine that writes no human language."""
    return Context(
        locale=context.locale,
        source_language=context.source_language,
        glossary=context.glossary,
        kind=context.kind,
        block=context.block - _HUMAN_LANGUAGE,
        warn=context.warn | _HUMAN_LANGUAGE,
    )
