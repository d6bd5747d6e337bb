"""Characters that HTML and XML can carry. Replacements keep the length, so that offsets stay right."""

from __future__ import annotations

import re

# Not allowed in XML 1.0 (https://www.w3.org/TR/xml/#charsets). A carriage return is, but becomes a line feed.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNSAFE_IN_ID = re.compile(r"[^A-Za-z0-9_-]+")


def legible(text: str) -> str:
    """The text with U+FFFD for characters that no page can carry, and a space for each carriage return."""
    return _ILLEGAL.sub("\ufffd", text).replace("\r", " ")


def fragment(prefix: str, label: str) -> str:
    """An id for HTML and URLs: `term-` and `en-pt:NMDA` give `term-en-pt-NMDA`."""
    return prefix + (_UNSAFE_IN_ID.sub("-", label).strip("-") or "x")


def escape(text: str) -> str:
    """The text as HTML content or as a double-quoted attribute value."""
    text = legible(text).replace("&", "&amp;").replace("<", "&lt;")
    return text.replace(">", "&gt;").replace('"', "&quot;")


def excerpt(text: str, length: int = 280) -> str:
    """The beginning of a text, cut at a word, for feeds and descriptions."""
    text = " ".join(legible(text).split())
    return text if len(text) <= length else f"{text[:length].rsplit(' ', 1)[0].rstrip(',;:.')} …"
