"""Publish: build the whole site as an immutable edition, put it online with one rename, verify what is online."""

from __future__ import annotations

from glosspress.publish.edition import Edition, publish
from glosspress.publish.problems import Problem
from glosspress.publish.verify import verify

__all__ = ["Edition", "Problem", "publish", "verify"]
