"""The blocks of an article as HTML. A translated unit stands in an element with `data-unit`, the path of its block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from glosspress import locales
from glosspress.article import Article, Block, Kind
from glosspress.page import Page
from glosspress.render.headings import Outline
from glosspress.render.inline import Links, inline
from glosspress.render.labels import label_of, names_itself
from glosspress.render.site import CARD, original_url
from glosspress.render.strings import Strings, strings
from glosspress.render.tables import table
from glosspress.render.text import escape, fragment

_NOTES = {Kind.FOOTNOTE: "footnotes", Kind.REFERENCE: "references"}


def anchors(article: Article) -> dict[str, str]:
    """Id in the source -> id in our page, of footnotes and references."""
    found: dict[str, str] = {}
    for _, block in article.walk():
        if block.kind in _NOTES and block.label and block.label not in found:
            wanted = fragment("fn-" if block.kind is Kind.FOOTNOTE else "ref-", block.label)
            taken = set(found.values())
            found[block.label] = wanted if wanted not in taken else f"{wanted}-{len(found)}"
    return found


class Body:
    """Writes the body of one page."""

    def __init__(self, page: Page, texts: Strings, pictures: Mapping[str, str] | None = None) -> None:
        self._page, self._strings = page, texts
        self._pictures = pictures or {}
        self._units = {path for path, _ in page.translations}
        self._source_texts = {path: block.text.text for path, block in page.source.walk()}
        self._anchors = anchors(page.target)
        self._used_anchors: set[str] = set()
        here = locales.parse(page.locale)
        self._links = Links(original_url(page), self._anchors, CARD, here if here.direction == "rtl" else None)
        self._outline = Outline()
        self._tables = 0

    def html(self) -> str:
        """The whole body, not yet sanitized."""
        return self.blocks((str(number), block) for number, block in enumerate(self._page.target.blocks))

    def blocks(self, blocks: Iterable[tuple[str, Block]]) -> str:
        """Blocks with their paths; neighbouring footnotes and references become one list."""
        parts: list[str] = []
        notes: list[tuple[str, Block]] = []
        for path, block in blocks:
            if notes and (block.kind is not notes[0][1].kind):
                parts.append(self._notes(notes))
                notes = []
            if block.kind in _NOTES:
                notes.append((path, block))
            else:
                parts.append(self._block(path, block))
        if notes:
            parts.append(self._notes(notes))
        return "\n".join(part for part in parts if part)

    def content(self, path: str, block: Block) -> str:
        """Own text and children of a block that may hold both."""
        own = self.element("p", path, block) if block.text.text.strip() else ""
        return "\n".join(part for part in (own, self.children(path, block)) if part)

    def children(self, path: str, block: Block) -> str:
        """The children of a block."""
        return self.blocks((f"{path}.{number}", child) for number, child in enumerate(block.children))

    def element(self, tag: str, path: str, block: Block, extra: str = "") -> str:
        """An element with the block's own text."""
        return f"<{tag}{self.unit(path, block)}{extra}>{inline(block.text, self._links)}</{tag}>"

    def unit(self, path: str, block: Block) -> str:
        """`data-unit` for a translated text; the source's language for a text that stayed as it was."""
        if path in self._units:
            return f' data-unit="{path}"'
        return self.foreign() if any(map(str.isalpha, block.text.text)) else ""

    def foreign(self) -> str:
        """Attributes of an element whose text is in the source's language."""
        if self._page.source_locale == self._page.locale:
            return ""
        source, here = locales.parse(self._page.source_locale), locales.parse(self._page.locale)
        direction = f' dir="{source.direction}"' if source.direction != here.direction else ""
        return f' lang="{source.tag}"{direction}'

    def _block(self, path: str, block: Block) -> str:
        writers: dict[Kind, Callable[[str, Block], str]] = {
            Kind.HEADING: self._heading,
            Kind.LIST: self._list,
            Kind.TABLE: self._table,
            Kind.FIGURE: self._figure,
            Kind.CALLOUT: self._callout,
            Kind.CODE: self._code,
            Kind.DEFINITIONS: self._definitions,
        }
        if block.kind in writers:
            return writers[block.kind](path, block)
        if block.kind is Kind.RULE:
            return "<hr>"
        if block.kind is Kind.QUOTE:
            return f"<blockquote>\n{self.content(path, block)}\n</blockquote>"
        return self.content(path, block)

    def _heading(self, path: str, block: Block) -> str:
        return self.element(f"h{self._outline.rank(block.level or 2)}", path, block) if block.text.text.strip() else ""

    def _list(self, path: str, block: Block) -> str:
        tag = "ol" if block.ordered else "ul"
        sign = f' type="{escape(block.label)}"' if block.ordered and block.label else ""
        start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
        items = [self._member(f"{path}.{n}", item) for n, item in enumerate(block.children)]
        return f"<{tag}{sign}{start}>\n" + "\n".join(items) + f"\n</{tag}>"

    def _member(self, path: str, item: Block) -> str:
        """An item of a list; a reference or footnote there can be linked to."""
        note = item.kind in _NOTES
        return self._note(path, item, self.unit(path, item)) if note else self._item("li", path, item)

    def _item(self, tag: str, path: str, item: Block) -> str:
        if not item.children:
            return self.element(tag, path, item)
        return f"<{tag}>{self.content(path, item)}</{tag}>"

    def _definitions(self, path: str, block: Block) -> str:
        parts = [
            self._item("dt" if item.kind is Kind.TERM else "dd", f"{path}.{number}", item)
            for number, item in enumerate(block.children)
        ]
        return "<dl>\n" + "\n".join(parts) + "\n</dl>"

    def _table(self, path: str, block: Block) -> str:
        self._tables += 1
        return table(self, path, block, self._tables, self._strings)

    def _figure(self, path: str, block: Block) -> str:
        captions = [
            self._item("figcaption", f"{path}.{number}", child)
            for number, child in enumerate(block.children)
            if child.kind is Kind.CAPTION
        ]
        others = [(f"{path}.{n}", child) for n, child in enumerate(block.children) if child.kind is not Kind.CAPTION]
        picture = self._picture(path, block)
        return "\n".join(
            part for part in (f"<figure>{picture}{''.join(captions)}</figure>", self.blocks(others)) if part
        )

    def _picture(self, path: str, block: Block) -> str:
        """The image, from our copy or from its address; where there is neither, its alternative text."""
        copy = self._pictures.get(block.src, "")
        source = f"../../{copy}" if copy else block.src
        if not copy and not source.startswith(("https://", "http://")):
            return self.element("p", path, block, ' class="picture"') if block.text.text.strip() else ""
        quiet = ' loading="lazy" decoding="async" referrerpolicy="no-referrer"'
        return f'<img src="{escape(source)}" alt="{escape(block.text.text)}"{self.unit(path, block)}{quiet}>'

    def _callout(self, path: str, block: Block) -> str:
        label = label_of(block)
        name = escape(self._strings[f"callout_{label}"])
        told = names_itself(block, self._strings, strings(self._page.source_locale))
        head = "" if told else f'<p class="callout-label">{name}</p>\n'
        return (
            f'<aside role="note" aria-label="{name}" class="callout callout-{label}">\n{head}'
            f"{self.content(path, block)}\n</aside>"
        )

    def _code(self, path: str, block: Block) -> str:  # noqa: ARG002 - one signature for all writers
        kind = f' class="{fragment("language-", block.label)}"' if block.label else ""
        return f'<pre dir="ltr" translate="no"><code{kind}>{escape(block.text.text)}</code></pre>'

    def _notes(self, notes: list[tuple[str, Block]]) -> str:
        """Texts that bring their own number get no second one."""
        numbered = all(block.text.text.lstrip("[(")[:1].isdigit() for _, block in notes)
        tag, role = ("ul", ' role="list"') if numbered else ("ol", "")
        kind = notes[0][1].kind
        untranslated = not any(path in self._units for path, _ in notes)
        items = [self._note(path, block, "" if untranslated else self.unit(path, block)) for path, block in notes]
        language = self.foreign() if untranslated else ""
        return f'<{tag} class="{_NOTES[kind]}"{role}{language}>\n' + "\n".join(items) + f"\n</{tag}>"

    def _note(self, path: str, block: Block, unit: str) -> str:
        identity = self._anchors.get(block.label, "")
        anchor = f' id="{identity}"' if identity and identity not in self._used_anchors else ""
        self._used_anchors.add(identity)
        if not block.children:
            return f"<li{unit}{anchor}>{inline(block.text, self._links)}</li>"
        return f"<li{anchor}>{self.content(path, block)}</li>"
