"""Marked text as people edit it: inline codes by number.

`<1>bold</1>` is the text under the first mark of the source, `<2/>` an empty mark such as a line break. Numbers stand for
the marks of the source in their order, so that nobody can change a link's address by accident. A `<` that begins no code
stands for itself; `&lt;1&gt;` writes out what would be one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from glosspress.article import Mark, Rich
from glosspress.errors import ExchangeError
from glosspress.pins.marking import unmarked

_CODE = re.compile(r"<(?P<close>/?)(?P<number>\d{1,4})(?P<empty>/?)>")
_ESCAPED = re.compile(r"&lt;(/?\d{1,4}/?)&gt;")


@dataclass(frozen=True, slots=True)
class Read:
    """What became of an edited text."""

    target: Rich
    repairs: tuple[str, ...] = ()
    """What was mended, a sentence each: an end that was missing, a code the source does not have."""


def coded(rich: Rich, source: Rich | None = None) -> str:
    """The text with codes; those of a target are numbered as in its `source`. Marks the source does not have are left out."""
    rich = unmarked(rich)
    numbers = numbered(rich, unmarked(source) if source is not None else rich)
    tags: dict[int, list[str]] = {}
    for mark, number in numbers:
        if mark.start < mark.end:
            tags.setdefault(mark.end, []).insert(0, f"</{number}>")
    for mark, number in numbers:
        tags.setdefault(mark.start, []).append(f"<{number}>" if mark.start < mark.end else f"<{number}/>")
    cuts = sorted({0, *tags, len(rich.text)})
    out = [
        "".join(tags.get(start, ())) + written_out(rich.text[start:end])
        for start, end in zip(cuts, [*cuts[1:], len(rich.text)], strict=True)
    ]
    return "".join(out)


def decoded(text: str, source: Rich, where: str = "") -> Read:
    """The marked text of what a person wrote, with the marks of `source`.

    Mended: a code that is never closed is closed at the end; ends that cross are swapped; a number twice or one the source
    does not have loses its code, never its text. ExchangeError with the column: an end without its beginning.
    """
    reader = _Reader(unmarked(source).marks)
    position = 0
    for match in _CODE.finditer(text):
        reader.plain += _read_in(text[position : match.start()])
        position = match.end()
        reader.read(match, f"{where}:{match.start() + 1}" if where else f"column {match.start() + 1}")
    reader.plain += _read_in(text[position:])
    return reader.finished()


def adopted(target: Rich, old: Rich, new: Rich) -> Rich:
    """A target of the source `old` with the marks of a source `new` that has the same words.

    A mark counts as the same when it has the same element on the same text; its attributes are those of the new one.
    A mark the new source does not have is dropped: a missing one is for the checks to find.
    """
    before, after = unmarked(old), unmarked(new)
    if before.marks == after.marks:
        return unmarked(target)
    free = list(after.marks)
    successor: dict[int, Mark] = {}
    for number, mark in enumerate(before.marks):
        same = [
            m for m in free if m.tag == mark.tag and after.text[m.start : m.end] == before.text[mark.start : mark.end]
        ]
        if same:
            free.remove(same[0])
            successor[number] = same[0]
    kept = [
        replace(successor[number - 1], start=mark.start, end=mark.end)
        for mark, number in numbered(unmarked(target), before)
        if number - 1 in successor
    ]
    return Rich(target.text, tuple(kept))


def numbered(target: Rich, source: Rich) -> list[tuple[Mark, int]]:
    """Each mark of the target with the number (from 1) of its like in the source; those without one are left out."""
    free = list(enumerate(source.marks, 1))
    found = []
    for mark in target.marks:
        like = next((item for item in free if (item[1].tag, item[1].attrs) == (mark.tag, mark.attrs)), None)
        if like is not None:
            free.remove(like)
            found.append((mark, like[0]))
    return found


class _Reader:
    """The text so far and its open codes."""

    def __init__(self, marks: tuple[Mark, ...]) -> None:
        self.plain = ""
        self._marks = marks
        self._open: list[tuple[int, int]] = []
        self._found: dict[int, Mark] = {}
        self._crossed: set[int] = set()
        self._repairs: list[str] = []

    def read(self, match: re.Match[str], where: str) -> None:
        number = int(match["number"])
        if not 1 <= number <= len(self._marks):
            self._repairs.append(f"the source has no code {match[0]}; it was left out")
        elif match["empty"]:
            self._add(number, len(self.plain))
        elif match["close"]:
            self._close(number, where)
        else:
            self._open.append((number, len(self.plain)))

    def finished(self) -> Read:
        for number, start in reversed(self._open):
            self._repairs.append(f"<{number}> was never closed; it ends with the text")
            self._add(number, start)
        ordered = sorted(self._found.items(), key=lambda item: (item[1].start, -item[1].end, item[0]))
        return Read(Rich(self.plain, tuple(mark for _, mark in ordered)), tuple(self._repairs))

    def _close(self, number: int, where: str) -> None:
        """Close a code, and before it those inside it that are still open: codes nest."""
        if number in self._crossed:
            self._crossed.remove(number)
            return
        if number not in (item[0] for item in self._open):
            raise ExchangeError(f"</{number}> closes what was not opened", where, f"write <{number}> where it begins")
        while True:
            inner, start = self._open.pop()
            self._add(inner, start)
            if inner == number:
                return
            self._crossed.add(inner)
            self._repairs.append(f"<{inner}> and <{number}> crossed; <{inner}> ends inside")

    def _add(self, number: int, start: int) -> None:
        mark, end = self._marks[number - 1], len(self.plain)
        if number in self._found:
            self._repairs.append(f"<{number}> stands twice; the second one was left out")
        elif (mark.start == mark.end) != (start == end):
            self._repairs.append(f"<{number}> has {'text' if start != end else 'no text'}; it was left out")
        else:
            self._found[number] = replace(mark, start=start, end=end)


def written_out(text: str) -> str:
    """The text with what would be read as a code written as `&lt;1&gt;`."""
    return _CODE.sub(lambda match: f"&lt;{match[0][1:-1]}&gt;", text)


def _read_in(text: str) -> str:
    return _ESCAPED.sub(r"<\1>", text)
