"""A text with marks as HTML, well-formed whatever the marks are."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urldefrag, urlsplit

from glosspress import pins
from glosspress.article import Mark, Rich
from glosspress.locales import Locale
from glosspress.render.text import escape, fragment

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_PLAIN = frozenset({"em", "strong", "sub", "sup", "kbd", "s", "u", "small", "q", "cite", "abbr", "span"})
_ATTRS = {"abbr": ("title",), "span": ("lang", "dir"), "q": ("lang",), "cite": ("lang",), "em": ("lang",)}


@dataclass(frozen=True, slots=True)
class Links:
    """Where links and terms of a page lead."""

    home: str = ""
    """URL of the original: its fragments are links within the page."""
    anchors: Mapping[str, str] = field(default_factory=dict)
    """Fragment in the original -> id in our page."""
    terms: str = ""
    """URL of the page that explains the terms; empty: terms are not linked."""
    rtl: Locale | None = None
    """The page's locale where its text runs from right to left."""

    def target(self, href: str) -> str:
        """The address a link gets; empty for one that a page must not carry."""
        try:
            parts, (base, name) = urlsplit(href), urldefrag(href)
        except ValueError:
            return ""
        if name in self.anchors and base in ("", self.home):
            return f"#{self.anchors[name]}"
        complete = parts.scheme in SCHEMES and bool(parts.netloc or parts.scheme in ("mailto", "tel"))
        return href if complete else ""


def inline(rich: Rich, links: Links) -> str:
    """HTML of a text. Marks that cross are split, a link in a link and unknown marks are dropped; text never is."""
    rich = _directed(rich, links.rtl) if links.rtl else rich
    parts: list[str] = []
    open_marks: list[tuple[int, str]] = []
    position = 0

    def advance(to: int) -> None:
        nonlocal position
        parts.append(escape(rich.text[position:to]))
        position = to

    for mark in _nested(rich.marks, len(rich.text)):
        while open_marks and open_marks[-1][0] <= mark.start:
            end, closing = open_marks.pop()
            advance(end)
            parts.append(closing)
        opening, closing = _tags(mark, links)
        if opening and not (mark.tag == "a" and any(tag == "</a>" for _, tag in open_marks)):
            advance(mark.start)
            parts.append(opening)
            if closing:
                open_marks.append((mark.end, closing))
    for end, closing in reversed(open_marks):
        advance(end)
        parts.append(closing)
    advance(len(rich.text))
    return "".join(parts)


def _nested(marks: tuple[Mark, ...], length: int) -> Iterator[Mark]:
    """The marks from outside to inside and from left to right; of two that cross, the second is cut in two."""
    waiting = sorted(
        (mark.start, -mark.end, order, mark)
        for order, mark in enumerate(marks)
        if 0 <= mark.start <= mark.end <= length and (mark.start < mark.end or mark.tag == "br")
    )
    ends: list[int] = []
    while waiting:
        start, _, order, mark = waiting.pop(0)
        while ends and ends[-1] <= start:
            ends.pop()
        if ends and mark.end > ends[-1]:
            rest = replace(mark, start=ends[-1])
            insort(waiting, (rest.start, -rest.end, order, rest))
            mark = replace(mark, end=ends[-1])
        if mark.end > mark.start:
            ends.append(mark.end)
        yield mark


def _tags(mark: Mark, links: Links) -> tuple[str, str]:
    """Opening and closing tag; two empty strings for a mark that is not shown."""
    if mark.tag == "br":
        return "<br>", ""
    if mark.tag == "a":
        href = links.target(mark.get("href") or "")
        return (f'<a href="{escape(href)}"{_attributes(mark, ("title",))}>', "</a>") if href else ("", "")
    if mark.tag == "pin":
        return _term(mark, links)
    if mark.tag == "code":
        direction = ' dir="ltr"' if links.rtl else ""
        return f'<code translate="no"{direction}>', "</code>"
    if mark.tag in _PLAIN:
        return f"<{mark.tag}{_attributes(mark, _ATTRS.get(mark.tag, ()))}>", f"</{mark.tag}>"
    return "", ""


def _term(mark: Mark, links: Links) -> tuple[str, str]:
    """ITS 2.0 terminology (https://www.w3.org/TR/its20/#terminology). What else is pinned is no term."""
    if mark.get("kind") != "term":
        return "", ""
    label = mark.get("id") or ""
    about = f' its-term-info-ref="{escape(links.terms)}#{fragment("term-", label)}"' if links.terms and label else ""
    direction = ' dir="auto"' if links.rtl else ""
    return f'<span translate="no" its-term="yes"{direction}{about}>', "</span>"


def _directed(rich: Rich, locale: Locale) -> Rich:
    """With a direction of its own for what would fall apart in a text from right to left (UAX #9): doses, formulas, addresses.

    `300 mg, 3 times` would read `mg, 3 300`, and the sign of `Mg2+` or `+49 30` would move to its other end. Numbers and ranges
    without Latin letters stay as they are: readers expect the first number of a range at the right.
    """
    spans = [
        Mark(pin.start, pin.end, "span", (("dir", "ltr"),))
        for pin in pins.find(rich.text, None, locale, locale.language)
        if pin.kind == "phone" or _LETTER.search(pin.source)
    ]
    return replace(rich, marks=(*rich.marks, *spans))


_LETTER = re.compile(r"[A-Za-z]")


def _attributes(mark: Mark, names: tuple[str, ...]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in mark.attrs if name in names and value)
