"""Every text of an article is a unit once, and targets go back to their places."""

from __future__ import annotations

import pytest

from glosspress.article import Article, Block, Kind, Metadata, Removed, Rich
from glosspress.segment import assemble, segment


def paragraph(text: str) -> Block:
    return Block(Kind.PARAGRAPH, Rich(text))


NESTED = Block(Kind.LIST, children=(Block(Kind.ITEM, Rich("deep")),))
ARTICLE = Article(
    title="A title",
    blocks=(
        Block(Kind.HEADING, Rich("A heading"), level=2),
        paragraph("One. Two."),
        Block(Kind.LIST, children=(Block(Kind.ITEM, Rich("An item"), (NESTED,)),)),
        Block(Kind.QUOTE, children=(paragraph("Quoted."),)),
        Block(
            Kind.TABLE,
            children=(
                Block(Kind.CAPTION, Rich("A caption")),
                Block(Kind.ROW, children=(Block(Kind.CELL, Rich("Dose"), header=True), Block(Kind.CELL, Rich(" ")))),
            ),
        ),
        Block(Kind.FIGURE, Rich("alt text"), (Block(Kind.CAPTION, Rich("Under it")),), src="https://example.org/a.png"),
        Block(Kind.CALLOUT, Rich("Beware."), label="warning"),
        Block(Kind.DEFINITIONS, children=(Block(Kind.TERM, Rich("NMDA")), Block(Kind.DEFINITION, Rich("A receptor")))),
        Block(Kind.CODE, Rich("print('no')"), label="python"),
        Block(Kind.RULE),
        Block(Kind.FOOTNOTE, Rich("A note"), label="fn1"),
        Block(Kind.REFERENCE, Rich("Smith J. A work. 2020."), label="ref1"),
    ),
    metadata=Metadata(language="en", description="In English.", author="Editorial team"),
    removed=(Removed("Share this", "share", "share bar"),),
)

PATHS = ["title", "0", "1", "2.0", "2.0.0.0", "3.0", "4.0", "4.1.0", "5", "5.0", "6", "7.0", "7.1", "10"]


def test_paths_in_document_order() -> None:
    """Title first, then all blocks with text; code, rules, references and blank cells are no units."""
    assert [unit.path for unit in segment(ARTICLE, "en")] == PATHS


def test_units_carry_their_kind() -> None:
    """Each sentence knows the kind of block it stands in; the title counts as a heading."""
    kinds = {unit.path: unit.segments[0].kind for unit in segment(ARTICLE, "en")}
    assert kinds["title"] is Kind.HEADING
    assert kinds["5"] is Kind.FIGURE
    assert kinds["4.1.0"] is Kind.CELL


def test_unit_text_is_the_blocks_text() -> None:
    """Sentences and gaps of a unit are the block's text without white space at its ends."""
    blocks = dict(ARTICLE.walk())
    for unit in segment(ARTICLE, "en")[1:]:
        pairs = zip(unit.segments, unit.gaps, strict=True)
        assert "".join(part.source.text + gap for part, gap in pairs) == blocks[unit.path].text.text.strip()


def test_assemble_puts_targets_in_place() -> None:
    """The target has the same tree, with the targets' texts where units were and the source's text elsewhere."""
    targets = {unit.path: Rich(f"<{unit.path}>") for unit in segment(ARTICLE, "en")}
    target = assemble(ARTICLE, targets, "pt-BR")
    assert target.title == "<title>"
    for (path, source), (_, made) in zip(ARTICLE.walk(), target.walk(), strict=True):
        assert (made.kind, made.level, made.src, made.label) == (source.kind, source.level, source.src, source.label)
        assert made.text == targets.get(path, source.text)


def test_assemble_metadata() -> None:
    """The target says its own language and leaves out what is still in the source's."""
    target = assemble(ARTICLE, {}, "pt-BR")
    assert target.metadata == Metadata(language="pt-BR", author="Editorial team")
    assert target.removed == ()
    assert target.blocks == ARTICLE.blocks


def test_assemble_refuses_a_strange_path() -> None:
    """A target without a place is a fault, never dropped in silence."""
    with pytest.raises(ValueError, match=r"no such unit: 9\.9"):
        assemble(ARTICLE, {"9.9": Rich("lost")}, "pt-BR")
