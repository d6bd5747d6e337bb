"""Running text with its inline markup: white space collapsed as a browser does, marks on character spans."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from glosspress.article import Mark, Rich

_TAGS = {
    "a": "a", "em": "em", "i": "em", "dfn": "em", "var": "em", "strong": "strong", "b": "strong", "sub": "sub", "sup":
    "sup", "code": "code", "tt": "code", "samp": "code", "kbd": "kbd", "abbr": "abbr", "acronym": "abbr", "cite":
    "cite", "q": "q", "s": "s", "del": "s", "strike": "s", "u": "u", "small": "small", "span": "span", "bdi": "span",
    "bdo": "span",
}  # fmt: skip
_ATTRS = {
    "a": ("href", "title"),
    "abbr": ("title",),
    "span": ("lang", "dir"),
    "q": ("lang",),
    "cite": ("lang",),
    "em": ("lang",),
}
_SPACE = re.compile(r"[ \t\n\r\f\v\u2028\u2029]{2,}|[\t\n\r\f\v\u2028\u2029]")
"""White space that is not one space already."""
_FREE_NBSP = re.compile(r"(?<![\d«])[\u00a0\u202f](?![;:!?»%])")
_INVISIBLE = re.compile("[\u200b\u00ad\u2060\u200e\u200f]")
_NOTHING = Rich()
_SAFE = ("http", "https", "mailto", "tel", "")


def plain(text: str) -> str:
    """Text with collapsed white space. No-break spaces stay only after a digit or `«` and before French punctuation."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
        if "\u00a0" in text or "\u202f" in text:
            text = _FREE_NBSP.sub(" ", text)
    return _SPACE.sub(" ", text)


def absolute(link: str | None, base: str) -> str:
    """A link made absolute; empty for scripts and data, unchanged where there is no base or it cannot be joined."""
    link = (link or "").strip()
    if not link:
        return ""
    try:
        joined = urljoin(base, link) if base else link
        return joined if urlsplit(joined).scheme.lower() in _SAFE else ""
    except ValueError:
        return ""


class Run:
    """Collects one run of text and its marks; `take` gives it and starts a new one."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._reset()

    def _reset(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._ends_in_space = True
        self._marks: list[Mark] = []
        self._linked = 0

    @property
    def empty(self) -> bool:
        """Whether nothing but white space was added."""
        return not self._length

    def add(self, text: str | None) -> None:
        """Add text of an element."""
        if not text:
            return
        clean = plain(text)
        if self._ends_in_space:
            clean = clean.lstrip(" ")
        if clean:
            self._parts.append(clean)
            self._length += len(clean)
            self._ends_in_space = clean.endswith(" ")

    def line_break(self) -> None:
        """A `<br>`: a space in the text, an empty mark behind it."""
        if self._length:
            self.add(" ")
            self._marks.append(Mark(self._length, self._length, "br"))

    @property
    def after_break(self) -> bool:
        """Whether the run ends with a line break."""
        return bool(self._marks) and self._marks[-1].tag == "br" and self._marks[-1].start == self._length

    def open(self) -> tuple[int, int]:
        """A bookmark for `close`: where a mark starts, and its place among the marks (outer marks come first)."""
        return self._length, len(self._marks)

    def close(self, bookmark: tuple[int, int], element: HtmlElement) -> None:
        """End the mark of an inline element that began at `bookmark`, when it has one."""
        start, place = bookmark
        mark = self._mark(element, min(start, self._length))
        if mark is not None:
            self._marks.insert(place, mark)
            if mark.tag == "a":
                self._linked += mark.end - mark.start

    def _mark(self, element: HtmlElement, start: int) -> Mark | None:
        tag = _TAGS.get(str(element.tag).lower())
        if tag is None or start >= self._length:
            return None
        attrs = _kept_attributes(tag, element.attrib, self.base)
        if (tag == "span" and not attrs) or (tag == "a" and not dict(attrs).get("href")):
            return None
        return Mark(start, self._length, tag, attrs)

    def take(self) -> tuple[Rich, float]:
        """The collected text without outer white space, and the share of it that is linked."""
        if not self._parts and not self._marks:
            return _NOTHING, 0.0
        whole = "".join(self._parts)
        if not self._marks:
            self._reset()
            return Rich(whole.strip()), 0.0
        marks = tuple(inside(mark, whole) for mark in self._marks)
        rich = Rich(whole, tuple(m for m in marks if m.start < m.end or m.tag == "br")).stripped()
        linked = min(1.0, self._linked / max(1, len(rich.text)))
        self._reset()
        return rich, linked


def inside(mark: Mark, whole: str) -> Mark:
    """The mark without white space at its ends (`<b>word </b>`)."""
    if mark.tag == "br":
        return mark
    piece = whole[mark.start : mark.end]
    start = mark.start + len(piece) - len(piece.lstrip())
    return Mark(start, max(start, mark.end - len(piece) + len(piece.rstrip())), mark.tag, mark.attrs)


def _kept_attributes(tag: str, attributes: Mapping[str, str], base: str) -> tuple[tuple[str, str], ...]:
    kept = {}
    for name in _ATTRS.get(tag, ()):
        value = attributes.get(name, "").strip()
        if name == "lang":
            value = value or attributes.get("xml:lang", "").strip()
        if name == "href":
            value = absolute(value, base) if value else ""
        if value:
            kept[name] = value
    return tuple(sorted(kept.items()))
