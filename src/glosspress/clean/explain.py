"""A page that shows what cleaning kept and removed: every part in source order, coloured, with rule and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape

from glosspress.article import Article, Block, Kind, Removed, Rich

_STYLE = """
:root { color-scheme: light; font: 16px/1.55 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; background: #fff; color: #1b1f24; }
h1 { line-height: 1.2; } table { border-collapse: collapse; } td, th { border: 1px solid #ccd3da; padding: .25rem
.5rem; text-align: start; }
.part { margin: .35rem 0; padding: .4rem .8rem; border-inline-start: .35rem solid #1a7f37; background: #f2fbf4;
overflow-wrap: anywhere; }
.removed { border-color: #cf222e; background: #fff1f0; } .removed .text { text-decoration: line-through; color:
#5a2a2a; white-space: pre-line; }
.flagged { border-color: #bf8700; background: #fff8e0; } .why { display: block; font-size: .82rem; color: #4a5560; }
.kind { float: inline-end; font-size: .75rem; color: #57606a; } code { background: #eef1f4; padding: 0 .25rem; }
.legend span { margin-inline-end: 1.5rem; } mark { background: #ffd8d3; } .cut { text-decoration: line-through; color:
#cf222e; }
"""


def page(article: Article, name: str = "") -> str:
    """An HTML page about one article; `name` is the file or address it came from."""
    rows = "".join(_rows(article))
    facts = "".join(f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in _facts(article))
    language = escape(article.metadata.language or "en")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>Cleaning of {escape(name or article.title)}</title>"
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{escape(article.title)}</h1><p>{escape(name)}</p>"
        '<p class="legend"><span class="part">kept</span><span class="part removed">removed</span>'
        f'<span class="part flagged">kept, a person should look{_to_look_at(article)}</span></p>'
        f"<table>{facts}</table>{_summary(article)}<h2>Every part, in source order</h2>"
        f'<div lang="{language}" dir="auto">{rows}</div></body></html>\n'
    )


def _to_look_at(article: Article) -> str:
    """How many parts are flagged, with a link to the first."""
    count = sum(part.flagged for part in article.removed)
    return f' (<a href="#look">{count} flagged</a>)' if count else ""


def _facts(article: Article) -> Iterator[tuple[str, str]]:
    for field in ("author", "published", "modified", "site", "canonical_url", "language", "license"):
        value = getattr(article.metadata, field)
        if value:
            yield field, value


def _summary(article: Article) -> str:
    counts = Counter((part.rule, part.reason, part.flagged) for part in article.removed)
    if not counts:
        return "<p>Nothing was removed.</p>"
    rows = "".join(
        f"<tr><td><code>{escape(rule)}</code></td><td>{escape(reason)}</td>"
        f"<td>{'flagged' if flag else 'removed'}</td><td>{n}</td></tr>"
        for (rule, reason, flag), n in sorted(counts.items())
    )
    return f"<h2>Rules that acted</h2><table><tr><th>rule</th><th>reason</th><th></th><th>parts</th></tr>{rows}</table>"


def _rows(article: Article) -> Iterator[str]:
    """Kept blocks and removed parts merged by position: a kept part takes one place, a removed record one a line."""
    removed = [part for part in article.removed if not part.flagged]
    flags: dict[int, list[Removed]] = {}
    for part in article.removed:
        if part.flagged:
            flags.setdefault(part.position, []).append(part)
    kept = [block for _, block in article.walk() if block.text.text or block.kind is Kind.FIGURE]
    signs = dict(_signs(article))
    place, number, seen = 0, 0, False
    while number < len(kept) or removed:
        if removed and (removed[0].position <= place or number >= len(kept)):
            part = removed.pop(0)
            whole = part.position >= place
            place = (
                max(place, part.position + part.text.count("\n") + 1)
                if whole and not _is_cut(part, kept, number)
                else place
            )
            yield _removed_row(part)
            continue
        yield _kept_row(kept[number], signs, flags.get(place, []), first=place in flags and not seen)
        seen = seen or place in flags
        number, place = number + 1, place + 1


def _is_cut(part: Removed, kept: list[Block], number: int) -> bool:
    """Whether the record is a piece taken out of the kept part that follows at the same place."""
    return (
        bool({"place", "cta"} & set(part.rule.split(".")))
        and number < len(kept)
        and "\n" not in part.text
        and len(part.text) < 300
    )


def _removed_row(part: Removed) -> str:
    why = f'<span class="why"><code>{escape(part.rule)}</code> {escape(part.reason)}</span>'
    return f'<div class="part removed"><span class="text">{escape(part.text)}</span>{why}</div>'


def _signs(article: Article) -> Iterator[tuple[int, str]]:
    """Of each item of a list, by the identity of its block: its number, or a bullet."""
    for _, block in article.walk():
        if block.kind is Kind.LIST:
            for number, item in enumerate(block.children, block.start):
                yield id(item), f"{number}." if block.ordered else "•"


def _kept_row(block: Block, signs: dict[int, str], flags: list[Removed], *, first: bool) -> str:
    style = "part flagged" if flags else "part"
    anchor = ' id="look"' if first else ""
    why = "".join(f'<span class="why"><code>{escape(f.rule)}</code> {escape(f.reason)}</span>' for f in flags)
    text = (
        _rich(block.text) if block.kind is not Kind.FIGURE else f"image {escape(block.src)} — {escape(block.text.text)}"
    )
    kind = " ".join(filter(None, (block.kind.value, str(block.level or ""), signs.get(id(block), ""))))
    return f'<div class="{style}"{anchor}><span class="kind">{kind}</span>{text}{why}</div>'


def _rich(rich: Rich) -> str:
    """The text with sub- and superscripts, emphasis and code as such; links are only underlined."""
    shown = {"em", "strong", "sub", "sup", "code", "u", "s", "small"}
    opens: dict[int, str] = {}
    closes: dict[int, str] = {}
    for mark in rich.marks:
        tag = "u" if mark.tag == "a" else mark.tag
        if tag in shown:
            opens[mark.start] = opens.get(mark.start, "") + f"<{tag}>"
            closes[mark.end] = f"</{tag}>" + closes.get(mark.end, "")
    pieces = []
    for number, char in enumerate(rich.text + " "):
        pieces.append(closes.get(number, "") + opens.get(number, "") + escape(char))
    return "".join(pieces).rstrip()
