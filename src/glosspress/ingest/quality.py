"""Pages that answer 200 but are no article: errors, paywalls, logins, cookie walls, empty shells.

Judged by what the page declares (schema.org `isAccessibleForFree`) and by cues together with how little text there is: an
article about paywalls is none. Each finding ends the use of the page, unless the source's `oddities` accept it.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from urllib.parse import urlsplit

from lxml.html import HtmlElement

_FEW, _SOME, _MANY = 60, 150, 350
"""Words: an empty shell, a notice, a teaser with its menus."""
_SILENT = ("script", "style", "noscript", "template", "nav", "footer", "header")


@dataclass(frozen=True, slots=True)
class NoArticle:
    """Why a page is none."""

    kind: str
    """`missing`, `paywall`, `login`, `cookies`, `script`."""
    what: str
    next_step: str


_NEXT = {
    "missing": "take the address out, or accept it under `oddities`",
    "paywall": "ask the publisher for the text; pages behind a paywall are not published",
    "login": "ask the publisher for the text; glosspress does not log in",
    "cookies": "ask the publisher for the text; glosspress gives no consent",
    "script": "ask for a feed or the WordPress interface; glosspress runs no scripts",
}


def judge(tree: HtmlElement, asked: str, final: str) -> NoArticle | None:
    """What speaks against a page that was asked for at one address and came from another (or the same)."""
    text = _text(tree)
    words = len(text.split())
    kind, why = _verdict(tree, text, words, asked, final)
    return NoArticle(kind, why, _NEXT[kind]) if kind else None


def _verdict(tree: HtmlElement, text: str, words: int, asked: str, final: str) -> tuple[str, str]:
    if _lost(asked, final):
        return "missing", f"soft 404: redirected to the site's first page, {final}"
    title = _missing_title(tree)
    if title and words < _MANY:
        return "missing", f"soft 404: the page says “{title[:80]}” though it answers 200"
    if _cues("login", "path").search(urlsplit(final).path) and not _cues("login", "path").search(urlsplit(asked).path):
        return "login", f"redirected to a login, {final}"
    if not _free(tree):
        return "paywall", "the page declares itself as not accessible for free"
    if words < _SOME and (tree.find(".//input[@type='password']") is not None or _said("login", text)):
        return "login", "a login stands in place of the article"
    for kind, most, what in (
        ("paywall", _MANY, "a paywall cuts the article"),
        ("cookies", _SOME, "a cookie wall stands in place of the article"),
        ("script", _FEW, "the page needs scripts or blocks robots"),
    ):
        said = _said(kind, text)
        if said and words < most:
            return kind, f"{what}: “{said}”"
    return "", ""


def _lost(asked: str, final: str) -> bool:
    """Sent from a page to the front page of a site: what many sites do with pages they no longer have."""
    return urlsplit(asked).path.strip("/") != "" and asked != final and urlsplit(final).path.strip("/") == "" \
        and not urlsplit(final).query  # fmt: skip


def _missing_title(tree: HtmlElement) -> str:
    heads = [tree.findtext(".//title") or "", *(h.text_content() for h in list(tree.iter("h1"))[:2])]
    for head in heads:
        for part in re.split(r"\s[|–—·•»:-]\s", " ".join(head.split())):
            if _cues("missing", "title").fullmatch(part.strip(" !.?…:")):
                return part.strip()
    return ""


def _free(tree: HtmlElement) -> bool:
    """False when the page's own data say that it is not. https://schema.org/isAccessibleForFree"""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and "isAccessibleForFree" in (script.text or ""):
            try:
                told = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            if _denied(told, 0):
                return False
    tier = tree.xpath("//meta[@property='article:content_tier']/@content")
    return not (tier and str(tier[0]).lower() == "locked")


def _denied(value: object, depth: int) -> bool:
    if depth > 6:
        return False
    if isinstance(value, list):
        return any(_denied(item, depth + 1) for item in value)
    if isinstance(value, dict):
        told = value.get("isAccessibleForFree")
        return str(told).lower() == "false" or any(_denied(item, depth + 1) for item in value.values())
    return False


def _said(kind: str, text: str) -> str:
    match = _cues(kind, "text").search(text)
    return match[0] if match else ""


def _text(tree: HtmlElement) -> str:
    """Visible text outside of menus, at most 100,000 characters."""
    pieces: list[str] = []
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in _SILENT and element.text:
            pieces.append(element.text)
        if element.tail and element.getparent() is not None and element.getparent().tag not in _SILENT:
            pieces.append(element.tail)
    return " ".join(" ".join(pieces).split())[:100_000]


@lru_cache(maxsize=16)
def _cues(kind: str, field: str) -> re.Pattern[str]:
    table = tomllib.loads((resources.files("glosspress.ingest.lexicon") / "pages.toml").read_text("utf-8"))
    return re.compile("|".join(f"(?:{cue})" for cue in table[kind][field]), re.IGNORECASE)
