"""Spans that are copied to the last character: links, addresses, identifiers of papers, phones, code."""

from __future__ import annotations

import re

URL = re.compile(
    r"(?:https?|ftp)://[^\s<>\"“”«»]+|(?<![\w@./-])(?:www\.[\w-]+(?:\.[\w-]+)+|(?:[\w-]+\.)+(?:gov|org|com|edu|net|int|info|eu|uk|br)\b"
    r"(?:\.[a-z]{2}\b)?)(?::\d+)?(?:/[^\s<>\"“”«»]*)?",
    re.IGNORECASE,
)
"""RFC 3986 with a scheme, or a bare host of a common domain; closing punctuation is cut by `trim`."""
EMAIL = re.compile(r"(?<![\w.+-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
DOI = re.compile(r"(?<!\w)(?:doi:\s?)?10\.\d{4,9}/[^\s<>\"“”«»]+", re.IGNORECASE)
"""Crossref's recommended pattern, https://www.crossref.org/blog/dois-and-matching-regular-expressions/"""
REGISTRY = re.compile(
    r"(?<!\w)(?:PMID:?\s?\d{1,8}|PMC\d{4,9}|NCT\d{8}|ISRCTN\d{8}|EudraCT(?:\s(?:No\.?|number))?:?\s?\d{4}-\d{6}-\d{2}|CRD42\d{7,10}"
    r"|ISBN:?\s?[\dXx-]{10,17}|ISSN:?\s?\d{4}-\d{3}[\dXx]|CAS\s?\d{2,7}-\d{2}-\d)(?![\w])"
)
"""PubMed, PubMed Central, trial registries, PROSPERO, ISBN, ISSN, CAS."""
PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+\d{1,3}[\s.-]?(?:\(\d{1,4}\)[\s.-]?)?\d{1,4}(?:[\s.-]\d{2,5}){1,4}|(?:1[\s.-])?\(\d{3}\)\s?\d{3}[\s.-]\d{4}"
    r"|1?-?\d{3}-\d{3}-\d{4})(?![\w/-])"
)
"""E.123 international form, and North American forms."""
CODE = re.compile(
    r"`[^`\n]+`|\$\{\w+\}|\{\{?\s?[\w.]+\s?\}?\}|%\(\w+\)[sdf]|(?<![\w%])%[sd]\b|</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>"
)
"""Back-quoted code, placeholders of templates, tags."""

PATTERNS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    ("code", CODE, re.compile(r"[`${%<]")),
    ("email", EMAIL, re.compile("@")),
    ("url", URL, re.compile(r"://|\.\w")),
    ("doi", DOI, re.compile(r"10\.\d{4}")),
    ("registry", REGISTRY, re.compile(r"\d{2}")),
    ("phone", PHONE, re.compile(r"\d{3}|\+\d")),
)
"""(kind, pattern, what it cannot do without and is found at once); the first that claims a span has it."""

_CLOSING = ".,;:!?'’”»"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def trim(text: str) -> str:
    """A link without the punctuation of the sentence around it; a bracket that was opened inside stays."""
    while text:
        last = text[-1]
        if last in _CLOSING or (last in _PAIRS and text.count(last) > text.count(_PAIRS[last])):
            text = text[:-1]
        else:
            break
    return text


def find(text: str) -> list[tuple[int, int, str]]:
    """(start, end, kind) of every literal span in order, without overlaps."""
    found: list[tuple[int, int, str]] = []
    for kind, pattern, needed in PATTERNS:
        for match in pattern.finditer(text) if needed.search(text) else ():
            body = trim(match[0]) if kind in ("url", "doi", "email") else match[0]
            start, end = match.start(), match.start() + len(body)
            if body and all(end <= low or high <= start for low, high, _ in found):
                found.append((start, end, kind))
    return sorted(found)
