"""What a check is, and what it may know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from glosspress.article import Kind, Rich
from glosspress.glossary import Glossary
from glosspress.locales import Locale
from glosspress.translation import PinResult, Severity


@dataclass(frozen=True, slots=True)
class Context:
    """The pair a sentence is translated for, and the policy of its locale."""

    locale: Locale
    """Of the target."""
    source_language: str = "en"
    glossary: Glossary | None = None
    kind: Kind = Kind.PARAGRAPH
    """The kind of block: headings and cells may stay untranslated more often."""
    block: frozenset[str] = frozenset()
    """Checks whose warnings hold a sentence here."""
    warn: frozenset[str] = frozenset()
    """Checks whose blocking findings only warn here; never those of `LOCKED`."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence and its translation, verified."""

    source: Rich
    target: Rich
    pins: tuple[PinResult, ...]

    @property
    def found(self) -> tuple[PinResult, ...]:
        """The pins that have a span in the target."""
        return tuple(result for result in self.pins if result.found)


Report = tuple[Severity, str]
"""What a check says: severity before policy, and a message for a person."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: a pure function of a pair and its context."""

    id: str
    sentence: str
    """What it looks for, for the documentation and the reviewer."""
    answers: str
    """The public issue, study or standard that asks for it."""
    examine: Callable[[Pair, Context], Iterable[Report]]


LOCKED = frozenset({"terms", "numbers", "protected"})
"""Checks that hold a sentence whatever the policy says."""


AS_IT_IS = frozenset({Kind.REFERENCE, Kind.CODE})
"""Kinds of block that may stay in the source language."""


def severity(check: str, found: Severity, context: Context) -> Severity:
    """The severity after policy."""
    if found is Severity.WARN and check in context.block:
        return Severity.BLOCK
    if found is Severity.BLOCK and check in context.warn and check not in LOCKED:
        return Severity.WARN
    return found


def missing(pair: Pair, kinds: frozenset[str] | None, without: frozenset[str] = frozenset()) -> Sequence[PinResult]:
    """The pins of some kinds that were not found; `kinds` None: of all kinds but `without`."""
    return [
        result
        for result in pair.pins
        if not result.found and (result.pin.kind in kinds if kinds is not None else result.pin.kind not in without)
    ]
