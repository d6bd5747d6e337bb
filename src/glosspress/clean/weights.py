"""How much text stands below each element, and how much of it in links: one walk for a page."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

from glosspress.clean.parsing import SILENT


class Weights:
    """Characters of visible text below each element of a tree."""

    def __init__(self, root: HtmlElement) -> None:
        self._all: dict[HtmlElement, int] = {}
        self._linked: dict[HtmlElement, int] = {}
        self._measure(root)
        self.total = self.size(root)
        self.prose = max(1, self.unlinked(root))

    def _measure(self, root: HtmlElement) -> None:
        sizes, linked = self._all, self._linked
        silent = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag
            if event == "start":
                silent += tag in SILENT
                sizes[element] = len(element.text.strip()) if element.text and not silent else 0
                linked[element] = 0
                continue
            silent -= tag in SILENT
            if tag == "a":
                linked[element] = sizes[element]
            parent = element.getparent()
            if element is root or parent is None:
                continue
            tail = len(element.tail.strip()) if element.tail and not silent else 0
            sizes[parent] += sizes[element] + tail
            linked[parent] += linked[element]

    def size(self, element: HtmlElement) -> int:
        """Characters of text."""
        return self._all.get(element, 0)

    def unlinked(self, element: HtmlElement) -> int:
        """Characters of text outside links."""
        return self._all.get(element, 0) - self._linked.get(element, 0)

    def link_share(self, element: HtmlElement) -> float:
        """Share of the text that stands in links, 0 to 1."""
        return self._linked.get(element, 0) / max(1, self._all.get(element, 0))
