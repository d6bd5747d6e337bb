"""Word lists of the grammars, as TOML, so that people who know a language can read and extend them."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any


@lru_cache(maxsize=32)
def table(name: str, package: str = "glosspress.pins.lexicon") -> dict[str, Any]:
    """The content of `<name>.toml` of a package; read once."""
    return tomllib.loads((resources.files(package) / f"{name}.toml").read_text(encoding="utf-8"))


def either(alternatives: list[str]) -> str:
    """A pattern of some alternatives, the longest first."""
    return "|".join(sorted(alternatives, key=len, reverse=True))
