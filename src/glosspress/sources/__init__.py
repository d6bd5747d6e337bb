"""Source definitions: where articles come from, under which licence, and what a healthy source looks like."""

from __future__ import annotations

from glosspress.sources.definition import Assertions, License, Rules, Selectors, Source
from glosspress.sources.loading import load, load_all

__all__ = ["Assertions", "License", "Rules", "Selectors", "Source", "load", "load_all"]
