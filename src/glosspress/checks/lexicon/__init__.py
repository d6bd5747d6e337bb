"""Word lists of the checks, as TOML, read by `glosspress.pins.lexicon.table`."""

from __future__ import annotations

PACKAGE = "glosspress.checks.lexicon"
