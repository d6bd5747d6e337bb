"""Source definitions: where articles come from, under which licence, and what a healthy source looks like."""

from __future__ import annotations

from glosspress.sources.definition import Source
from glosspress.sources.loading import load, load_all
from glosspress.sources.parts import Assertions, License, Oddity, Rules, Selectors
from glosspress.sources.schema import header, schema

__all__ = ["Assertions", "License", "Oddity", "Rules", "Selectors", "Source", "header", "load", "load_all", "schema"]
