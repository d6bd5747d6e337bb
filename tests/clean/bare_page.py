"""An article as the barest HTML page that says all of it: what cleaning must give back unchanged."""

from __future__ import annotations

from html import escape

from glosspress.article import Article, Block, Kind, Rich

_SIMPLE = {
    Kind.PARAGRAPH: "p", Kind.QUOTE: "blockquote", Kind.ITEM: "li", Kind.REFERENCE: "li", Kind.FOOTNOTE: "li",
    Kind.ROW: "tr", Kind.DEFINITIONS: "dl", Kind.TERM: "dt", Kind.DEFINITION: "dd",
}  # fmt: skip


def html_of(article: Article) -> str:
    """The page, with its language and title."""
    body = "".join(_block(block) for block in article.blocks)
    title = escape(article.title)
    language = escape(article.metadata.language)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def _block(block: Block) -> str:
    inner = _rich(block.text) + "".join(_block(child) for child in block.children)
    kind = block.kind
    if kind is Kind.HEADING:
        return f"<h{block.level}>{inner}</h{block.level}>"
    if kind is Kind.LIST:
        tag = "ol" if block.ordered else "ul"
        start = f' start="{block.start}"' if block.start != 1 else ""
        sign = f' type="{block.label}"' if block.label else ""
        return f"<{tag}{sign}{start}>{inner}</{tag}>"
    if kind is Kind.TABLE:
        captions = "".join(f"<caption>{_rich(c.text)}</caption>" for c in block.children if c.kind is Kind.CAPTION)
        return f"<table>{captions}{''.join(_block(c) for c in block.children if c.kind is not Kind.CAPTION)}</table>"
    if kind is Kind.CELL:
        tag = "th" if block.header else "td"
        spans = "".join(f' {n}="{getattr(block, n)}"' for n in ("colspan", "rowspan") if getattr(block, n) != 1)
        return f"<{tag}{spans}>{inner}</{tag}>"
    if kind is Kind.CALLOUT:
        text = f"<p>{_rich(block.text)}</p>" if block.text.text else ""
        return f'<aside class="{block.label}">{text}{"".join(_block(child) for child in block.children)}</aside>'
    if kind is Kind.FIGURE:
        image = f'<img src="{escape(block.src)}" alt="{escape(block.text.text)}">'
        return f"<figure>{image}{''.join(_block(child) for child in block.children)}</figure>"
    if kind is Kind.CAPTION:
        return f"<figcaption>{inner}</figcaption>"
    if kind is Kind.CODE:
        name = f' class="language-{block.label}"' if block.label else ""
        return f"<pre><code{name}>{escape(block.text.text)}</code></pre>"
    if kind is Kind.RULE:
        return "<hr>"
    tag = _SIMPLE[kind]
    name = f' id="{escape(block.label)}"' if block.label else ""
    if kind is Kind.QUOTE and block.text.text:
        return (
            f"<blockquote><p>{_rich(block.text)}</p>{''.join(_block(child) for child in block.children)}</blockquote>"
        )
    return f"<{tag}{name}>{inner}</{tag}>"


def _rich(rich: Rich) -> str:
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for mark in rich.marks:
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in mark.attrs)
        opens.setdefault(mark.start, []).append(f"<{mark.tag}{attributes}>")
        if mark.tag != "br":
            closes.setdefault(mark.end, []).insert(0, f"</{mark.tag}>")
    pieces: list[str] = []
    for number, char in enumerate(rich.text + "\0"):
        pieces.extend(closes.get(number, ()))
        pieces.extend(opens.get(number, ()))
        pieces.append(escape(char) if char != "\0" else "")
    return "".join(pieces)
