"""Words of one kind that stand for each other in bad translations: week and day, vein and mouth, one medicine and another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from glosspress.checks.lexicon import PACKAGE
from glosspress.pins.cues import Cues, cues
from glosspress.pins.lexicon import table

LANGUAGES = ("pt", "es", "fr", "de")
_REMEMBERED = 4_096
"""Sources of a chunk of pages: a sentence has several candidates."""


@dataclass(frozen=True, slots=True)
class _Pole:
    """The words of one pole by language: `said` prove that it is meant, `wide` may mean it."""

    said: Mapping[str, Cues]
    wide: Mapping[str, Cues]


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A pole that a source says, and those of its kind that it does not say."""

    name: str
    cue: str
    pole: _Pole
    others: tuple[_Pole, ...]


def exchanged(source: str, target: str, language: str) -> Iterator[str]:
    """Messages: a word of the source that became another of its kind, or that nothing in the target answers."""
    for suspect in _suspects(source):
        if suspect.pole.wide[language].search(target):
            continue
        other = next((found for pole in suspect.others if (found := pole.said[language].search(target))), None)
        if other:
            yield f"{suspect.name}: “{suspect.cue}” became “{other[0]}”"
    for name, cue, answers in _musts(source):
        if not answers.search(target):
            yield f"{name}: nothing in the target says “{cue}”"
    said = _medicines(source)
    lost, new = said.keys() - (there := _medicines(target)).keys(), there.keys() - said.keys()
    if lost and new:
        yield f"medicine: “{said[min(lost)]}” became “{there[min(new)]}”"


@lru_cache(maxsize=_REMEMBERED)
def _suspects(source: str) -> tuple[_Suspect, ...]:
    found = []
    for name, said, poles in _axes():
        if not said.may_be_in(source):
            continue
        for pole in poles:
            cue = pole.said["en"].search(source)
            if cue is None:
                continue
            others = tuple(other for other in poles if other is not pole and not other.wide["en"].search(source))
            if others:
                found.append(_Suspect(name, cue[0], pole, others))
    return tuple(found)


@lru_cache(maxsize=_REMEMBERED)
def _musts(source: str) -> tuple[tuple[str, str, Cues], ...]:
    found = ((name, cue.search(source), answers) for name, cue, answers in _rows())
    return tuple((name, match[0], answers) for name, match, answers in found if match)


@lru_cache(maxsize=1)
def _axes() -> tuple[tuple[str, Cues, tuple[_Pole, ...]], ...]:
    """(name, all English cues, poles)."""
    found = []
    for axis in table("kinds", PACKAGE)["axis"]:
        poles = {key: words for key, words in axis.items() if key != "name"}
        said = [cue for words in poles.values() for cue in _words(words, "en")]
        found.append((axis["name"], cues(said), tuple(_pole(words) for words in poles.values())))
    return tuple(found)


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, Cues, Cues], ...]:
    """(name, English cues, words of any language that answer them)."""
    return tuple((row["name"], cues(row["en"]), cues(row["any"])) for row in table("kinds", PACKAGE)["must"])


def _pole(words: dict[str, Any]) -> _Pole:
    also = words.get("also", {})
    said = {language: _words(words, language) for language in ("en", *LANGUAGES)}
    wide = {language: [*own, *_words(also, language)] for language, own in said.items()}
    return _Pole(
        {language: cues(own) for language, own in said.items()},
        {language: cues(own) for language, own in wide.items()},
    )


def _words(words: dict[str, Any], language: str) -> list[str]:
    return [*words.get("any", ()), *words.get(language, ())]


_NAME = re.compile(r"[^\W\d_]{6,}")
_SOUNDS = (("qu", "k"), ("ph", "f"), ("mb", "nb"), ("mp", "np"))
_SAME = str.maketrans({**dict.fromkeys("cqsz", "k"), "y": "i", "w": "v", "h": None})
_DOUBLED = re.compile(r"(.)\1")
_ENDING = re.compile(r"(?:[aeo]s?|k)$")


@lru_cache(maxsize=_REMEMBERED)
def _medicines(text: str) -> dict[str, str]:
    """The medicines that a text names: their sound, and the word as it stands."""
    words = ((_sound(match[0]), match[0]) for match in _NAME.finditer(text))
    return {sound: word for sound, word in words if sound in _names()}


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(_sound(name) for name in table("kinds", PACKAGE)["medicines"].split())


@lru_cache(maxsize=65_536)
def _sound(word: str) -> str:
    """A name without what the languages write differently: accents, `c` and `k`, `ph` and `f`, doubled letters, endings."""
    plain = word.lower()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    for written, sound in _SOUNDS:
        plain = plain.replace(written, sound)
    return _ENDING.sub("", _DOUBLED.sub(r"\1", plain.translate(_SAME)))
