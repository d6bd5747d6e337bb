"""What a reader is told of how a page was made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from glosspress.article import Kind
from glosspress.page import Page
from glosspress.render.text import fragment
from glosspress.translation import Rung, Severity


@dataclass(frozen=True, slots=True)
class KeptTerm:
    """A pinned term of the page."""

    anchor: str
    """Fragment in the card: what `its-term-info-ref` points to."""
    source: str
    forms: tuple[str, ...]
    """As they stand on the page, most frequent first."""
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """Counts and terms of one page."""

    sentences: int
    held: int
    pins: int
    pins_found: int
    warnings: tuple[tuple[str, int], ...]
    """(check, how often), most frequent first."""
    rungs: tuple[tuple[Rung, int], ...]
    """In the order of the ladder; only those that were used."""
    terms: tuple[KeptTerm, ...]
    """By source term."""


def card(page: Page) -> Card:
    """The card of a page."""
    translations = [item for _, items in page.translations for item in items]
    pins = [result for item in translations for result in item.pins if result.pin.binding]
    rungs = Counter(item.rung for item in translations)
    warnings = Counter(f.check for item in translations for f in item.findings if f.severity is Severity.WARN)
    return Card(
        sentences=len(translations),
        held=sum(item.held for item in translations),
        pins=len(pins),
        pins_found=sum(result.found for result in pins),
        warnings=tuple(sorted(warnings.items(), key=lambda item: (-item[1], item[0]))),
        rungs=tuple((rung, rungs[rung]) for rung in Rung if rungs[rung]),
        terms=_terms(page),
    )


def _terms(page: Page) -> tuple[KeptTerm, ...]:
    """Terms by id, from the marks of the text and from the pins of the sentences."""
    sources: dict[str, Counter[str]] = {}
    forms: dict[str, Counter[str]] = {}
    for _, items in page.translations:
        for result in (pin for item in items for pin in item.pins if pin.pin.kind == "term" and pin.found):
            sources.setdefault(result.pin.term_id, Counter())[result.pin.source] += 1
            forms.setdefault(result.pin.term_id, Counter())[result.target] += 1
    for text in (block.text for _, block in page.target.walk() if block.kind is not Kind.RULE):
        for mark in text.marks:
            name = mark.get("id")
            if mark.tag == "pin" and mark.get("kind") == "term" and name and name not in sources:
                forms.setdefault(name, Counter())[text.text[mark.start : mark.end]] += 1
    shown = {name: (_frequent(sources.get(name, Counter())) or ("",))[0] for name in forms if name}
    return tuple(
        KeptTerm(fragment("term-", name), shown[name], _frequent(forms[name]), forms[name].total())
        for name in sorted(shown, key=lambda name: (shown[name].casefold(), name))
    )


def _frequent(counted: Counter[str]) -> tuple[str, ...]:
    """Most frequent first; of equally frequent ones the lower-case one."""
    return tuple(form for form, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0].swapcase())))
