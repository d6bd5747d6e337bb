"""Names of articles in the site, from where they come."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from glosspress.digest import sha256

_LONGEST = 80
_GENERIC = {"index", "default", "home", "article", "page"}


def slug_of(url: str) -> str:
    """A file-system and URL safe name: the last telling part of the path, lower case, ASCII letters, digits and hyphens.

    A name that has no such character is the first 12 digits of the URL's sha256.
    """
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    for part in reversed(parts):
        slug = _plain(re.sub(r"\.[A-Za-z0-9]{1,8}$", "", part))
        if slug and slug not in _GENERIC:
            return slug
    return sha256(url)[:12]


def distinct(urls: list[str]) -> dict[str, str]:
    """A slug for each URL; where several URLs give the same one, all but the first in sorted order carry part of their hash."""
    taken: set[str] = set()
    slugs = {}
    for url in sorted(set(urls)):
        slug = slug_of(url)
        if slug in taken:
            slug = f"{slug}-{sha256(url)[:6]}"
        taken.add(slug)
        slugs[url] = slug
    return slugs


def _plain(text: str) -> str:
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")[:_LONGEST].strip("-")
