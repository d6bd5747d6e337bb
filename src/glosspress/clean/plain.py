"""An article as plain text and as Markdown, for reading and for cleaning again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glosspress.article import Article, Block, Kind, Mark, Rich

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_AROUND = {"em": "*", "strong": "**", "code": "`", "s": "~~"}


def text_of(article: Article) -> str:
    """Title and blocks with an empty line between, list items with `- ` or their number, cells of a row joined by
    tabs.
    """
    lines = [article.title, *_text_lines(article.blocks)] if article.title else list(_text_lines(article.blocks))
    return "\n\n".join(lines) + "\n"


def _text_lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if block.kind is Kind.LIST:
            yield "\n".join(_items(block))
        elif block.kind is Kind.TABLE:
            yield from _text_lines(tuple(child for child in block.children if child.kind is not Kind.ROW))
            yield "\n".join(
                "\t".join(_flat(cell) for cell in row.children) for row in block.children if row.kind is Kind.ROW
            )
        else:
            if block.kind is not Kind.FIGURE and block.text.text:
                yield block.text.text
            yield from _text_lines(block.children)


def _items(block: Block, depth: int = 0) -> Iterator[str]:
    for number, item in enumerate(block.children, block.start):
        sign = f"{number}." if block.ordered else "-"
        yield f"{'  ' * depth}{sign} {item.text.text}".rstrip()
        for child in item.children:
            yield from _items(child, depth + 1) if child.kind is Kind.LIST else [f"{'  ' * (depth + 1)}{_flat(child)}"]


def _flat(block: Block) -> str:
    return " ".join(part.text.text for _, part in block.walk() if part.text.text and part.kind is not Kind.FIGURE)


def markdown_of(article: Article) -> str:
    """CommonMark with tables. The title is the only heading of level 1; call-outs are quotes that begin with their
    label.
    """
    head = [f"# {_escaped(article.title)}"] if article.title else []
    return "\n\n".join([*head, *_markdown(article.blocks)]) + "\n"


def _markdown(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        text = _rich(block.text)
        if block.kind is Kind.HEADING:
            yield f"{'#' * max(2, block.level)} {text}"
        elif block.kind in (Kind.LIST, Kind.DEFINITIONS):
            yield "\n".join(_markdown_items(block))
        elif block.kind in (Kind.QUOTE, Kind.CALLOUT):
            label = f"**{block.label.capitalize()}:** " if block.label else ""
            inner = "\n\n".join([*([text] if text else []), *_markdown(block.children)])
            yield "\n".join(f"> {line}".rstrip() for line in (label + inner).split("\n"))
        elif block.kind is Kind.TABLE:
            yield from _table(block)
        elif block.kind is Kind.FIGURE:
            yield f"![{text}]({block.src})"
            yield from _markdown(block.children)
        elif block.kind is Kind.CODE:
            yield f"```{block.label}\n{block.text.text}\n```"
        elif block.kind is Kind.RULE:
            yield "---"
        else:
            if text:
                yield f"*{text}*" if block.kind is Kind.CAPTION and not block.text.marks else text
            yield from _markdown(block.children)


def _markdown_items(block: Block) -> Iterator[str]:
    for number, item in enumerate(block.children, block.start):
        sign = f"{number}." if block.ordered else "-"
        text = f"**{_rich(item.text)}**" if item.kind is Kind.TERM else _rich(item.text)
        inner = "\n\n".join([*([text] if text else []), *_markdown(item.children)])
        indent = " " * (len(sign) + 1)
        yield f"{sign} " + inner.replace("\n", "\n" + indent)


def _table(block: Block) -> Iterator[str]:
    yield from _markdown(tuple(child for child in block.children if child.kind is not Kind.ROW))
    rows = [
        [_flat(cell).replace("|", "\\|") for cell in row.children] for row in block.children if row.kind is Kind.ROW
    ]
    width = max(map(len, rows), default=0)
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    yield "\n".join([*lines[:1], f"|{' --- |' * width}", *lines[1:]])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _rich(rich: Rich) -> str:
    """Text with emphasis, code and links in Markdown; other marks (sub, sup, abbr) as the HTML that CommonMark
    allows.
    """
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for mark in rich.marks:
        before, after = _signs(mark)
        opens.setdefault(mark.start, []).append(before)
        closes.setdefault(mark.end, []).insert(0, after)
    pieces: list[str] = []
    for number, char in enumerate(rich.text + " "):
        pieces.extend(closes.get(number, ()))
        pieces.extend(opens.get(number, ()))
        pieces.append(_escaped(char))
    return "".join(pieces).strip()


def _signs(mark: Mark) -> tuple[str, str]:
    if mark.tag == "a":
        return "[", f"]({mark.get('href') or ''})"
    if mark.tag == "br":
        return "", "<br>"
    if mark.tag in _AROUND:
        return _AROUND[mark.tag], _AROUND[mark.tag]
    attributes = "".join(f' {name}="{value}"' for name, value in mark.attrs if '"' not in value)
    return f"<{mark.tag}{attributes}>", f"</{mark.tag}>"
