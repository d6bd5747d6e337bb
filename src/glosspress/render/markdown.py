"""A page as Markdown with front matter, for Hugo, Astro, Eleventy and other site generators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from glosspress.article import Block, Kind, Mark, Rich
from glosspress.digest import canonical_json
from glosspress.render.body import anchors
from glosspress.render.headings import Outline
from glosspress.render.inline import Links
from glosspress.render.labels import label_of, names_itself
from glosspress.render.markdown_inline import escaped, markdown_inline
from glosspress.render.markdown_table import markdown_table
from glosspress.render.persons import persons, reviewed_at
from glosspress.render.site import RECORD, Placed, Site, day, original_url
from glosspress.render.strings import Strings, strings
from glosspress.render.text import legible

_SLOWLY = re.compile("[\x85\ud800-\udfff\U00010000-\U0010ffff]")
"""Characters that libyaml escapes or refuses and PyYAML's own code writes otherwise: no others (libyaml 0.2.5)."""


def page_markdown(placed: Placed, site: Site) -> str:
    """The page with its front matter. The title is in the front matter only, as site generators expect."""
    body = Writer(placed, strings(placed.page.locale)).blocks(placed.page.target.blocks)
    return f"---\n{front_matter(placed, site)}---\n\n{body}\n"


def front_matter(placed: Placed, site: Site) -> str:
    """YAML with every key of docs/publishing.md; null where there is nothing to say: no review is implied."""
    page = placed.page
    data = {
        "title": " ".join(legible(page.target.title).split()),
        "lang": page.locale,
        "translationKey": page.id,
        "slug": placed.folder,
        "date": day(page.source.metadata.published) or day(page.making.made_at) or None,
        "lastmod": page.making.made_at or None,
        "source_lang": page.source_locale,
        "source_url": original_url(page) or page.origin.url,
        "source_hash": f"sha256:{page.origin.snapshot_sha256}",
        "translation_state": page.state.value,
        "glossary": page.making.glossary or None,
        "model": page.making.engine or None,
        "reviewed_by": [item.name for item in persons(page) if item.approved] or None,
        "reviewed_at": reviewed_at(page) or None,
        "prov": placed.url(site, RECORD),
    }
    return yaml_lines(data)


def yaml_lines(data: Mapping[str, Any]) -> str:
    """A value a line, in this order: by libyaml where PyYAML has it and its bytes are those of PyYAML's own code."""
    import yaml

    slowly = _SLOWLY.search(canonical_json(data))
    dumper = yaml.SafeDumper if slowly else getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(data, Dumper=dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    return text


class Writer:
    """Writes the blocks of one page."""

    def __init__(self, placed: Placed, texts: Strings) -> None:
        self._texts, self._source_texts = texts, strings(placed.page.source_locale)
        self._anchors = anchors(placed.page.target)
        self._links = Links(original_url(placed.page), self._anchors)
        self._outline = Outline()
        self._pictures = placed.pictures

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Blocks, an empty line between them."""
        return "\n\n".join(part for part in map(self.block, blocks) if part)

    def content(self, block: Block) -> str:
        """Own text and children."""
        own = markdown_inline(block.text, self._links) if block.text.text.strip() else ""
        return "\n\n".join(part for part in (own, self.blocks(block.children)) if part)

    def block(self, block: Block) -> str:
        """One block."""
        if block.kind is Kind.HEADING:
            return "#" * self._outline.rank(block.level or 2) + " " + markdown_inline(block.text, self._links)
        if block.kind is Kind.LIST:
            return self._list(block)
        if block.kind is Kind.TABLE:
            return markdown_table(self, block)
        if block.kind is Kind.CODE:
            return _fenced(block)
        if block.kind is Kind.RULE:
            return "***"
        if block.kind in (Kind.QUOTE, Kind.CALLOUT):
            return self._quote(block)
        if block.kind is Kind.FIGURE:
            return self._figure(block)
        if block.kind is Kind.DEFINITIONS:
            return self._definitions(block)
        return self._anchor(block) + self.content(block)

    def _list(self, block: Block) -> str:
        items = []
        for number, item in enumerate(block.children, block.start):
            marker = f"{number}." if block.ordered else "-"
            items.append(_indented(self._anchor(item) + self.content(item), marker))
        loose = any(item.children and item.children[0].kind is not Kind.LIST for item in block.children)
        return ("\n\n" if loose else "\n").join(items)

    def _quote(self, block: Block) -> str:
        named = block.kind is not Kind.CALLOUT or names_itself(block, self._texts, self._source_texts)
        head = "" if named else f"**{escaped(self._texts[f'callout_{label_of(block)}'])}**\n\n"
        return "\n".join(f"> {line}".rstrip() for line in (head + self.content(block)).split("\n"))

    def _figure(self, block: Block) -> str:
        alternative = escaped(block.text.text)
        copy = self._pictures.get(block.src, "")
        source = f"../../{copy}" if copy else block.src if block.src.startswith("http") else ""
        picture = f"![{alternative}](<{_address(source)}>)" if source else alternative
        return "\n\n".join(part for part in (picture, self.blocks(block.children)) if part)

    def _definitions(self, block: Block) -> str:
        parts = []
        for item in block.children:
            bold = item.kind is Kind.TERM and not item.children and item.text.text.strip()
            parts.append(markdown_inline(_bold(item.text), self._links) if bold else self.content(item))
        return "\n\n".join(parts)

    def _anchor(self, block: Block) -> str:
        return f'<a id="{self._anchors[block.label]}"></a>' if block.label in self._anchors else ""


def _bold(text: Rich) -> Rich:
    """The text with one mark around all of it, in the place of those for bold that it holds."""
    whole = text.stripped()
    kept = tuple(mark for mark in whole.marks if mark.tag not in ("strong", "em"))
    return Rich(whole.text, (Mark(0, len(whole.text), "strong"), *kept))


def _address(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20").replace("\\", "%5C").replace("\n", "")


def _indented(text: str, marker: str) -> str:
    first, *rest = text.split("\n")
    pad = " " * (len(marker) + 1)
    return "\n".join([f"{marker} {first}".rstrip(), *(f"{pad}{line}" if line else "" for line in rest)])


def _fenced(block: Block) -> str:
    text = legible(block.text.text)
    longest = max((len(run) for run in _fences(text)), default=0)
    fence = "`" * max(3, longest + 1)
    language = "".join(letter for letter in block.label if letter.isalnum() or letter in "+-#")
    return f"{fence}{language}\n{text}\n{fence}"


def _fences(text: str) -> list[str]:
    return re.findall("`+", text)
