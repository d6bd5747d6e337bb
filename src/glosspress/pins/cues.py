"""Cues: lists of words, as patterns, of which only those are looked for whose beginning some word of the text has.

A sentence is compared with hundreds of cues, and says few of them. So the beginnings of its words, four letters at most, are
taken once, and a list none of which begins so is not searched: a set operation instead of a search in any letter case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from glosspress.pins.lexicon import either

_LETTERS = 4
_ANY = frozenset({""})
"""The beginning of every text, and of a cue whose own cannot be told."""
_END = " "
"""Behind the last letter of a shorter word."""
_WORD = re.compile(r"\w+")
_SAME = str.maketrans("ıſµς", "isμσ")
"""Letters that Python takes for one another when it does not heed their case, and that stay apart in lower case."""
_REMEMBERED = 4_096


@dataclass(frozen=True, slots=True)
class Cues:
    """A pattern, and the beginnings of which its text must have one."""

    pattern: re.Pattern[str]
    heads: frozenset[str]

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return self.pattern.search(text) if self.may_be_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches."""
        return self.pattern.finditer(text) if self.may_be_in(text) else iter(())

    def may_be_in(self, text: str) -> bool:
        """False: it is not in the text."""
        return not self.heads.isdisjoint(heads(text))


def cues(alternatives: Iterable[str]) -> Cues:
    """Any of some words, whole, in any case."""
    listed = list(alternatives)
    return Cues(re.compile(rf"(?<!\w)(?:{either(listed)})(?!\w)", re.IGNORECASE), beginnings(listed))


@lru_cache(maxsize=_REMEMBERED)
def heads(text: str) -> frozenset[str]:
    """The beginnings of its words, in lower case."""
    found = set(_ANY)
    for word in set(_WORD.findall(folded(text))):
        found.update((word[:1], word[:2], word[:3], word[:_LETTERS] if len(word) >= _LETTERS else word + _END))
    return frozenset(found)


def beginnings(alternatives: Iterable[str]) -> frozenset[str]:
    """The beginnings of what some patterns match, each at the start of a word; the empty one where it is not clear."""
    return frozenset(head for pattern in alternatives for head in _of_pattern(pattern))


def folded(text: str) -> str:
    """In lower case, as `re.IGNORECASE` compares: `ı` and `İ` are `i`, each character stays one."""
    return text.replace("İ", "i").lower().translate(_SAME)


def _of_pattern(pattern: str) -> Iterator[str]:
    for branch in _branches(pattern):
        group = _GROUP.match(branch)
        if group is None:
            yield _of_branch(branch)
            continue
        stop = _closing(branch)
        inner, rest = branch[group.end() : stop], branch[stop + 1 :]
        if group["around"]:
            yield from _of_pattern(rest)
        elif rest[:1] in _MAY_BE_NONE:
            yield ""
        else:
            yield from (head for part in _branches(inner) for head in _of_pattern(part + rest))


_GROUP = re.compile(r"\((?:\?(?:-i)?:|(?P<around>\?<?[!=]))")
_MAY_BE_NONE = frozenset("?*{")
_PIECE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.", re.DOTALL)


def _branches(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern, those inside of groups apart."""
    depth, branch = 0, ""
    for piece in _PIECE.findall(pattern):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and depth == 0:
            yield branch
            branch = ""
        else:
            branch += piece
    yield branch


def _closing(pattern: str) -> int:
    """Where the group ends that begins a pattern."""
    depth, place = 0, 0
    for piece in _PIECE.findall(pattern):
        depth += (piece == "(") - (piece == ")")
        if depth == 0:
            return place
        place += len(piece)
    raise ValueError(f"a group is not closed: {pattern}")


def _of_branch(branch: str) -> str:
    """Its letters up to what may be one or another."""
    head = ""
    pieces = _PIECE.findall(branch)
    for piece, after in zip(pieces, [*pieces[1:], ""], strict=True):
        if after in _MAY_BE_NONE or not _is_literal(piece):
            return head
        if not _WORD.fullmatch(piece):
            return head + _END if head else head
        head = folded(head + piece)
        if len(head) == _LETTERS or after == "+":
            return head
    return head


def _is_literal(piece: str) -> bool:
    return piece[1:] in _LITERAL if piece[0] == "\\" else len(piece) == 1 and piece not in "()|.^$"


_LITERAL = frozenset(".-/+'")
"""Characters that a pattern may escape."""
