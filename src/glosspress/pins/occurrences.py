"""Where a pin may stand in a target text: candidate spans by class of pin."""

from __future__ import annotations

import re
from functools import lru_cache

from glosspress.glossary.boundaries import starts_word, word_end
from glosspress.glossary.view import View, fold, normalise, view
from glosspress.locales import Locale
from glosspress.pins import amounts, dosing, moments, numbers, symbols
from glosspress.translation import Pin

Span = tuple[int, int]
_LITERAL = frozenset({"url", "email", "doi", "registry", "phone", "code", "date"})
_JOINS_LITERAL = re.compile(r"[A-Za-z0-9_@/]|[.-][A-Za-z0-9]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…]\s|\n)[\s\"'“”«»(\[¿¡•*–—-]*$")


def spans(pin: Pin, target: str, locale: Locale) -> list[Span]:
    """All spans of the target that satisfy a pin, in order of preference."""
    if pin.kind in numbers.KINDS:
        found = amounts.spans(pin, target, locale)
        longer = dosing.MORE_THAN.search
        return [span for span in found if not longer(target[: span[0]])] if pin.kind == "duration" else found
    if pin.kind in _LITERAL:
        return [
            span
            for form in pin.targets
            for span in _literal(form, target, folded=pin.kind == "url" and "/" not in form)
        ]
    if pin.kind in ("route", "frequency"):
        return [match.span() for match in dosing.pattern_for(pin.source, pin.kind).finditer(target)]
    if pin.kind == "time":
        return [match.span() for match in moments.pattern_for(pin.source).finditer(target)]
    seen = view(target)
    found = [span for form in pin.targets for span in _words(form, pin, seen, target)]
    if pin.kind == "symbol" and not found:
        found = [span for span in symbols.find(target) if symbols.reordered(pin.source, target[slice(*span)])]
    return list(dict.fromkeys(found))


def _literal(form: str, target: str, folded: bool) -> list[Span]:
    """Exact occurrences that are not part of a longer literal; a bare host (`folded`) has no case (RFC 3986)."""
    found = []
    if folded:
        form, target = fold(form), fold(target)
    start = target.find(form)
    while start >= 0:
        end = start + len(form)
        before = re.search(r"[A-Za-z0-9_@/.-]$", target[max(0, start - 1) : start])
        if not before and not _JOINS_LITERAL.match(target, end):
            found.append((start, end))
        start = target.find(form, start + 1)
    return found


@lru_cache(maxsize=65536)
def _normal(form: str) -> str:
    return normalise(form)


def _words(form: str, pin: Pin, seen: View, target: str) -> list[Span]:
    wanted = _normal(form)
    folded = fold(wanted)
    found = []
    start = seen.folded.find(folded)
    while start >= 0:
        end = word_end(seen, start, start + len(folded))
        if end is not None and starts_word(seen, start) and not _charged(seen, start + len(folded), pin):
            low, high = seen.raw(start, end)
            if not pin.exact_case or _case_fits(wanted, seen.text[start : start + len(wanted)], target, low):
                found.append((low, high))
        start = seen.folded.find(folded, start + 1)
    return found


def _charged(seen: View, end: int, pin: Pin) -> bool:
    """`CD4` is not in `CD4+`, nor `Ca` in `Ca2+`."""
    return pin.kind in ("symbol", "formula") and seen.text[end : end + 1] == "+"


def _case_fits(wanted: str, found: str, target: str, start: int) -> bool:
    """Exact, but for the capital that begins a sentence."""
    if found == wanted:
        return True
    return found[1:] == wanted[1:] and wanted[0].islower() and bool(_SENTENCE_START.search(target[:start]))
