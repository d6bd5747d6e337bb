"""What the ledger returns beside the types between stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from glosspress.event import Event
from glosspress.page import Decision


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the pipeline."""

    id: str
    started: str
    """UTC, RFC 3339."""
    finished: str = ""
    """Empty: running, or killed."""
    hits: int = 0
    """Segments whose translation was in the ledger."""
    misses: int = 0
    """Segments that were translated."""
    words: int = 0
    """Source words that were translated."""
    counts: tuple[tuple[str, int], ...] = ()
    """Any further counts, sorted by name."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """What a model said when it was asked something."""

    cause: str
    """Key of the translation that it was used for last."""
    answer: Any
    """JSON-ready: the engine's own form."""


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page whose newest version waits."""

    id: str
    locale: str
    digest: str
    """Of the held version."""
    decision: Decision
    run: str
    decided_at: str
    """UTC, RFC 3339."""
    last_good: bool
    """True: an earlier version stays online."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A published site."""

    id: str
    pages: int
    run: str
    published_at: str
    """UTC, RFC 3339: the first time."""


@dataclass(frozen=True, slots=True)
class PageRef:
    """A version of a page."""

    id: str
    locale: str
    digest: str
    online: bool
    """True: the newest version that was to be published."""
    newest: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What the site shows; sorted by id and locale."""

    online: tuple[PageRef, ...]
    withdrawn: tuple[tuple[PageRef, Event], ...]
    """The last versions that were online, each with the event that withdrew it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for a page of a source, whatever came of it."""

    url: str
    source: str
    """Id of the source definition."""
    at: str
    """UTC, RFC 3339."""
    status: int
    """HTTP status; 0: no answer."""
    snapshot: str = ""
    """sha256 of the bytes; of the earlier ones after 304; empty: none."""
    etag: str = ""
    last_modified: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    """Anything else, sorted by name: `final_url`, `error` ..."""


@dataclass(frozen=True, slots=True)
class PageInputs:
    """What the newest decision about a page was made from."""

    inputs: str
    """Digest of all inputs but the term base."""
    digest: str
    """Of the page that came of them."""
    facts: Mapping[str, Any]
    """JSON-ready: the term base, and figures for the report of a run."""
