"""What an article is: typed blocks of marked text. One frozen type between `clean` and all that follows.

Text is kept apart from its formatting: a `Rich` is a plain string with marks on character spans. Splitting, matching and
translating see the string; marks travel with their offsets (measured in Python characters, end exclusive).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Formatting of `text[start:end]`: an HTML element name and its kept attributes, sorted by name.

    Tags from a source: a, em, strong, sub, sup, code, abbr, span, cite, q, kbd, s, u, small, br (empty span).
    Marks of one text nest or are disjoint; of two marks on the same span the earlier one is outside.
    """

    start: int
    end: int
    tag: str
    attrs: tuple[tuple[str, str], ...] = ()

    def shifted(self, by: int) -> Mark:
        """The same mark, `by` characters further on."""
        return replace(self, start=self.start + by, end=self.end + by)

    def get(self, name: str) -> str | None:
        """The value of an attribute."""
        return dict(self.attrs).get(name)


@dataclass(frozen=True, slots=True)
class Rich:
    """A text and its marks, outer marks first."""

    text: str = ""
    marks: tuple[Mark, ...] = ()

    def slice(self, start: int, end: int) -> Rich:
        """The part `[start, end)` with the marks that touch it, cut to it.

        An empty mark belongs to the part it starts; at the end of the text, to the last part.
        """
        kept = []
        for mark in self.marks:
            low, high = max(mark.start, start), min(mark.end, end)
            inside = low < high or (
                mark.start == mark.end and (start <= mark.start < end or mark.start == end == len(self.text))
            )
            if inside:
                kept.append(replace(mark, start=low - start, end=high - start))
        return Rich(self.text[start:end], tuple(kept))

    def __add__(self, other: Rich) -> Rich:
        moved = tuple(mark.shifted(len(self.text)) for mark in other.marks)
        return Rich(self.text + other.text, self.marks + moved)

    def stripped(self) -> Rich:
        """Without white space at both ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.slice(start, max(start, len(self.text.rstrip())))


class Kind(StrEnum):
    """What a block is. LIST, TABLE, ROW, QUOTE, CALLOUT, FIGURE and DEFINITIONS hold children; the others hold text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    ITEM = "item"
    QUOTE = "quote"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"
    FIGURE = "figure"
    CAPTION = "caption"
    CALLOUT = "callout"
    CODE = "code"
    DEFINITIONS = "definitions"
    TERM = "term"
    DEFINITION = "definition"
    FOOTNOTE = "footnote"
    REFERENCE = "reference"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article, in document order.

    `text` is the block's own text; of a FIGURE it is the alternative text of the image `src`. An ITEM, QUOTE, CALLOUT, CELL or
    DEFINITION may hold both text (its first paragraph) and children.
    """

    kind: Kind
    text: Rich = field(default_factory=Rich)
    children: tuple[Block, ...] = ()
    level: int = 0
    """HEADING: 1 to 6."""
    ordered: bool = False
    """LIST: numbered."""
    start: int = 1
    """LIST: first number."""
    header: bool = False
    """CELL: a header cell."""
    colspan: int = 1
    rowspan: int = 1
    src: str = ""
    """FIGURE: absolute URL of the image."""
    label: str = ""
    """CALLOUT: `warning`, `note`, `tip`; CODE: language; FOOTNOTE, REFERENCE: its id in the page; numbered LIST: `a`, `A`, `i` or
    `I`, where it counts in letters or Roman numerals.
    """

    def walk(self, path: str = "") -> Iterator[tuple[str, Block]]:
        """The block and all below it with their paths (`2`, `2.0`, ...), in document order."""
        yield path, self
        for number, child in enumerate(self.children):
            yield from child.walk(f"{path}.{number}" if path else str(number))


@dataclass(frozen=True, slots=True)
class Removed:
    """A part of the source that is not in the article, and why. Nothing leaves a page without such a record."""

    text: str
    rule: str
    """Id of the rule, as in the rule files."""
    reason: str
    position: int = 0
    """Number of the kept or removed part in source order."""
    flagged: bool = False
    """True: kept in the article, but a person should look."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about the article, kept as data even where its text was removed. Empty string: unknown."""

    author: str = ""
    published: str = ""
    """ISO 8601 date."""
    modified: str = ""
    site: str = ""
    canonical_url: str = ""
    language: str = ""
    """BCP 47 tag."""
    description: str = ""
    license: str = ""
    image: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned article."""

    title: str
    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)
    removed: tuple[Removed, ...] = ()

    @property
    def text(self) -> str:
        """Plain text: one line a block with text, in document order; table cells of a row joined by tabs; no alt texts."""
        return "\n".join(_lines(self.blocks))

    def walk(self) -> Iterator[tuple[str, Block]]:
        """Every block with its path, in document order."""
        for number, block in enumerate(self.blocks):
            yield from block.walk(str(number))

    def as_json(self) -> dict[str, Any]:
        """A JSON-ready form: `title, blocks[], metadata, removed[]`; empty fields of blocks are left out."""
        return {
            "title": self.title,
            "blocks": [_block_json(block) for block in self.blocks],
            "metadata": _metadata_json(self.metadata),
            "removed": [_removed_json(part) for part in self.removed],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Article:
        """The article that `as_json` described."""
        metadata = dict(data["metadata"])
        extra = tuple(sorted(metadata.pop("extra", {}).items()))
        return cls(
            title=data["title"],
            blocks=tuple(_block_from_json(block) for block in data["blocks"]),
            metadata=Metadata(**metadata, extra=extra),
            removed=tuple(Removed(**part) for part in data["removed"]),
        )


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if block.kind is Kind.ROW:
            yield "\t".join(" ".join(_lines((cell,))) for cell in block.children)
            continue
        own = "" if block.kind is Kind.FIGURE else block.text.text.strip()
        if own:
            yield own
        yield from _lines(block.children)


def rich_json(rich: Rich) -> Any:
    """A string when there are no marks, else `{"text", "marks": [[start, end, tag, {attrs}]]}`."""
    if not rich.marks:
        return rich.text
    return {"text": rich.text, "marks": [[m.start, m.end, m.tag, dict(m.attrs)] for m in rich.marks]}


def rich_from_json(value: Any) -> Rich:
    """The inverse of `rich_json`."""
    if isinstance(value, str):
        return Rich(value)
    marks = tuple(Mark(start, end, tag, tuple(sorted(attrs.items()))) for start, end, tag, attrs in value["marks"])
    return Rich(value["text"], marks)


_PLAIN_FIELDS = ("level", "ordered", "start", "header", "colspan", "rowspan", "src", "label")
_EMPTY = Block(Kind.PARAGRAPH)


def _block_json(block: Block) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": block.kind.value}
    if block.text.text or block.text.marks:
        data["text"] = rich_json(block.text)
    for name in _PLAIN_FIELDS:
        if getattr(block, name) != getattr(_EMPTY, name):
            data[name] = getattr(block, name)
    if block.children:
        data["children"] = [_block_json(child) for child in block.children]
    return data


def _block_from_json(data: Mapping[str, Any]) -> Block:
    return Block(
        kind=Kind(data["kind"]),
        text=rich_from_json(data.get("text", "")),
        children=tuple(_block_from_json(child) for child in data.get("children", ())),
        **{name: data[name] for name in _PLAIN_FIELDS if name in data},
    )


def _metadata_json(metadata: Metadata) -> dict[str, Any]:
    data = {name: getattr(metadata, name) for name in Metadata.__slots__ if name != "extra"}
    return {**data, "extra": dict(metadata.extra)}


def _removed_json(part: Removed) -> dict[str, Any]:
    return {name: getattr(part, name) for name in Removed.__slots__}
