"""Markup rules applied to an element: does it go as a whole, is it the content, is it a call-out?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from itertools import takewhile

from lxml.html import HtmlElement

from glosspress.article import Kind
from glosspress.clean.nodes import Node, Verdict
from glosspress.clean.rulebook import Group, Rule, RuleBook
from glosspress.clean.shown import BLOCKS, text_of
from glosspress.clean.weights import Weights

_YIELDING = frozenset(
    f"container.{name}" for name in ("ad", "cta", "overlay", "sidebar", "author", "newsletter", "meta", "toc")
)
"""Inside the article's container these give way to protected text; navigation, comments, related links do not."""
_PROSE = frozenset(("p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "blockquote"))
_TOO_MUCH = 0.3
"""A container with more than this share of the unlinked text is the article, whatever its name."""
_PROSE_SIZE = 1500
"""A side column or box with more unlinked characters than this is left to the selection."""
_FOLDED = 200
"""Hidden prose from this size on is a folded section ("Side effects"), not a label for screen readers."""
_EXEMPT = frozenset(("html", "body", "main"))
_COMMENT = re.compile(r"comment|respond|disqus")
MARK = "data-clean-selector"
"""Attribute that carries what a source's own selectors said: `content` or `remove`."""


class Fate(Enum):
    """What becomes of an element that a rule matches."""

    GONE = "gone"
    FLAGGED = "flagged"
    SIFTED = "sifted"
    """It goes, but for protected parts, which are flagged."""


class MarkupJudge:
    """Judges elements of one page, whose text `weights` has measured."""

    def __init__(self, book: RuleBook, language: str, weights: Weights) -> None:
        self._weights = weights
        self._containers = book.markup("container")
        self._callouts = book.markup("callout")
        self._content = book.markup("content")
        self._by_id = {rule.id: rule for rule in self._containers.rules}
        self._protect = book.group("protect", language)
        self._tokens: dict[HtmlElement, tuple[str, ...]] = {}
        self._found: dict[tuple[Group, tuple[str, ...]], Rule | None] = {}
        self.content: HtmlElement | None = None

    def _first(self, group: Group, tokens: tuple[str, ...]) -> Rule | None:
        """The first rule that one of the names matches; the elements of a page share few sets of names."""
        key = group, tokens
        if key not in self._found:
            self._found[key] = next((found[0] for found in map(group.first, tokens) if found), None)
        return self._found[key]

    def _names(self, element: HtmlElement) -> tuple[str, ...]:
        if element not in self._tokens:
            self._tokens[element] = tokens_of(element)
        return self._tokens[element]

    def verdict(self, element: HtmlElement) -> tuple[Verdict, Fate] | None:
        """The verdict on a whole element and what follows from it; None when it stays to be looked into."""
        if element.tag in _EXEMPT:
            return None
        mark = element.get(MARK)
        if mark == "remove":
            return Verdict("source.remove", "The source definition removes this element."), Fate.GONE
        hidden = (
            element.get("hidden") is not None or "display:none" in element.get("style", "").replace(" ", "").lower()
        )
        rule = self._first(self._containers, self._names(element))
        if rule is None and element.tag == "footer" and element.getparent().tag not in ("blockquote", "figure"):
            rule = self._by_id.get("container.footer")
        if rule is None and hidden:
            rule = self._by_id.get("container.hidden")
        if rule is None or (element.tag not in BLOCKS and _in_prose(element) and rule.id != "container.hidden"):
            return None
        return self._weighed(element, rule)

    def _weighed(self, element: HtmlElement, rule: Rule) -> tuple[Verdict, Fate] | None:
        prose = self._weights.unlinked(element)
        if (prose > _TOO_MUCH * self._weights.prose and prose > 300) or self.is_content(element):
            return None
        if prose > _PROSE_SIZE and rule.id in _YIELDING and self._weights.link_share(element) < 0.3:
            return None
        if self.content is not None and element in self.content.iterancestors():
            return None
        if rule.id == "container.hidden" and prose >= _FOLDED and self._weights.link_share(element) < 0.3:
            return None
        verdict = Verdict(rule.id, rule.reason)
        if self.content is not None:
            inside = self.content in element.iterancestors()
        else:
            inside = any(parent.tag in ("article", "main") for parent in element.iterancestors())
        if rule.action == "flag":
            return verdict, Fate.FLAGGED
        if not inside or not self._protected(element):
            return verdict, Fate.GONE
        return verdict, Fate.FLAGGED if rule.id in _YIELDING else Fate.SIFTED

    def spared(self, node: Node, box: HtmlElement) -> bool:
        """Whether a node in a box of links, comments or share buttons is surely protected and no teaser: a table or caption
        with a dose or warning, a box called a warning that has one, a paragraph that begins with a warning with no link beside it
        below the `box`.
        """
        if node.kind in (Kind.TABLE, Kind.CALLOUT, Kind.FIGURE, Kind.CAPTION):
            if node.kind is Kind.CALLOUT and node.fields.get("label") != "warning":
                return False
            texts = [part for part in node.walk() if part.text and part.kind is not Kind.FIGURE]
            linked = sum(len(part.text) * part.linked for part in texts)
            return 2 * linked < sum(len(part.text) for part in texts) and any(
                self._protect.first(part.text) for part in texts
            )
        if node.kind not in (Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE) or node.linked > 0 or not self._warns(node.text):
            return False
        if node.text.endswith(("…", "...")) or not node.text.endswith((".", "!")):
            return False
        above = list(takewhile(lambda element: element is not box, (node.element, *node.element.iterancestors())))
        if any(self._weights.link_share(element) > 0 for element in above):
            return False
        return not any(_COMMENT.search(name) for element in (*above, box) for name in self._names(element))

    def _warns(self, text: str) -> bool:
        """Whether a text begins with the cue of a warning."""
        found = (rule.matches(text) for rule in self._protect.rules if rule.label == "warning")
        return any(match is not None and match.start() == 0 for match in found)

    def _protected(self, element: HtmlElement) -> bool:
        if self._weights.link_share(element) >= 0.5:
            return False
        return any(self._protect.first(text_of(item)) for item in _prose_in(element))

    def is_content(self, element: HtmlElement) -> bool:
        """Whether a theme is known to hold the article in this element."""
        return self._first(self._content, self._names(element)) is not None

    def callout(self, element: HtmlElement) -> str:
        """The label of a call-out, empty for other elements."""
        if element.tag not in ("div", "section", "aside", "p", "blockquote", "fieldset", "details"):
            return ""
        names = self._names(element)
        if self._first(self._callouts, names) is None:
            return ""
        rule = next((rule for rule in self._callouts.rules if any(map(rule.matches, names))), None)
        if rule is None:
            return ""
        size = self._weights.size(element)
        whole = element.tag != "aside" and size >= 0.5 * self._weights.total
        return rule.label if 0 < size <= 2500 and not whole else ""


def tokens_of(element: HtmlElement) -> tuple[str, ...]:
    """Classes, id, `tag:`, `role:` and `itemprop:` of an element, lower case."""
    attributes = element.attrib
    tokens = [f"tag:{element.tag}"]
    if not attributes:
        return tuple(tokens)
    tokens.extend(attributes.get("class", "").lower().split())
    for name, prefix in (("id", ""), ("role", "role:"), ("itemprop", "itemprop:")):
        value = attributes.get(name)
        if value:
            tokens.append(prefix + value.strip().lower())
    return tuple(tokens)


def _in_prose(element: HtmlElement) -> bool:
    return any(parent.tag in _PROSE for parent in element.iterancestors())


def _prose_in(element: HtmlElement) -> Iterable[HtmlElement]:
    found = list(element.iter("p", "li", "td", "figcaption", "caption", "blockquote", "dd"))
    return found or [element]
