"""Pins: what must not change in translation, found in the source and verified in the target.

`find` unites the terms of the glossary with the protected spans of the text; `verify` looks for each in a translation,
every pin with a span of its own. `docs/protected-spans.md` lists the classes.
"""

from __future__ import annotations

from glosspress.pins.finding import find
from glosspress.pins.verifying import verify

VERSION = "5"
"""Changes when the grammar of a class changes, and with it which translations verify."""

__all__ = ["VERSION", "find", "verify"]
