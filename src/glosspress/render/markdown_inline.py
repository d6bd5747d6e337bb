"""A text with marks as CommonMark. What Markdown cannot say is written as the HTML it allows."""

from __future__ import annotations

import html
import re

from glosspress.article import Rich
from glosspress.render.inline import Links, inline
from glosspress.render.text import legible

# Any ASCII punctuation may be escaped (https://spec.commonmark.org/0.31.2/#backslash-escapes). Braces and per cent too:
# Hugo's shortcodes and the templates of Eleventy would run them.
# A `!` only before what may be a link.
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&{}%$#]|!$")
_BLOCK_START = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))")
_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_HTML_KEPT = frozenset({"sub", "sup", "kbd", "u", "small", "abbr", "q", "cite", "span", "s"})


def escaped(text: str) -> str:
    """Plain text, so that no character of it is read as markup."""
    text = _SPECIAL.sub(r"\\\g<0>", " ".join(legible(text).split("\n")))
    return _BLOCK_START.sub(_start, text)


def _start(match: re.Match[str]) -> str:
    space, marker = match.groups()
    return f"{space}{marker}\\" if marker[0].isdigit() else f"{space}\\{marker}"


def markdown_inline(rich: Rich, links: Links) -> str:
    """CommonMark of a text on one line."""
    marks = tuple(mark for mark in rich.marks if mark.tag != "pin")
    tokens = _TOKEN.findall(inline(Rich(rich.text, marks), links))
    parts: list[str] = []
    closings: list[str] = []
    number = 0
    while number < len(tokens):
        token = tokens[number]
        native = _native(tokens, number, parts[-1][-1:] if parts else "")
        if native:
            parts.append(native)
            number += 2
        elif not token.startswith("<"):
            plain = html.unescape(token)
            parts.append(_inner(plain) if parts else escaped(plain))
        elif token.startswith("</"):
            parts.append(closings.pop())
        else:
            opening, closing = _tag(token)
            parts.append(opening)
            if closing is not None:
                closings.append(closing)
        number += 1
    return "".join(parts).strip()


def _native(tokens: list[str], number: int, before: str) -> str:
    """Emphasis or code by Markdown's own signs, where they can only be read in one way; else empty."""
    name = re.sub(r"[^a-z].*", "", tokens[number][1:]) if tokens[number].startswith("<") else ""
    sign = {"em": "*", "strong": "**", "code": "`"}.get(name)
    if sign is None or before in ("*", "`") or tokens[number + 2 : number + 3] != [f"</{name}>"]:
        return ""
    text = html.unescape(tokens[number + 1])
    if tokens[number + 3 : number + 4] and re.match(r"<(em|strong|code)\b", tokens[number + 3]):
        return ""
    if sign == "`":
        return f"`{text}`" if text.strip() == text and not re.search(r"[`|{}\n]", text) else ""
    return (
        f"{sign}{_inner(text)}{sign}"
        if text[0].isalnum() and text[-1].isalnum() and "lang=" not in tokens[number]
        else ""
    )


def _inner(text: str) -> str:
    """Text that does not begin a line."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split("\n")))


def _tag(token: str) -> tuple[str, str | None]:
    name = re.sub(r"[^a-z].*", "", token[1:])
    attributes = dict(_ATTRIBUTE.findall(token))
    if name == "br":
        return "<br>", None
    if name == "a":
        address = html.unescape(attributes["href"]).replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
        title = attributes.get("title", "")
        shown = f' "{escaped(html.unescape(title)).replace(chr(34), "&quot;")}"' if title else ""
        return "[", f"](<{_inner_address(address)}>{shown})"
    if name in ("em", "strong", "code"):
        return f"<{name}>", f"</{name}>"
    if name in _HTML_KEPT:
        return token, f"</{name}>"
    return "", ""


def _inner_address(address: str) -> str:
    return re.sub(r"[\\&*_`\[\]{}|]", lambda match: f"\\{match[0]}", address)
