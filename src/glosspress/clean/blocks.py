"""An lxml tree to nodes: what a browser would show as blocks, in document order, with inline markup kept."""

from __future__ import annotations

from lxml.html import HtmlElement

from glosspress.article import Kind, Mark, Rich
from glosspress.clean.inline import absolute
from glosspress.clean.judging import Fate, MarkupJudge
from glosspress.clean.mixed import CONTROLS, IMAGES, Mixed, code
from glosspress.clean.nodes import Node, Verdict, walk
from glosspress.clean.numbering import numbered, numerals
from glosspress.clean.parsing import SILENT
from glosspress.clean.shown import BLOCKS, is_layout, text_of

_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class Builder:
    """Turns one tree into nodes. `removed` lists the elements that the judge took out."""

    def __init__(self, base: str, judge: MarkupJudge) -> None:
        self.base, self._judge, self._label, self._spared = base, judge.verdict, judge.callout, judge.spared
        self.removed: list[HtmlElement] = []
        self._blocky: set[HtmlElement] = set()
        self._level = 2

    def build(self, root: HtmlElement) -> list[Node]:
        """The nodes of everything below `root`."""
        self._blocky = self._with_blocks_inside(root)
        return self._children(root)

    @staticmethod
    def _with_blocks_inside(root: HtmlElement) -> set[HtmlElement]:
        found: set[HtmlElement] = set()
        for element in root.iter():
            if element.tag in BLOCKS:
                parent = element.getparent()
                while parent is not None and parent not in found:
                    found.add(parent)
                    parent = parent.getparent()
        return found

    def _children(self, element: HtmlElement, kind: Kind = Kind.PARAGRAPH) -> list[Node]:
        """The content of an element: running text as nodes of `kind`, blocks as what they are."""
        mixed = Mixed(self.base, kind, element)
        for child in element:
            self._child(child, mixed)
            mixed.run.add(child.tail)
        return mixed.finished()

    def _child(self, child: HtmlElement, mixed: Mixed) -> None:
        tag = child.tag
        if not isinstance(tag, str) or tag in SILENT:
            return
        judged = self._judge(child)
        if judged is not None:
            mixed.blocks(self._out(child, *judged))
        elif tag in BLOCKS or child in self._blocky:
            found = self._block(child)
            mixed.blocks(found if tag != "a" else self._linked(child, found))
        elif tag == "br":
            mixed.line_break()
        elif tag in IMAGES:
            mixed.image(child)
        elif tag in CONTROLS:
            mixed.control(child)
        else:
            bookmark = mixed.run.open()
            mixed.run.add(child.text)
            for item in child:
                self._child(item, mixed)
                mixed.run.add(item.tail)
            mixed.run.close(bookmark, child)

    def _linked(self, link: HtmlElement, nodes: list[Node]) -> list[Node]:
        """The blocks inside a link, each with the link on its whole text."""
        href = absolute(link.get("href"), self.base)
        for node in walk(nodes):
            if href and node.text and node.kind is not Kind.FIGURE:
                mark = Mark(0, len(node.text), "a", (("href", href),))
                node.rich, node.linked = Rich(node.text, (mark, *node.rich.marks)), 1.0
        return nodes

    def _out(self, element: HtmlElement, verdict: Verdict, fate: Fate) -> list[Node]:
        if fate is Fate.FLAGGED:
            nodes = self._block(element)
            for node in nodes:
                node.flag(verdict)
            return nodes
        if fate is Fate.SIFTED:
            nodes = self._block(element)
            if self._sift(nodes, verdict, element):
                return nodes
        self.removed.append(element)
        text = text_of(element)
        if not text:
            return []
        return [Node(Kind.PARAGRAPH, Rich(text), element=element, verdict=verdict)]

    def _sift(self, nodes: list[Node], verdict: Verdict, box: HtmlElement) -> bool:
        """Give the verdict to all but the protected nodes, which are flagged; whether there was one."""
        found = False
        for node in nodes:
            if node.verdict is not None:
                continue
            if self._spared(node, box):
                found = True
                for part in node.walk():
                    if part.text:
                        part.flag(verdict)
                continue
            node.verdict = verdict
            found = self._sift(node.children, verdict, box) or found
        return found

    def _block(self, element: HtmlElement) -> list[Node]:
        tag = str(element.tag)
        label = self._label(element)
        if label and tag not in _HEADINGS:
            return [Node(Kind.CALLOUT, children=self._children(element), fields={"label": label}, element=element)]
        if tag in _HEADINGS:
            return self._heading(element, _HEADINGS[tag])
        if tag in ("ul", "ol", "menu"):
            return self._list(element)
        special = {
            "table": self._table,
            "blockquote": self._quote,
            "figure": self._figure,
            "pre": code,
            "dl": self._terms,
        }
        if tag in special:
            return special[tag](element)
        if tag == "hr":
            return [Node(Kind.RULE, element=element)]
        if tag == "summary":
            return self._heading(element, min(6, self._level + 1))
        if tag in ("figcaption", "caption"):
            return self._children(element, Kind.CAPTION)
        return self._children(element)

    def _heading(self, element: HtmlElement, level: int) -> list[Node]:
        nodes = self._children(element, Kind.HEADING)
        self._level = level if element.tag != "summary" else self._level
        for node in nodes:
            if node.kind is Kind.HEADING:
                node.fields.setdefault("level", level)
        return nodes

    def _list(self, element: HtmlElement) -> list[Node]:
        """A list, or several where the numbers of its items jump (`value`, `reversed`): every list counts up from its start.

        Text that stands in the list outside of its items is an item of a bulleted one, for it has no number; a block there
        belongs to the item before it.
        """
        loose = Kind.PARAGRAPH if element.tag == "ol" else Kind.ITEM
        mixed = Mixed(self.base, loose, element)
        for child in element:
            if child.tag == "li" and self._judge(child) is None:
                mixed.blocks([self._holder(Kind.ITEM, child)])
            else:
                self._child(child, mixed)
            mixed.run.add(child.tail)
        items = mixed.finished()
        if element.tag != "ol":
            return [Node(Kind.LIST, children=items, element=element)] if items else []
        sign = numerals(element)
        fields = {"ordered": True} | ({"label": sign} if sign else {})
        return [
            Node(
                Kind.LIST,
                children=part,
                fields=fields | ({"start": first} if first != 1 else {}),
                element=element,
            )
            for first, part in numbered(element, items)
        ]

    def _holder(self, kind: Kind, element: HtmlElement) -> Node:
        """A node whose first paragraph is its own text and whose other blocks are children."""
        children = self._children(element)
        node = Node(kind, element=element, children=children)
        if element.get("id"):
            node.fields["label"] = element.get("id")
        if children and children[0].kind is Kind.PARAGRAPH and children[0].verdict is None:
            first = children.pop(0)
            node.rich, node.linked = first.rich, first.linked
        return node

    def _quote(self, element: HtmlElement) -> list[Node]:
        return [Node(Kind.QUOTE, children=self._children(element), element=element)]

    def _terms(self, element: HtmlElement) -> list[Node]:
        if element.find(".//dt") is None and element.find(".//dd") is None:
            return self._children(element)
        return [Node(Kind.DEFINITIONS, children=self._pairs(element), element=element)]

    def _pairs(self, element: HtmlElement) -> list[Node]:
        """Terms and definitions; what else stands in the list (HTML allows only wrappers) stays where it is."""
        kinds = {"dt": Kind.TERM, "dd": Kind.DEFINITION}
        items: list[Node] = []
        for child in element:
            if not isinstance(child.tag, str) or child.tag in SILENT:
                continue
            judged = self._judge(child)
            if judged is not None:
                items.extend(self._out(child, *judged))
            elif child.tag in kinds:
                items.append(self._holder(kinds[child.tag], child))
            elif child.tag == "div":
                items.extend(self._pairs(child))
            else:
                items.extend(self._block(child))
        return items

    def _figure(self, element: HtmlElement) -> list[Node]:
        nodes = self._children(element)
        image = next((n for n in nodes if n.kind is Kind.FIGURE), None)
        captions = [n for n in nodes if n.kind is Kind.CAPTION]
        if image is not None and captions:
            image.children.extend(captions)
            return [n for n in nodes if n not in captions]
        return nodes

    def _table(self, element: HtmlElement) -> list[Node]:
        if is_layout(element):
            return self._children(element)
        rows, captions = [], list[Node]()
        for row in element.iter("tr", "caption"):
            if next(row.iterancestors("table")) is not element:
                continue
            if row.tag == "caption":
                captions.extend(self._children(row, Kind.CAPTION))
                continue
            cells = [self._cell(cell) for cell in row if cell.tag in ("td", "th")]
            if cells:
                rows.append(Node(Kind.ROW, children=cells, element=row))
        return [Node(Kind.TABLE, children=[*captions, *rows], element=element)] if rows else captions

    def _cell(self, element: HtmlElement) -> Node:
        node = self._holder(Kind.CELL, element)
        node.fields.pop("label", None)
        if element.tag == "th" or next(element.iterancestors("thead"), None) is not None:
            node.fields["header"] = True
        for name in ("colspan", "rowspan"):
            value = element.get(name, "1")
            if value.isascii() and value.isdigit() and 1 < int(value[:4]) <= 1000:
                node.fields[name] = int(value[:4])
        return node
