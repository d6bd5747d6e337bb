"""What the ledger returns beside the types between stages."""

from __future__ import annotations

from dataclasses import dataclass

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
