"""The language of a text by its commonest words, when nobody says it."""

from __future__ import annotations

import re

from glosspress.clean.rulebook import default_rules

_WORD = re.compile(r"[^\W\d_]+")


def primary(tag: str) -> str:
    """The language subtag of a BCP 47 tag, lower case."""
    return tag.replace("_", "-").partition("-")[0].lower()


def detect(text: str, said: str = "") -> str:
    """`said` when there is one, else the language whose commonest words fill the text most; empty below one word in
    20.
    """
    if said:
        return said
    words = [word.lower() for word in _WORD.findall(text[:20_000])]
    scores = {language.tag: sum(word in language.stopwords for word in words) for language in default_rules().languages}
    best = max(scores, key=lambda tag: scores[tag], default="")
    return best if best and scores[best] >= max(2, len(words) / 20) else ""
