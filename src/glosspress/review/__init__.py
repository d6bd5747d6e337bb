"""Review: decide whether a page goes online, and say why; what persons did, derived from the event chain."""

from __future__ import annotations

from glosspress.review.decision import review
from glosspress.review.rules import Rules, rules
from glosspress.review.standing import Standing

VERSION = "1"
"""Raised when the same page may be decided about differently."""

__all__ = ["VERSION", "Rules", "Standing", "review", "rules"]
