"""Markdown to HTML, and its front matter to metadata."""

from __future__ import annotations

import re

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"(?P<key>[A-Za-z_-]{1,40}):\s*(?P<value>\S.*)")
_NAMES = {
    "date": "published",
    "updated": "modified",
    "lang": "language",
    "url": "canonical_url",
    "canonical": "canonical_url",
}


def html_of(text: str) -> tuple[str, dict[str, str]]:
    """The article as HTML, and the front matter with the names of Metadata."""
    from markdown_it import MarkdownIt

    facts: dict[str, str] = {}
    front = _FRONT.match(text)
    if front:
        for line in front[1].split("\n"):
            field = _FIELD.fullmatch(line.strip())
            if field:
                key = field["key"].lower().replace("-", "_")
                facts[_NAMES.get(key, key)] = field["value"].strip().strip("\"'")
        text = text[front.end() :]
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text), facts
