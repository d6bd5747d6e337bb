"""The last gate before a page: nh3 keeps exactly the elements and attributes that this project writes."""

from __future__ import annotations

from glosspress.render.inline import SCHEMES

_ANY = {"id", "class", "lang", "dir", "translate", "data-unit", "title"}
ATTRIBUTES = {
    "*": _ANY,
    "a": {"href"},
    "span": {"its-term", "its-term-info-ref"},
    "aside": {"role", "aria-label"},
    "div": {"role", "aria-label", "aria-labelledby", "tabindex"},
    "ul": {"role"},
    "ol": {"role", "start", "type"},
    "img": {"src", "alt", "loading", "decoding", "referrerpolicy"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
_INLINE = {"a", "abbr", "br", "cite", "code", "em", "kbd", "q", "s", "small", "span", "strong", "sub", "sup", "u"}
_TEXT = {"aside", "blockquote", "div", "h2", "h3", "h4", "h5", "h6", "hr", "p", "pre"}
_LISTS = {"dd", "dl", "dt", "li", "ol", "ul"}
_OBJECTS = {"caption", "figcaption", "figure", "img", "table", "tbody", "td", "th", "thead", "tr"}
TAGS = _INLINE | _TEXT | _LISTS | _OBJECTS


def sanitized(html: str) -> str:
    """The HTML without anything that runs or that a page body must not hold. Doing it twice changes nothing."""
    import nh3

    return str(nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None))
