"""An article as a flat list of texts, and which of two lists belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from glosspress.article import Article, Block, Kind, Mark, Rich

_ALIKE = 0.4
_MOST_PAIRS = 900
"""Comparisons inside one changed stretch; above it blocks are paired in their order."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block with text of its own."""

    path: str
    kind: Kind
    text: Rich
    warnings: tuple[str, ...] = ()
    """Labels of the call-outs around it."""
    form: tuple[object, ...] = ()
    """What else tells two blocks apart: image, heading level, list numbering."""

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for blocks that are the same to a reader."""
        return self.kind, self.text.text, self.text.marks, self.warnings, self.form


def leaves(article: Article) -> list[Leaf]:
    """The title and every block with text, in document order."""
    found = [Leaf("title", Kind.HEADING, Rich(article.title))]
    for number, block in enumerate(article.blocks):
        found += _below(block, str(number), ())
    return found


def _below(block: Block, path: str, warnings: tuple[str, ...]) -> Iterator[Leaf]:
    inside = (*warnings, block.label or "note") if block.kind is Kind.CALLOUT else warnings
    form = (block.src, block.level, block.ordered and (block.start, block.label), block.colspan, block.rowspan)
    if block.text.text.strip() or block.src:
        yield Leaf(path, block.kind, block.text, inside, form)
    for number, child in enumerate(block.children):
        yield from _below(child, f"{path}.{number}", inside)


def pairs(old: Sequence[Leaf], new: Sequence[Leaf]) -> Iterator[tuple[Leaf | None, Leaf | None]]:
    """The blocks that differ, each with its counterpart where there is one, in the order of the new article."""
    matcher = SequenceMatcher(None, [leaf.key for leaf in old], [leaf.key for leaf in new], autojunk=False)
    for code, i, j, k, m in matcher.get_opcodes():
        if code != "equal":
            yield from _stretch(old[i:j], new[k:m])


def _stretch(old: Sequence[Leaf], new: Sequence[Leaf]) -> Iterator[tuple[Leaf | None, Leaf | None]]:
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    if len(old) * len(new) > _MOST_PAIRS:
        yield from zip_longest(old, new)
        return
    free = list(old)
    for leaf in new:
        best = max(free, key=lambda other: _alike(other, leaf), default=None)
        if best is not None and _alike(best, leaf) >= _ALIKE:
            free.remove(best)
            yield best, leaf
        else:
            yield None, leaf
    for leaf in free:
        yield leaf, None


def _alike(one: Leaf, other: Leaf) -> float:
    left, right = one.text.text.split(), other.text.text.split()
    bonus = 0.2 if one.kind is other.kind and len(left) <= 2 and len(right) <= 2 else 0.0
    return SequenceMatcher(None, left, right, autojunk=False).ratio() + bonus


def raised(rich: Rich) -> tuple[Mark, ...]:
    """The marks that change what a number is: 10<sup>9</sup> is not 109."""
    return tuple(mark for mark in rich.marks if mark.tag in {"sup", "sub", "s"})
