"""Regular plurals: enough to find `neurons` for `neuron` and to accept `neurônios` for `neurônio`.

Used for `prefer` terms and for terms that list forms; irregular forms belong in the `forms` column.
"""

from __future__ import annotations

import re
from itertools import product

_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")


def english_plurals(source: str) -> tuple[str, ...]:
    """The regular plural of an English noun phrase whose last word is in lower case; empty when there is none."""
    last = re.split(r"[\s-]", source)[-1]
    if len(last) < 3 or not last.isalpha() or not last.islower():
        return ()
    if _SIBILANT.search(last):
        plural = source[:-2] + "es" if last.endswith("sis") else source + "es"
    elif last.endswith("y") and last[-2] not in "aeiou":
        plural = source[:-1] + "ies"
    else:
        plural = source + "s"
    return (plural,)


_ENDINGS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "pt": (
        ("ão", ("ões", "ães", "ãos")),
        ("al", ("ais",)),
        ("el", ("eis", "éis")),
        ("ol", ("ois", "óis")),
        ("ul", ("uis",)),
        ("il", ("is", "eis")),
        ("m", ("ns",)),
        ("r", ("res",)),
        ("z", ("zes",)),
        ("ês", ("eses",)),
        ("s", ("s",)),
        ("", ("s",)),
    ),
    "es": (
        ("ón", ("ones",)),
        ("én", ("enes",)),
        ("z", ("ces",)),
        ("s", ("s", "ses")),
        ("a", ("as",)),
        ("e", ("es",)),
        ("i", ("is",)),
        ("o", ("os",)),
        ("u", ("us",)),
        ("é", ("és",)),
        ("á", ("ás",)),
        ("ó", ("ós",)),
        ("", ("es",)),
    ),
    "fr": (("eau", ("eaux",)), ("al", ("aux", "als")), ("s", ("s",)), ("x", ("x",)), ("z", ("z",)), ("", ("s",))),
}


def _plural(word: str, language: str) -> tuple[str, ...]:
    if len(word) < 3 or not word.isalpha() or not word.islower():
        return ()
    for ending, plurals in _ENDINGS[language]:
        if word.endswith(ending):
            return tuple(word[: len(word) - len(ending)] + plural for plural in plurals)
    return ()


def regular_plurals(target: str, language: str) -> tuple[str, ...]:
    """Plural forms of a Portuguese, Spanish or French noun phrase of up to four words: the first word and any others.

    Empty for other languages.
    """
    words = target.split(" ")
    if language not in _ENDINGS or len(words) > 4:
        return ()
    choices = [(word, *_plural(word, language)) for word in words]
    head = choices[0][1:]
    return tuple(" ".join(parts) for parts in product(head, *choices[1:])) if head else ()
