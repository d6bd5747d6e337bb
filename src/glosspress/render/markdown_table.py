"""Tables in Markdown: pipes where the table is simple, HTML where cells span or hold blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glosspress.article import Block, Kind
from glosspress.render.text import escape

if TYPE_CHECKING:
    from glosspress.render.markdown import Writer


def markdown_table(writer: Writer, block: Block) -> str:
    """A table with its captions before it (GitHub Flavored Markdown, which Hugo, Astro and Eleventy read)."""
    captions = [writer.content(child) for child in block.children if child.kind is Kind.CAPTION]
    rows = [child.children for child in block.children if child.kind is Kind.ROW and child.children]
    simple = all(cell.colspan == cell.rowspan == 1 and not cell.children for row in rows for cell in row)
    text = (_pipes(writer, rows) if simple else _html(rows)) if rows else ""
    return "\n\n".join([*captions, text] if text else captions)


def _pipes(writer: Writer, rows: list[tuple[Block, ...]]) -> str:
    width = max(len(row) for row in rows)
    cells = [[writer.content(cell).replace("\n", " ") for cell in row] + [""] * (width - len(row)) for row in rows]
    if not all(cell.header or not cell.text.text.strip() for cell in rows[0]):
        cells.insert(0, [""] * width)
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _html(rows: list[tuple[Block, ...]]) -> str:
    """Plain text of the cells: Markdown is not read inside an HTML block."""
    return "\n".join(["<table>", *("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in rows), "</table>"])


def _cell(cell: Block) -> str:
    tag = "th" if cell.header else "td"
    spans = "".join(f' {n}="{v}"' for n, v in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if v > 1)
    texts = [block.text.text for _, block in cell.walk() if block.text.text.strip()]
    return f"<{tag}{spans}>{'<br>'.join(escape(' '.join(text.split())) for text in texts)}</{tag}>"
