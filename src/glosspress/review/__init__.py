"""Review: decide whether a page goes online, and say why; what persons did, derived from the event chain."""

from __future__ import annotations

from glosspress.review.decision import review
from glosspress.review.rules import Rules, rules
from glosspress.review.standing import Standing

__all__ = ["Rules", "Standing", "review", "rules"]
