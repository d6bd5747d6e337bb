"""A person's sentence after a glossary change: the smallest edit that satisfies it, as a proposal, never as a replacement."""

from __future__ import annotations

from collections.abc import Sequence

from glosspress.article import Mark, Rich
from glosspress.glossary import Term
from glosspress.glossary.diff import Change
from glosspress.locales import Locale
from glosspress.pins.marking import unmarked
from glosspress.pins.occurrences import spans
from glosspress.translation import Pin


def minimal_edit(target: Rich, changes: Sequence[Change], locale: Locale) -> Rich:
    """The text with nothing but the renderings of changed terms replaced by their new ones.

    A form in the list gives the form at the same place of the new list, else the new target; a rendering that is
    forbidden now gives the target. What the new row allows stays as it is.
    """
    text = unmarked(target)
    for change in changes:
        if not change.after:
            continue
        new = change.after[0]
        for found, wanted in _exchanges(change, new):
            if wanted and found != wanted and found not in (new.target, *new.forms):
                text = _exchanged(text, found, wanted, locale)
    return text


def spliced(rich: Rich, start: int, end: int, text: str) -> Rich:
    """The text with a span exchanged; marks keep what they lie on."""
    moved = len(text) - (end - start)

    def place(offset: int, *, last: bool) -> int:
        if offset >= end:
            return offset + moved
        return offset if offset <= start else (start + len(text) if last else start)

    marks = tuple(
        Mark(place(mark.start, last=False), place(mark.end, last=mark.end > mark.start), mark.tag, mark.attrs)
        for mark in rich.marks
    )
    return Rich(rich.text[:start] + text + rich.text[end:], marks)


def _exchanges(change: Change, new: Term) -> list[tuple[str, str]]:
    """(rendering, its replacement), the longest first, so that no form is replaced inside another."""
    pairs: dict[str, str] = {}
    for old in change.before:
        pairs[old.target] = new.target
        for number, form in enumerate(old.forms):
            pairs.setdefault(form, new.forms[number] if len(new.forms) == len(old.forms) else new.target)
    pairs.update(dict.fromkeys(new.forbidden, new.target))
    return sorted(pairs.items(), key=lambda pair: -len(pair[0]))


def _exchanged(text: Rich, found: str, wanted: str, locale: Locale) -> Rich:
    pin = Pin(0, 0, "", (found,), "term", exact_case=False)
    for start, end in sorted(spans(pin, text.text, locale), reverse=True):
        if text.text[start:end].casefold() == found.casefold():
            text = spliced(text, start, end, _cased(wanted, text.text[start:end], found))
    return text


def _cased(wanted: str, seen: str, found: str) -> str:
    """A capital at the beginning of a sentence or in a heading is kept."""
    if seen[:1].isupper() and found[:1].islower():
        return wanted[:1].upper() + wanted[1:]
    return wanted
