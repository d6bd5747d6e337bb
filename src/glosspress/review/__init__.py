"""Review: decide whether a page goes online, and say why."""

from __future__ import annotations

from glosspress.review.decision import review

__all__ = ["review"]
