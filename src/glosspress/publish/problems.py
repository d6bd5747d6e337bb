"""What verification finds."""

from __future__ import annotations

from dataclasses import dataclass

CHECKS = (
    "manifest", "file", "entry", "html", "head", "record", "events", "text", "pin", "link", "hreflang", "sitemap", "feed",
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One difference between what is published and what should be."""

    path: str
    """File below the verified folder; empty for the site as a whole."""
    check: str
    """One of CHECKS."""
    message: str
