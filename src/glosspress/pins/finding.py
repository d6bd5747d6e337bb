"""All pins of a sentence: hard spans first, then terms and soft spans, the longest first, without overlaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from glosspress import locales
from glosspress.glossary import Glossary, Match, Mode
from glosspress.glossary.inflection import regular_plurals
from glosspress.locales import Locale
from glosspress.pins import dosing, formulas, literals, moments, numbers, numerals, symbols, units
from glosspress.translation import Pin


def find(
    text: str,
    glossary: Glossary | None,
    locale: Locale,
    source_language: str = "en",
    *,
    codes: Sequence[tuple[int, int]] = (),
) -> tuple[Pin, ...]:
    """The pins of a source text for a target locale, in order, without overlaps.

    Nothing is pinned inside a link, an address, an identifier of a paper, a phone number or code but the whole of it.
    Of a term and another span that overlap the longer wins, and the term when they are equal. Terms of mode `forbid`
    are no pins.
    `codes` are the spans that markup declares as code (`<code>`, `<kbd>`): they are copied as they stand.
    """
    codes = _outermost(codes)
    hard = [(start, end, "code") for start, end in codes]
    hard += [span for span in literals.find(text) if not any(span[0] < high and low < span[1] for low, high in codes)]
    pins = [Pin(start, end, text[start:end], (text[start:end],), kind) for start, end, kind in hard]
    pins += [
        Pin(start, end, text[start:end], forms, kind)
        for start, end, kind, forms in moments.find(text)
        if not any(start < pin.end and pin.start < end for pin in pins)
    ]
    blocked = [(pin.start, pin.end) for pin in pins]
    matches = glossary.matcher.find(text, blocked=blocked) if glossary else []
    soft = [_of_match(match, text, locale) for match in matches if match.term.mode is not Mode.FORBID]
    soft += _signs(text, blocked)
    marks = blocked + [(pin.start, pin.end) for pin in soft if pin.kind in ("symbol", "formula")]
    soft += _quantities(text, locale, locales.parse(source_language), marks)
    return _without_overlaps(pins, soft)


def _outermost(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without empty spans and those inside others (`<kbd>` of a key inside `<kbd>` of a shortcut)."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < end and (not kept or end > kept[-1][1]):
            kept.append((start, end))
    return kept


def _of_match(match: Match, text: str, locale: Locale) -> Pin:
    term = match.term
    forms = (term.target, *term.forms)
    if term.mode is Mode.PREFER and not term.forms:
        forms += regular_plurals(term.target, locale.language)
    return Pin(
        match.start,
        match.end,
        text[match.start : match.end],
        tuple(dict.fromkeys(forms)),
        "term",
        term.id,
        exact_case=term.mode is Mode.PIN,
        binding=term.binding,
    )


def _signs(text: str, blocked: list[tuple[int, int]]) -> Iterator[Pin]:
    taken = list(blocked)
    for kind, spans in (("formula", formulas.find(text)), ("symbol", symbols.find(text))):
        for start, end in spans:
            if all(end <= low or high <= start for low, high in taken):
                taken.append((start, end))
                forms = symbols.forms(text[start:end]) if kind == "symbol" else (text[start:end],)
                yield Pin(start, end, text[start:end], forms, kind)


def _quantities(text: str, locale: Locale, source: Locale, taken: list[tuple[int, int]]) -> Iterator[Pin]:
    for group in numbers.groups(text, source, taken):
        pin = numbers.pin_of(group, text, source, locale)
        routed = list(_routed(text, group, locale)) if source.language == "en" and not locale.pseudo else []
        yield replace(pin, kind="dose") if routed and pin.kind == "unit" else pin
        yield from routed
    if source.language == "en" and not locale.pseudo:
        yield from _durations(text, locale, source)


def _durations(text: str, locale: Locale, source: Locale) -> Iterator[Pin]:
    for match in dosing.DURATION.finditer(text):
        number = numerals.write(match["number"], source, locale)
        forms = dosing.duration_forms(match, number, locale.language)
        if forms:
            yield Pin(*match.span("span"), match["span"], forms, "duration", exact_case=False)


def _routed(text: str, group: numbers.Group, locale: Locale) -> Iterator[Pin]:
    """Route and frequency of a dose, in the languages that have forms for them."""
    for start, end, kind in dosing.find(text, group.end) if _is_dose(group) else ():
        span = text[start:end]
        forms = dosing.forms(span, kind, locale.language)
        if forms:
            yield Pin(start, end, span, forms, kind, exact_case=False)


def _is_dose(group: numbers.Group) -> bool:
    return group.parts[-1].unit.split("/")[0] in units.DOSABLE


def _without_overlaps(hard: list[Pin], soft: list[Pin]) -> tuple[Pin, ...]:
    kept = list(hard)
    taken = bytearray(max((pin.end for pin in (*hard, *soft)), default=0))
    for pin in hard:
        taken[pin.start : pin.end] = b"\1" * (pin.end - pin.start)
    for pin in sorted(soft, key=lambda pin: (pin.start - pin.end, pin.kind != "term", pin.start)):
        if not any(taken[pin.start : pin.end]):
            taken[pin.start : pin.end] = b"\1" * (pin.end - pin.start)
            kept.append(pin)
    return tuple(sorted(kept, key=lambda pin: pin.start))
