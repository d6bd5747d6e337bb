"""Determiners and prepositions: small words that stand before a term, and change with its gender."""

from __future__ import annotations

from glosspress.engines import Engine
from glosspress.engines.engine import Tokens
from glosspress.translate.tokens import SPACE

_GENDERS: dict[str, tuple[tuple[str, str], ...]] = {
    "pt": (
        ("o", "a"), ("os", "as"), ("um", "uma"), ("do", "da"), ("dos", "das"), ("no", "na"), ("nos", "nas"), ("ao", "à"),
        ("aos", "às"), ("pelo", "pela"), ("pelos", "pelas"), ("num", "numa"), ("seu", "sua"), ("seus", "suas"),
        ("este", "esta"), ("esse", "essa"), ("deste", "desta"), ("neste", "nesta"),
    ),
    "es": (("el", "la"), ("los", "las"), ("un", "una"), ("del", "de la"), ("al", "a la"), ("este", "esta")),
    "fr": (("le", "la"), ("un", "une"), ("du", "de la"), ("au", "à la"), ("ce", "cette"), ("son", "sa")),
    "it": (("il", "la"), ("i", "le"), ("un", "una"), ("del", "della"), ("al", "alla"), ("nel", "nella"), ("dal", "dalla")),
}  # fmt: skip
"""Determiners, contracted with prepositions where the language does so: masculine, feminine."""

_PREPOSITIONS = {
    "pt": "a até com de desde em entre para por sem sob sobre",
    "es": "a con de desde en entre hacia hasta para por sin sobre",
    "fr": "à avec dans de des en entre par pour sans sous sur",
    "it": "a con da di fra in per senza su tra",
}
FUNCTION = {
    language: frozenset({word for pair in pairs for word in pair} | set(_PREPOSITIONS[language].split()))
    for language, pairs in _GENDERS.items()
}
"""Words that stand before a term and are no part of it, though the model's attention may count them in."""


def swapped(before: Tokens, language: str, engine: Engine) -> Tokens:
    """The tokens with the determiner at their end in the other gender, or as they are."""
    for pair in _GENDERS.get(language, ()):
        for old, new in (pair, pair[::-1]):
            ending = tuple(SPACE + word for word in old.split(" "))
            if tuple(token.lower() for token in before[-len(ending) :]) == ending:
                capital = before[-len(ending)][1:2].isupper()
                return (*before[: -len(ending)], *engine.tokenise(new.capitalize() if capital else new))
    return before
