"""What a list of articles on the web says: feed, sitemap or WordPress index."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from glosspress.errors import InputError
from glosspress.ingest.addresses import without_secrets

MOST_ENTRIES = 100_000
"""Of one source; twice the 50,000 that a single sitemap may have (https://www.sitemaps.org/protocol.html)."""

_LONGEST = 4000
"""Characters of an address."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as the list names it."""

    url: str
    """Absolute http(s) URL of the article."""
    changed: str = ""
    """When it changed or appeared, as far as told: ISO 8601, sorts by time."""
    title: str = ""
    fetch: str = ""
    """Where its content is asked for, if not at `url`."""

    @property
    def shown(self) -> str:
        """Its URL for messages and records, without secrets."""
        return without_secrets(self.url)


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of one answer, in its order, without repetition."""

    entries: tuple[Entry, ...] = ()
    more: tuple[str, ...] = ()
    """Further lists: the next page of a feed, the sitemaps of an index."""
    problems: tuple[str, ...] = ()
    """What is wrong with the list though it could be read."""


def is_web(url: str) -> bool:
    """Whether an entry can be an article at all."""
    if not url.startswith(("http://", "https://")) or len(url) > _LONGEST or any(letter.isspace() for letter in url):
        return False
    try:
        url.encode("utf-8")
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def parsed_json(text: str | bytes) -> Any:
    """JSON in which each text can be written: half a surrogate pair becomes U+FFFD. ValueError, RecursionError."""
    value = json.loads(text)
    mark: Any = "\\ud" if isinstance(text, str) else b"\\ud"
    if mark not in text.lower():
        return value
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass").decode("utf-8", "replace"))


def absolute(base: str, link: str) -> str:
    """A link as an absolute URL; empty for none, and for what is no URL."""
    try:
        return urljoin(base, link.strip()) if link.strip() else ""
    except ValueError:
        return ""


def distinct(entries: list[Entry]) -> tuple[Entry, ...]:
    """Without entries whose URL came before, and without what is no web address."""
    first: dict[str, Entry] = {}
    for entry in entries:
        if is_web(entry.url):
            first.setdefault(entry.url, entry)
    return tuple(first.values())


ALIKE = "its address differs from another's only in what looks like a secret, and is not kept: the two could not be told apart"


class LeftOutError(InputError):
    """An article that is rightly not used: a duplicate, one beyond the limit. Said, and no failure of the run."""


class MissingError(InputError):
    """The site answers, but has the article no more: a soft 404."""
