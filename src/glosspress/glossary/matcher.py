"""Finding the terms of a sentence in one pass, whatever the size of the term base (Aho-Corasick)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from glosspress.glossary.boundaries import is_acronym, starts_word, word_end
from glosspress.glossary.inflection import english_plurals
from glosspress.glossary.term import Case, Mode, Term
from glosspress.glossary.view import View, fold, is_view, normalise, view, view_of_normal

_MODE_RANK = {Mode.PIN: 0, Mode.PREFER: 1, Mode.FORBID: 2, Mode.ADVISE: 3}
_CASE_RANK = {Case.EXACT: 0, Case.SMART: 1, Case.IGNORE: 2}


_WORD = re.compile(r"[^\s-]+")
_SEPARATOR = "\0"
"""In no term and no article: cleaning and loading refuse control characters."""
_TOGETHER = 256
"""Texts searched as one."""


@dataclass(frozen=True, slots=True)
class Match:
    """A term in a text: `text[start:end]`, raw offsets, with the plural `s` of an acronym."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True)
class _Entry:
    term: Term
    surface: str
    """The normalised source, or its plural, as matched."""
    context: re.Pattern[str] | None


class Matcher:
    """An automaton over the sources of terms; building it is linear in their length, a search in the text's."""

    def __init__(self, terms: Iterable[Term]) -> None:
        entries: dict[str, list[_Entry]] = {}
        for term in terms:
            context = re.compile(term.context) if term.context else None
            for surface in surfaces(term):
                entries.setdefault(fold(surface), []).append(_Entry(term, surface, context))
        self._entries = list(entries.values())
        self._automaton = _automaton(list(entries)) if entries else None

    def find(self, text: str, *, blocked: Sequence[tuple[int, int]] = (), domains: Sequence[str] = ()) -> list[Match]:
        """The terms of a text in order, without overlaps.

        Of overlapping matches the longest stays; then the mode (pin, prefer, forbid, advise), a case rule that is more
        exact, a term with a context, and a domain of `domains` (earlier is better) decide. No match touches a `blocked`
        span.
        """
        return _without_overlaps(self._ranked(text, blocked, domains))

    def find_all(self, text: str) -> list[Match]:
        """Every term of a text, those inside or across others too: all that `find` can depend on, whatever is blocked."""
        return [match for _, match in self._ranked(text, (), ())]

    def ids_in(self, texts: Sequence[str]) -> list[frozenset[str]]:
        """The ids of the terms that `find_all` finds, of each of many texts: several times faster than one by one."""
        found: list[set[str]] = [set() for _ in texts]
        if self._automaton is not None:
            for first in range(0, len(texts), _TOGETHER):
                self._collect(texts, range(first, min(first + _TOGETHER, len(texts))), found)
        return [frozenset(ids) for ids in found]

    def _collect(self, texts: Sequence[str], numbers: range, found: list[set[str]]) -> None:
        """Texts that are their own view are searched as one; a separator that is no letter ends every word."""
        plain = [number for number in numbers if is_view(texts[number])]
        seen = view_of_normal(_SEPARATOR.join(texts[number] for number in plain))
        ends = list(accumulate(len(texts[number]) + 1 for number in plain))
        for entry, start, _ in self._fitting(seen):
            number = plain[bisect_right(ends, start)]
            if entry.context is None or entry.context.search(texts[number]):
                found[number].add(entry.term.id)
        for number in set(numbers) - set(plain):
            found[number].update(match.term.id for match in self.find_all(texts[number]))

    def _fitting(self, seen: View) -> Iterator[tuple[_Entry, int, int]]:
        """Entries with the view spans at which they stand as words and in their case."""
        for number, start, end in _plausible(self._automaton, seen):
            stop = word_end(seen, start, end)
            if stop is not None and starts_word(seen, start):
                for entry in self._entries[number]:
                    if _case_fits(entry, seen, start, end):
                        yield entry, start, stop

    def _ranked(
        self, text: str, blocked: Sequence[tuple[int, int]], domains: Sequence[str]
    ) -> list[tuple[tuple[int | str, ...], Match]]:
        if self._automaton is None or not text:
            return []
        seen = view(text)
        ranked: list[tuple[tuple[int | str, ...], Match]] = []
        for entry, start, stop in self._fitting(seen):
            raw = seen.raw(start, stop)
            if any(raw[0] < high and low < raw[1] for low, high in blocked):
                continue
            if entry.context is None or entry.context.search(text):
                ranked.append((_rank(entry, raw, domains), Match(*raw, entry.term)))
        return ranked


def surfaces(term: Term) -> tuple[str, ...]:
    """The source strings a term is found by: its source, and the regular plural of a common noun where a plural can be
    verified (mode `prefer`, or a row that lists forms).
    """
    source = normalise(term.source)
    inflects = term.mode is not Mode.PIN or bool(term.forms)
    return (source, *english_plurals(source)) if inflects and not is_acronym(source) else (source,)


def _automaton(patterns: list[str]) -> Any:
    from ahocorasick_rs import MATCHKIND_STANDARD, AhoCorasick

    return AhoCorasick(patterns, matchkind=MATCHKIND_STANDARD, store_patterns=False)


def _plausible(automaton: Any, seen: View) -> list[tuple[int, int, int]]:
    """All occurrences of a pattern but those plainly inside an English word: a big term base has many of them."""
    text = seen.folded
    hits: list[tuple[int, int, int]] = automaton.find_matches_as_indexes(text, overlapping=True)
    if seen.raised or not text.isascii():
        return hits
    padded = f" {text} "  # padded[n] is the character before n
    return [
        hit
        for hit in hits
        if not (
            (padded[hit[1]].isalnum() and text[hit[1]].isalnum())
            or (padded[hit[2] + 1].isalnum() and padded[hit[2] + 1] != "s" and padded[hit[2]].isalnum())
        )
    ]


def _case_fits(entry: _Entry, seen: View, start: int, end: int) -> bool:
    if entry.term.case is Case.IGNORE:
        return True
    found, surface = seen.text[start:end], entry.surface
    if found == surface:
        return True
    if entry.term.case is Case.EXACT:
        return False
    words = zip(_WORD.finditer(found), _WORD.finditer(surface), strict=True)
    return all(_word_fits(one[0], other[0]) for one, other in words)


def _word_fits(found: str, surface: str) -> bool:
    """The rule of `smart`, word by word: `NMDA receptor` is found in `NMDA Receptor` but not in `nmda receptor`."""
    if found == surface:
        return True
    return surface == fold(surface) and (found[1:] == surface[1:] or (found.isupper() and len(found) > 1))


def _rank(entry: _Entry, raw: tuple[int, int], domains: Sequence[str]) -> tuple[int | str, ...]:
    term = entry.term
    domain = domains.index(term.domain) if term.domain in domains else len(domains)
    return (
        raw[0] - raw[1],
        _MODE_RANK[term.mode],
        _CASE_RANK[term.case],
        entry.context is None,
        domain,
        raw[0],
        term.domain,
        term.id,
    )


def _without_overlaps(ranked: list[tuple[tuple[int | str, ...], Match]]) -> list[Match]:
    kept: list[Match] = []
    for _, match in sorted(ranked, key=lambda item: item[0]):
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)
