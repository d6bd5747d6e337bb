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
    return _written(_TOKEN.findall(inline(Rich(rich.text, marks), links)), "", "").strip()


def _written(tokens: list[str], before: str, after: str) -> str:
    """Tokens as Markdown. `before` and `after` are the characters that will stand beside them; empty: none."""
    parts: list[str] = []
    closings: list[str] = []
    number = 0
    while number < len(tokens):
        token = tokens[number]
        last = parts[-1][-1:] if parts else before
        end, native = _native(tokens, number, last, after)
        if native:
            parts.append(native)
            number = end
        elif not token.startswith("<"):
            plain = html.unescape(token)
            parts.append(_inner(plain) if parts or before else escaped(plain))
        elif token.startswith("</"):
            parts.append(closings.pop())
        else:
            opening, closing = _tag(token)
            parts.append(opening)
            if closing is not None:
                closings.append(closing)
        number += 1
    return "".join(parts)


def _native(tokens: list[str], number: int, before: str, after: str) -> tuple[int, str]:
    """(place of the closing tag, emphasis or code by Markdown's own signs); empty where they could be read in another way."""
    name = _name(tokens[number])
    sign = {"em": "*", "strong": "**", "code": "`"}.get(name)
    if sign is None or before in ("*", "`") or "lang=" in tokens[number]:
        return number, ""
    end = _closing(tokens, number)
    follows = tokens[end + 1] if end + 1 < len(tokens) else after
    if _name(follows) in ("em", "strong", "code") or (follows.startswith("</") and after == "*"):
        return number, ""
    if sign == "`":
        text = html.unescape("".join(tokens[number + 1 : end]))
        plain = end == number + 2 and text.strip() == text and not re.search(r"[`|{}\n]", text)
        return end, f"`{text}`" if plain else ""
    text = _written(tokens[number + 1 : end], "*", "*")
    clear = text and not text.startswith(("*", "`", "<")) and not text.endswith(("*", "`", ">"))
    left = bool(clear) and (text[0].isalnum() or (not text[0].isspace() and _boundary(before)))
    edge = html.unescape(follows)[:1] if not follows.startswith("<") else "x"
    right = bool(clear) and (text[-1].isalnum() or (not text[-1].isspace() and _boundary(edge)))
    return end, f"{sign}{text}{sign}" if left and right else ""


def _name(token: str) -> str:
    """The element that a token opens; empty for a text or a closing tag."""
    return re.sub(r"[^a-z].*", "", token[1:], flags=re.DOTALL) if token.startswith("<") else ""


def _closing(tokens: list[str], number: int) -> int:
    """The place of the tag that closes the one at `number`; tokens are well-formed."""
    depth = 0
    for place in range(number, len(tokens)):
        if tokens[place].startswith("</"):
            depth -= 1
        elif tokens[place].startswith("<") and _name(tokens[place]) != "br":
            depth += 1
        if depth == 0:
            return place
    return len(tokens)


def _boundary(letter: str) -> bool:
    """Beside a sign whose text begins or ends with punctuation must be nothing, space or punctuation (CommonMark 6.2)."""
    return letter == "" or letter.isspace() or letter in ".,;:!?()[]\"'-/"


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
