"""Interface texts of the page frame: one YAML file a language, pseudo locales derived from English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from glosspress import locales

FALLBACK = "en"
_ACCENTED = dict(
    zip(map(ord, "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz"), "ÅÇÐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåçðéĝĥîĵķļñöŕšţûŵýž", strict=True)
)
_RLO, _PDF = "\u202e", "\u202c"


@dataclass(frozen=True, slots=True)
class Strings:
    """The texts of one locale."""

    tag: str
    """Language they are in: `pt` may serve `pt-AO`; English serves a language without a file."""
    direction: str
    texts: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.texts[key]


@lru_cache(maxsize=256)
def strings(tag: str) -> Strings:
    """Texts for a locale: its own file, else its language's, else English."""
    here = locales.parse(tag)
    if here.pseudo:
        change = _accented if here.direction == "ltr" else _mirrored
        return Strings(
            tag, here.direction, {key: _around_fields(text, change) for key, text in _read(FALLBACK).items()}
        )
    present = available()
    for candidate in (tag, tag.split("-")[0]):
        if candidate in present:
            return Strings(tag if candidate == tag else candidate, here.direction, _read(candidate))
    return Strings(FALLBACK, "ltr", _read(FALLBACK))


@lru_cache(maxsize=1)
def available() -> frozenset[str]:
    """Tags that have a file."""
    folder = resources.files("glosspress.render") / "strings"
    return frozenset(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))


@lru_cache(maxsize=64)
def _read(tag: str) -> dict[str, str]:
    import yaml

    text = (resources.files("glosspress.render") / "strings" / f"{tag}.yaml").read_text(encoding="utf-8")
    return {str(key): str(value) for key, value in yaml.safe_load(text).items()}


def _around_fields(text: str, change: object) -> str:
    """Change what stands outside of `{fields}`."""
    assert callable(change)
    parts = text.replace("}", "{").split("{")
    return "".join(str(change(part)) if number % 2 == 0 else f"{{{part}}}" for number, part in enumerate(parts))


def _accented(text: str) -> str:
    """As Android's en-XA: accents show untranslated text, the padding shows what is too narrow."""
    return text.translate(_ACCENTED) + ("·" * (len(text) // 4) if text.strip() else "")


def _mirrored(text: str) -> str:
    """As Android's ar-XB: every word is forced right-to-left."""
    return " ".join(f"{_RLO}{word}{_PDF}" if word else "" for word in text.split(" "))
