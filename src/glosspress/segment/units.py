"""Articles as units, and units as articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from glosspress.article import Article, Block, Kind, Rich
from glosspress.segment.sentences import split
from glosspress.translation import Unit

TITLE = "title"
_VERBATIM = frozenset({Kind.CODE, Kind.RULE, Kind.REFERENCE})


def segment(article: Article, language: str) -> tuple[Unit, ...]:
    """The units of an article: `title` first, then every block with text by its path, in document order.

    `language` is the source's ISO 639 code. Of a figure the text is its alternative text.
    """
    return tuple(_unit(path, rich, kind, language) for path, rich, kind in _texts(article))


def assemble(article: Article, targets: Mapping[str, Rich], language: str) -> Article:
    """The same tree of blocks with target texts; a unit without a target keeps the source's text.

    `targets` is keyed by unit path; `language` is the target's BCP 47 tag. Of the metadata the description is dropped
    (it is in the source's language), as are the records of removed parts: both stay with the source article.
    ValueError: a target for a path that is no unit.
    """
    unknown = set(targets) - {path for path, _, _ in _texts(article)}
    if unknown:
        raise ValueError(f"no such unit: {min(unknown)}")
    return Article(
        title=targets[TITLE].text if TITLE in targets else article.title,
        blocks=tuple(_rebuilt(block, str(number), targets) for number, block in enumerate(article.blocks)),
        metadata=replace(article.metadata, language=language, description=""),
    )


def _texts(article: Article) -> Iterator[tuple[str, Rich, Kind]]:
    if article.title.strip():
        yield TITLE, Rich(article.title), Kind.HEADING
    for path, block in article.walk():
        if block.kind not in _VERBATIM and block.text.text.strip():
            yield path, block.text, block.kind


def _unit(path: str, rich: Rich, kind: Kind, language: str) -> Unit:
    parts = split(rich.stripped(), language, kind)
    return Unit(path, tuple(sentence for sentence, _ in parts), tuple(gap for _, gap in parts))


def _rebuilt(block: Block, path: str, targets: Mapping[str, Rich]) -> Block:
    children = tuple(_rebuilt(child, f"{path}.{number}", targets) for number, child in enumerate(block.children))
    return replace(block, text=targets.get(path, block.text), children=children)
