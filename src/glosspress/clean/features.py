"""What the selection knows of each part of a page: numbers between 0 and 1 about its words, its place and its
neighbours.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Callable, Sequence
from functools import lru_cache

from lxml.html import HtmlElement

from glosspress.article import Kind
from glosspress.clean.nodes import Node
from glosspress.clean.weights import Weights

NAMES = (
    "vote", "vote_before", "vote_after", "votes_near", "votes_wide", "votes_parent", "votes_grandparent",
    "votes_great", "between", "far", "in_content", "has_content", "linked", "length", "sentence", "commas",
    "lower_start", "capitals", "heading", "item", "cell", "defined", "callout", "caption", "shield", "place",
    "in_scope", "voted_share", "parent_linked", "grandparent_linked", "parent_length", "negative", "positive",
    "semantic", "heading_of_vote", "figures", "first_person", "question", "siblings", "formlike",
)  # fmt: skip
_NEARLY_ALL = 0.85
_NOTHING = [0, 0, 0]
_TELLING = frozenset(("article", "main", "form", "aside", "details"))
_NEGATIVE = re.compile(
    r"widget|promo|banner|sponsor|footer|sidebar|related|recommend|teaser|card|tile|carousel|slider|modal|popup|cta|signup|author|bio|"
    r"profile|comment|share|social|meta|tags?\b|nav|menu|aside|product|price|shop|cart|form|disclaimer|credit|copyright|gallery|list-item|"
    r"more|also|latest|popular|grid|feed|hero|header|toolbar|login|subscribe"
)
_POSITIVE = re.compile(
    r"content|article|body|entry|post|text|main|story|prose|rich|wysiwyg|markdown|copy|page|section__|paragraph|block-text"
)
_END, _CLOSING = frozenset(".!?:;…。！？"), "\"”’»')]"
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_UPPER, _DIGITS = string.ascii_uppercase.encode(), string.digits.encode()
_PERSON = re.compile(r"\b(?:we|our|us|you|your)\b")


def vectors(
    parts: Sequence[Node], votes: Sequence[bool], weights: Weights, content: HtmlElement | None
) -> list[list[float]]:
    """One vector (in the order of NAMES) a part."""
    context = _Context(parts, votes, weights, content, scope_of(parts, votes))
    return [context.vector(number) for number in range(len(parts))]


def scope_of(parts: Sequence[Node], votes: Sequence[bool]) -> HtmlElement | None:
    """The smallest element with nearly all the text that was voted for."""
    sizes: dict[HtmlElement, int] = {}
    total = 0
    for part, vote in zip(parts, votes, strict=True):
        if vote:
            total += len(part.text)
            sizes[part.element] = sizes.get(part.element, 0) + len(part.text)
    if not total:
        return None
    weights: dict[HtmlElement, int] = {}
    for own, size in sizes.items():
        for element in (own, *own.iterancestors()):
            weights[element] = weights.get(element, 0) + size
    wide = [element for element, weight in weights.items() if weight >= _NEARLY_ALL * total]
    return max(wide, key=lambda element: sum(1 for _ in element.iterancestors()))


class _Context:
    """What all parts of a page share."""

    def __init__(
        self,
        parts: Sequence[Node],
        votes: Sequence[bool],
        weights: Weights,
        content: HtmlElement | None,
        scope: HtmlElement | None,
    ) -> None:
        self.parts, self.votes, self.weights, self.content, self.scope = parts, votes, weights, content, scope
        self.sizes = [len(part.text) for part in parts]
        self.total = max(1, sum(self.sizes))
        self.voted_share = sum(s for s, v in zip(self.sizes, votes, strict=True) if v) / self.total
        voted = [number for number, vote in enumerate(votes) if vote]
        self.first, self.last = (voted[0], voted[-1]) if voted else (0, -1)
        self.distance = _distances(votes)
        self.starts = _running(self.sizes)
        self._ancestors: dict[HtmlElement, tuple[HtmlElement, ...]] = {}
        self._chains: dict[HtmlElement, frozenset[str]] = {}
        self._cues: dict[HtmlElement, tuple[float, float]] = {}
        self.below: dict[HtmlElement, list[int]] = {}
        """Of an element near above parts: how many, their characters, and the characters that were voted for."""
        for part, size, vote in zip(parts, self.sizes, votes, strict=True):
            for element in self.near(part):
                counts = self.below.setdefault(element, [0, 0, 0])
                counts[0] += 1
                counts[1] += size
                counts[2] += size if vote else 0

    def near(self, part: Node) -> tuple[HtmlElement, ...]:
        """The three block elements above a part's own."""
        element = part.element
        if element not in self._ancestors:
            found = []
            for parent in element.iterancestors():
                found.append(parent)
                if len(found) == 3:
                    break
            self._ancestors[element] = tuple(found)
        return self._ancestors[element]

    def tags(self, element: HtmlElement) -> frozenset[str]:
        """The names of an element and its ancestors that say something, and `content` and `scope` for those
        elements.
        """
        if element not in self._chains:
            above = element.getparent()
            names = frozenset[str]() if above is None else self.tags(above)
            new = {str(element.tag)} & _TELLING
            new |= {"content"} if element is self.content else set()
            new |= {"scope"} if element is self.scope else set()
            self._chains[element] = names | new if new else names
        return self._chains[element]

    def share(self, element: HtmlElement | None) -> float:
        """The share of characters below an element that were voted for."""
        _, size, voted = self.below.get(element, _NOTHING) if element is not None else _NOTHING
        return voted / size if size else 0.0

    def cues(self, element: HtmlElement) -> tuple[float, float]:
        """Whether names of classes around an element sound like boilerplate, like content."""
        if element not in self._cues:
            attributes = element.attrib
            named = f"{attributes.get('class', '')} {attributes.get('id', '')}" if attributes else ""
            own_bad, own_good = _sound_of(named)
            above = element.getparent()
            bad, good = (0.0, 0.0) if above is None or above.tag == "body" else self.cues(above)
            self._cues[element] = max(bad * 0.8, own_bad), max(good * 0.8, own_good)
        return self._cues[element]

    def vote(self, number: int) -> float:
        """The vote of a part; 0 outside the page."""
        return float(0 <= number < len(self.votes) and self.votes[number])

    def vector(self, number: int) -> list[float]:
        """The vector of one part."""
        part, text = self.parts[number], self.parts[number].text
        near = self.near(part)
        parent, grand, great = (*near, None, None, None)[:3]
        following = self.parts[number + 1] if number + 1 < len(self.parts) else None
        bad, good = self.cues(part.element)
        element = part.element
        tags = self.tags(element)
        size = max(1, len(text))
        own = self.votes[number]
        window = sum(self.votes[max(0, number - 2) : number + 3]) - own
        wide = sum(self.votes[max(0, number - 6) : number + 7]) - own
        kind = part.kind
        siblings = self.below[parent][0] if parent is not None else 0
        return [
            self.vote(number), self.vote(number - 1), self.vote(number + 1), window / 4, wide / 12,
            self.share(parent), self.share(grand), self.share(great), float(self.first <= number <= self.last),
            min(1.0, math.log1p(self.distance[number]) / 4), float("content" in tags), float(self.content is not
            None), part.linked, min(1.0, math.log1p(size) / 7), float(_ends_a_sentence(text)), min(1.0,
            text.count(",") * 30 / size), float(text[:1].islower()), _count(text, _UPPER, str.isupper) / size, float(kind is
            Kind.HEADING), float(kind is Kind.ITEM), float(kind is Kind.CELL), float(kind in (Kind.TERM,
            Kind.DEFINITION)), float(kind is Kind.CALLOUT), float(kind is Kind.CAPTION), float(bool(part.shield)),
            self.starts[number] / self.total, float("scope" in tags), self.voted_share,
            self.weights.link_share(parent) if parent is not None else 0.0, self.weights.link_share(grand) if grand is
            not None else 0.0, min(1.0, self.weights.size(parent) / 3000) if parent is not None else 0.0, bad, good,
            float(bool(tags & {"article", "main"})), float(kind is Kind.HEADING and following is not None and
            self.vote(number + 1) > 0), _count(text, _DIGITS, str.isdigit) / size, float(bool(_PERSON.search(text.lower()))),
            float(text.endswith("?")), min(1.0, siblings / 20), float(bool(tags & {"form", "aside", "details"})),
        ]  # fmt: skip


@lru_cache(maxsize=8192)
def _sound_of(names: str) -> tuple[float, float]:
    """Whether names of classes sound like boilerplate, like content."""
    names = names.lower()
    return float(bool(_NEGATIVE.search(names))), float(bool(_POSITIVE.search(names)))


def _ends_a_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in _END


def _count(text: str, ascii_ones: bytes, belongs: Callable[[str], bool]) -> int:
    """How many characters belong to a class; those of ASCII are counted as bytes."""
    raw = text.encode("ascii", "ignore")
    others = sum(map(belongs, _BEYOND_ASCII.findall(text))) if len(raw) < len(text) else 0
    return len(raw) - len(raw.translate(None, ascii_ones)) + others


def _distances(votes: Sequence[bool]) -> list[int]:
    """How many parts away the nearest voted part is."""
    size = len(votes)
    found = [size] * size
    for numbers in (range(size), range(size - 1, -1, -1)):
        away = size
        for number in numbers:
            away = 0 if votes[number] else away + 1
            found[number] = min(found[number], away)
    return found


def _running(sizes: Sequence[int]) -> list[int]:
    total, starts = 0, []
    for size in sizes:
        starts.append(total)
        total += size
    return starts
