"""Publish medical articles in many languages, offline, with the terms right.

The public face: `clean_page` and `translate`. Everything else is reached through its module.
Names are loaded on first use, so that `import glosspress` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from glosspress.article import Article, Block
    from glosspress.clean import clean_page
    from glosspress.translate import translate
    from glosspress.translation import Translation

__all__ = ["Article", "Block", "Translation", "__version__", "clean_page", "translate"]

_HOME = {
    "Article": "glosspress.article",
    "Block": "glosspress.article",
    "Translation": "glosspress.translation",
    "clean_page": "glosspress.clean",
    "translate": "glosspress.translate",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
