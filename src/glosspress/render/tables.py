"""Tables: header cells with their scope, and a container of their own to scroll in on a narrow screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glosspress.article import Block, Kind
from glosspress.render.strings import Strings
from glosspress.render.text import escape

if TYPE_CHECKING:
    from glosspress.render.body import Body


def table(body: Body, path: str, block: Block, number: int, strings: Strings) -> str:
    """A table as HTML. Leading rows of header cells are its head."""
    rows = [(f"{path}.{n}", child) for n, child in enumerate(block.children) if child.kind is Kind.ROW]
    captions = [(f"{path}.{n}", child) for n, child in enumerate(block.children) if child.kind is Kind.CAPTION]
    heads = _head_rows([row for _, row in rows])
    label = f' aria-label="{escape(strings["table"].format(number=number))}"'
    caption = ""
    if captions:
        label = f' aria-labelledby="table-{number}"'
        first, *more = captions
        texts = [body.element("span", *first), *(body.element("span", *item) for item in more)]
        caption = f'<caption id="table-{number}">{"<br>".join(texts)}</caption>\n'
    head = "\n".join(_row(body, place, row, in_head=True) for place, row in rows[:heads])
    rest = "\n".join(_row(body, place, row, in_head=False) for place, row in rows[heads:])
    parts = (f"<thead>\n{head}\n</thead>\n" if head else "") + (f"<tbody>\n{rest}\n</tbody>\n" if rest else "")
    return f'<div class="table" role="region"{label} tabindex="0"><table>\n{caption}{parts}</table></div>'


def _head_rows(rows: list[Block]) -> int:
    count = 0
    for row in rows:
        if not row.children or not all(cell.header or not cell.text.text.strip() for cell in row.children):
            break
        count += 1
    return count if count < len(rows) else min(count, 1)


def _row(body: Body, path: str, row: Block, *, in_head: bool) -> str:
    cells = [_cell(body, f"{path}.{n}", cell, in_head=in_head) for n, cell in enumerate(row.children)]
    return "<tr>" + "".join(cells) + "</tr>"


def _cell(body: Body, path: str, cell: Block, *, in_head: bool) -> str:
    spans = "".join(
        f' {name}="{value}"' for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if value > 1
    )
    # An empty header cell names nothing: a plain one, as in the corner of a table.
    header = cell.header and bool(cell.text.text.strip() or cell.children)
    group = "group" if (cell.colspan if in_head else cell.rowspan) > 1 else ""
    scope = f' scope="{"col" if in_head else "row"}{group}"' if header else ""
    tag = "th" if header else "td"
    if not cell.children:
        return body.element(tag, path, cell, scope + spans)
    return f"<{tag}{scope}{spans}>{body.content(path, cell)}</{tag}>"
