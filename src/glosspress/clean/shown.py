"""What counts as a block, what an element shows as text, and which tables only arrange a page."""

from __future__ import annotations

from lxml.html import HtmlElement

from glosspress.clean.inline import plain
from glosspress.clean.parsing import SILENT

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "details",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
        "frameset",
        "noframes",
        "amp-accordion",
    ]
)


def is_layout(table: HtmlElement) -> bool:
    """A table that arranges a page: nested tables, headings or paragraphs of prose in cells, or a single cell or
    column of prose.
    """
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return True
    if table.find(".//th") is not None or table.find(".//caption") is not None:
        return False
    widths = [len(row.findall("td")) for row in table.iter("tr")]
    if not widths or max(widths) < 2:
        return True
    return table.find(".//td//h1") is not None or len(table.findall(".//td//p")) > 3 * sum(widths)


def text_of(element: HtmlElement) -> str:
    """All visible text below an element in one line."""
    pieces: list[str] = []

    def collect(item: HtmlElement) -> None:
        if not isinstance(item.tag, str) or item.tag in SILENT:
            return
        edge = " " if item.tag in BLOCKS or item.tag == "br" else ""
        pieces.append(edge + (item.text or ""))
        for child in item:
            collect(child)
            pieces.append(child.tail or "")
        pieces.append(edge)

    collect(element)
    return plain("".join(pieces)).strip()
