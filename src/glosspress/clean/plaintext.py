"""Plain text that somebody already took from a page: lines to headings, paragraphs and lists."""

from __future__ import annotations

import re
import statistics
from itertools import pairwise

from glosspress.article import Kind, Rich
from glosspress.clean import listing
from glosspress.clean.inline import plain
from glosspress.clean.listing import BULLET, Lists
from glosspress.clean.nodes import TITLE, Node, walk

_ENDS = re.compile(r"[.!?…;,][\"”’»')\]]*\Z")
_LONGEST_HEADING = 100
_WRAP = (45, 110)


def nodes_of(text: str) -> list[Node]:
    """The nodes of a text. Its first heading-like line has level 1, the title."""
    lines = _paragraphs(text)
    nodes: list[Node] = []
    lists = Lists(lines)
    for number, line in enumerate(lines):
        if not lists.take(number, nodes):
            lists.close()
            nodes.append(Node(Kind.PARAGRAPH, Rich(line.strip())))
    _headings(nodes)
    return nodes


def written(nodes: list[Node], title: str) -> str:
    """What is kept, as the plain text that `nodes_of` would read again (the form of `plain.text_of`)."""
    blocks = [title] if title else []
    for node in nodes:
        lines = list(listing.written(node)) if node.kind is Kind.LIST else []
        if node.verdict is None and node.text:
            blocks.append(node.text)
        elif lines:
            blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def reread(nodes: list[Node], text: str, *, titled: bool) -> list[Node]:
    """The nodes of a cleaned text, with the removed ones of its source between them and what was cut from the kept ones.

    Empty when the parts of the text are no longer the kept ones. `titled`: its first line is the title, not a kept part.
    """
    old = [node for node in walk(nodes) if node.text and node.kind is not Kind.LIST]
    kept = [node for node in old if node.verdict is None]
    fresh = nodes_of(text)
    places = list(listing.places(fresh))
    new = places[1:] if titled else places
    if [node.text for node in kept] != [node.text for _, node in new]:
        return []
    following = iter([*new, (fresh, None)])
    siblings, node = next(following)
    for part in old:
        if part.verdict is None:
            if node is not None:
                node.cuts = part.cuts
            siblings, node = next(following)
        elif part.verdict is not TITLE:
            part.children = []  # its own are in `old` too
            siblings.insert(siblings.index(node) if node is not None else len(siblings), part)
    return fresh


def _paragraphs(text: str) -> list[str]:
    """Logical lines: soft-wrapped ones joined, white space collapsed but for the indentation of items, empty ones left out."""
    stripped = [line.rstrip() for line in text.split("\n")]
    if not _is_wrapped(stripped):
        return [clean for clean in map(_tidied, stripped) if clean]
    paragraphs: list[str] = []
    open_paragraph = False
    for line in stripped:
        clean = plain(line).strip()
        if not clean:
            open_paragraph = False
        elif open_paragraph and not BULLET.match(line):
            last = paragraphs[-1]
            joined = last[:-1] + clean if re.search(r"[a-zà-ÿ]-\Z", last) and clean[0].islower() else f"{last} {clean}"
            paragraphs[-1] = joined
        else:
            paragraphs.append(_tidied(line))
            open_paragraph = True
        if clean and len(clean) < _WRAP[0] and not (open_paragraph and _ENDS.search(clean)):
            open_paragraph = open_paragraph and len(line) > 30
    return paragraphs


def _tidied(line: str) -> str:
    """A line with its white space collapsed; an item of a list keeps its indentation."""
    clean = plain(line).strip()
    shown = line.expandtabs(4)
    return f"{' ' * (len(shown) - len(shown.lstrip()))}{clean}" if BULLET.match(clean) else clean


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines were broken at a width: many of similar length, most of them in the middle of a sentence."""
    runs = [pair for pair in pairwise(lines) if pair[0].strip() and pair[1].strip()]
    widths = [len(first) for first, _ in runs]
    if len(widths) < 3 or not _WRAP[0] <= statistics.median(widths) <= _WRAP[1] or max(map(len, lines)) > 130:
        return False
    open_ended = sum(not _ENDS.search(first) and not BULLET.match(second) for first, second in runs)
    continued = sum(second.lstrip()[:1].islower() for _, second in runs)
    return open_ended >= 0.6 * len(runs) and continued >= 0.35 * len(runs)


def _headings(nodes: list[Node]) -> None:
    """Short lines that end no sentence and stand before prose are headings; the first line of all may be the title."""
    prose = [len(node.text) >= _LONGEST_HEADING or node.kind is Kind.LIST for node in nodes]
    for number, node in enumerate(nodes):
        if node.kind is not Kind.PARAGRAPH or not _could_head(node.text):
            continue
        following = nodes[number + 1 : number + 3]
        before_prose = any(prose[number + 1 : number + 3]) and bool(following)
        list_follows = bool(following) and following[0].kind is Kind.LIST
        if number == 0 and following:
            node.kind, node.fields = Kind.HEADING, {"level": 1}
        elif before_prose and not (list_follows and node.text.endswith(":")):
            node.kind, node.fields = Kind.HEADING, {"level": 2}
    _levels(nodes)


def _levels(nodes: list[Node]) -> None:
    """A heading right below another one, or one that ends with a colon, is one level deeper."""
    for before, node in pairwise(nodes):
        if node.kind is not Kind.HEADING:
            continue
        if node.text.endswith(":") or (before.kind is Kind.HEADING and before.fields.get("level") == 2):
            node.fields["level"] = 3


def _could_head(text: str) -> bool:
    if not 2 < len(text) <= _LONGEST_HEADING or (_ENDS.search(text) and not text.endswith("?")):
        return False
    first = next((char for char in text if char.isalnum()), "")
    return bool(first) and not first.islower() and "://" not in text and text.count("|") < 2
