"""Which nodes of a page are the article: the extractor's vote, the theme's container and the neighbours decide together."""

from __future__ import annotations

from lxml.html import HtmlElement

from glosspress.article import Kind
from glosspress.clean.nodes import Node, Verdict, kept_parts

_OUTSIDE = Verdict("content.outside", "Outside the main content of the page.")
_SELECTOR = Verdict("source.content", "Outside the element that the source definition names as the article.")
_WITHIN = (Kind.CELL, Kind.CAPTION, Kind.TERM, Kind.DEFINITION, Kind.REFERENCE, Kind.FOOTNOTE)


def select_by_element(nodes: list[Node], elements: list[HtmlElement]) -> None:
    """Keep what lies in the elements that the source definition names."""
    for part in kept_parts(nodes):
        if not any(_inside(part, element) for element in elements):
            part.verdict = _SELECTOR


def select(nodes: list[Node], votes: list[bool], content: HtmlElement | None) -> None:
    """Give the verdict `content.outside` to all that is not the article. `votes` goes with `kept_parts(nodes)`."""
    parts = kept_parts(nodes)
    scope = _scope(parts, votes, content)
    inside = [scope is None or _inside(part, scope) for part in parts]
    keep = [vote or (within and _rescued(part)) for part, vote, within in zip(parts, votes, inside, strict=True)]
    if scope is not None and scope is content:
        keep = [k and within for k, within in zip(keep, inside, strict=True)]
    if not any(keep):
        return
    first = keep.index(True)
    last = len(keep) - 1 - keep[::-1].index(True)
    for number, part in enumerate(parts):
        beside = first <= number <= last + 1 and inside[number]
        if keep[number] or (part.kind is Kind.FIGURE and beside):
            continue
        part.verdict = _OUTSIDE


def _rescued(part: Node) -> bool:
    """Whether a part inside the article's element stays although the extractor dropped it."""
    return part.linked < 0.6 or bool(part.shield)


def _scope(parts: list[Node], votes: list[bool], content: HtmlElement | None) -> HtmlElement | None:
    """The theme's container when the extractor does not contradict it, else the smallest element with nearly all that was voted."""
    voted = [(part, len(part.text)) for part, vote in zip(parts, votes, strict=True) if vote]
    total = sum(size for _, size in voted)
    if content is not None:
        inside = sum(size for part, size in voted if _inside(part, content))
        own = sum(len(part.text) for part in parts if _inside(part, content))
        if own > 250 and inside >= 0.5 * total:
            return content
    if not voted:
        return None
    weights: dict[HtmlElement, int] = {}
    for part, size in voted:
        for element in (part.element, *part.element.iterancestors()):
            weights[element] = weights.get(element, 0) + size
    deepest = [element for element, weight in weights.items() if weight >= 0.85 * total]
    return max(deepest, key=lambda element: sum(1 for _ in element.iterancestors()))


def _inside(part: Node, element: HtmlElement) -> bool:
    return part.element is element or element in part.element.iterancestors()
