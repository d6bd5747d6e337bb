"""Marked text as sentences, and sentences back as marked text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from glosspress.article import Kind, Mark, Rich
from glosspress.segment import boundaries
from glosspress.translation import Segment

# A boundary never falls inside these: an identifier, a formula, an abbreviation, the title of a work.
_ATOMIC = frozenset({"abbr", "cite", "code", "kbd", "sub", "sup"})
_STOPS = ".!?:;。！？"


def split(rich: Rich, language: str, kind: Kind = Kind.PARAGRAPH) -> list[tuple[Segment, str]]:
    """The sentences of a text, each with the white space after it; empty for an empty text.

    Joined, sentences and gaps are the text: no character is lost or moved. White space before the first sentence stays
    in it; a text of white space only is one empty sentence with a gap. Marks are cut at sentence ends (`join` mends
    them); an empty mark (`br`) between two sentences ends the first. Marks on nothing but a gap are dropped.
    """
    if not rich.text:
        return []
    offsets = [0, *_starts(rich, language, kind), len(rich.text)]
    return [_sentence(rich, start, end, kind) for start, end in pairwise(offsets)]


def join(parts: Sequence[Rich], gaps: Sequence[str]) -> Rich:
    """One text of sentences and the gaps after them (as many); a mark that `split` cut is one mark again."""
    text, marks, previous_end = "", list[Mark](), 0
    for part, gap in zip(parts, gaps, strict=True):
        moved = [mark.shifted(len(text)) for mark in part.marks]
        marks = _merged(marks, moved, previous_end, len(text)) if text else moved
        text += part.text
        previous_end = len(text)
        text += gap
    return Rich(text, tuple(marks))


def _starts(rich: Rich, language: str, kind: Kind) -> list[int]:
    found = set() if kind in {Kind.HEADING, Kind.TERM} else set(boundaries.starts(rich.text, language))
    found |= {offset for offset in _line_breaks(rich) if 0 < offset < len(rich.text)}
    atoms = [mark for mark in rich.marks if mark.tag in _ATOMIC]
    return sorted(offset for offset in found if not any(atom.start < offset < atom.end for atom in atoms))


def _line_breaks(rich: Rich) -> set[int]:
    """After a `br` a new sentence begins, unless the line before it is open and the next goes on in lower case."""
    offsets = set()
    for mark in rich.marks:
        if mark.tag == "br":
            before, after = rich.text[: mark.start].rstrip(), rich.text[mark.start :].lstrip()
            if before and after and (before[-1] in _STOPS or not after[0].islower()):
                offsets.add(len(rich.text) - len(after))
    return offsets


def _sentence(rich: Rich, start: int, end: int, kind: Kind) -> tuple[Segment, str]:
    body_end = start + len(rich.text[start:end].rstrip())
    body = rich.slice(start, body_end)
    breaks = [
        replace(mark, start=body_end - start, end=body_end - start)
        for mark in rich.marks
        if mark.start == mark.end and (body_end <= mark.start < end or mark.start == end == len(rich.text))
    ]
    return Segment(Rich(body.text, (*body.marks, *breaks)), kind), rich.text[body_end:end]


def _merged(marks: list[Mark], following: list[Mark], previous_end: int, start: int) -> list[Mark]:
    """Marks that end where a sentence ended go on in the next one, outer ones first, as far as both agree."""
    ending = [number for number, mark in enumerate(marks) if mark.end == previous_end and mark.start < mark.end]
    starting = [number for number, mark in enumerate(following) if mark.start == start and mark.start < mark.end]
    merged, gone = list(marks), set[int]()
    for ended, started in zip(ending, starting, strict=False):
        before, after = marks[ended], following[started]
        if (before.tag, before.attrs) != (after.tag, after.attrs):
            break
        merged[ended] = replace(before, end=after.end)
        gone.add(started)
    return merged + [mark for number, mark in enumerate(following) if number not in gone]
