"""What an element holds, as it is read: runs of text become nodes, images and blocks stand between them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from glosspress.article import Kind, Rich
from glosspress.clean.inline import Run, absolute, plain
from glosspress.clean.nodes import Node, Verdict
from glosspress.clean.shown import text_of

CONTROLS = frozenset(["button", "input", "select", "textarea", "option", "datalist", "progress", "meter"])
IMAGES = frozenset(("img", "amp-img"))
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "src")
_SIZE = re.compile(r"\d+")
_GLYPHS = re.compile(r"\b(?:emoji|wp-smiley|latex|mwe-math)")
_LANGUAGE = re.compile(r"\blang(?:uage)?-([\w+#-]+)")
_NO_CONTROL = Verdict("container.control", "A button or form field, not text of the article.")


class Mixed:
    """The content of one element. `run` takes text and inline marks; what it holds becomes a node of `kind`."""

    def __init__(self, base: str, kind: Kind, element: HtmlElement) -> None:
        self.run = Run(base)
        self._kind, self._element = kind, element
        self._nodes: list[Node] = []
        self._images: list[Node] = []
        self.run.add(element.text)

    def flush(self) -> None:
        """End the run of text; the images that stood in it follow it."""
        rich, linked = self.run.take()
        if rich.text:
            self._nodes.append(Node(self._kind, rich, linked=linked, element=self._element))
        self._nodes.extend(self._images)
        self._images.clear()

    def blocks(self, nodes: Iterable[Node]) -> None:
        """Blocks at this place; they end the run of text."""
        self.flush()
        self._nodes.extend(nodes)

    def line_break(self) -> None:
        """A `<br>`; the second in a row ends the run."""
        if self.run.after_break:
            self.flush()
        self.run.line_break()

    def image(self, element: HtmlElement) -> None:
        """An image; one that stands for characters is text, a tracking pixel is nothing."""
        alt = plain(element.get("alt", "")).strip()
        sizes = [int(m.group()[:6]) for m in (_SIZE.match(element.get(name, "")) for name in ("width", "height")) if m]
        if any(size <= 2 for size in sizes):
            return
        if _GLYPHS.search(element.get("class", "")):
            self.run.add(alt)
            return
        links = (absolute(element.get(name), self.run.base) for name in _LAZY)
        src = next((link for link in links if link), "")
        if src:
            self._images.append(Node(Kind.FIGURE, Rich(alt), fields={"src": src}, element=element))

    def control(self, element: HtmlElement) -> None:
        """A button or form field: its text is left out, with its reason."""
        text = text_of(element)
        if text:
            self.blocks([Node(Kind.PARAGRAPH, Rich(text), element=element, verdict=_NO_CONTROL)])

    def finished(self) -> list[Node]:
        """All nodes in order."""
        self.flush()
        return self._nodes


def code(element: HtmlElement) -> list[Node]:
    """Preformatted text as it stands."""
    text = "".join(element.itertext()).strip("\n")
    inner = element.find(".//code")
    found = _LANGUAGE.search((inner if inner is not None else element).get("class", ""))
    fields = {"label": found.group(1)} if found else {}
    return [Node(Kind.CODE, Rich(text), fields=fields, element=element)] if text.strip() else []
