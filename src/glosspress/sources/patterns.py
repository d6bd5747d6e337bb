"""Patterns of addresses: `*` stands for any characters of one part of a path, `**` for any parts, `?` for one character."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit


def matches(url: str, pattern: str) -> bool:
    """Whether the path of a URL (with its query, if the pattern has one) fits a pattern; case counts."""
    split = urlsplit(url)
    path = unquote(split.path) or "/"
    if "?" in pattern and split.query:
        path = f"{path}?{split.query}"
    return _compiled(pattern).fullmatch(path) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/?|\*|\?)", pattern if pattern.startswith(("/", "*")) else f"/{pattern}")
    known = {"**": ".*", "**/": "(?:.*/)?", "*": "[^/]*", "?": r"[^/]"}
    return re.compile("".join(known.get(part, re.escape(part)) for part in parts), re.DOTALL)
