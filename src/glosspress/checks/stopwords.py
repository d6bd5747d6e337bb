"""The commonest function words of some languages: evidence of a language without a model."""

from __future__ import annotations

from functools import lru_cache

from glosspress.checks.lexicon import PACKAGE
from glosspress.pins.lexicon import table


@lru_cache(maxsize=1)
def stopwords() -> dict[str, frozenset[str]]:
    """Function words by language code."""
    return {language: frozenset(words.split()) for language, words in table("stopwords", PACKAGE).items()}
