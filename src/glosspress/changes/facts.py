"""The facts of a text: what a translation must carry and a reader may act on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from glosspress import locales, pins
from glosspress.article import Kind
from glosspress.changes.leaves import Leaf, raised
from glosspress.checks.lexicon import PACKAGE as CHECKS
from glosspress.pins.cues import Cues, cues
from glosspress.pins.lexicon import table
from glosspress.pins.words import cardinals
from glosspress.translation import Pin

if TYPE_CHECKING:
    from glosspress.glossary import Glossary

Found = tuple[str, str]
"""(kind, text)."""
_HERE = "glosspress.changes.lexicon"
_NOT_FACTS = frozenset({"url", "email", "code", "doi", "phone", "path", "isbn", "pmid"})
_WITHOUT = frozenset({Kind.REFERENCE, Kind.RULE})
_SAME = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "…": "...", "µ": "μ",
    "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
})  # fmt: skip


def plain(text: str) -> str:
    """The text without differences of typography: quotation marks, dashes, white space, closing punctuation.

    Case, digits, decimal signs and superscript characters stay: `mg` is not `Mg`, `10⁹` not `109`.
    """
    same = " ".join(unicodedata.normalize("NFC", text).translate(_SAME).split())
    return re.sub(r"(?<=[^\W\d])[.;:]$", "", same)


def facts(leaf: Leaf, language: str, glossary: Glossary | None) -> list[Found]:
    """The facts of a block in the order of its text."""
    if leaf.kind in _WITHOUT:
        return []
    text = plain(leaf.text.text)
    found = [
        (pin.start, pin.end, pin.kind, _same_term(pin.source, pin.kind)) for pin in _pins(text, language, glossary)
    ]
    taken = [(start, end) for start, end, _, _ in found]
    for kind, pattern in _words(language):
        found += [
            (*match.span(), kind, match[0].lower())
            for match in pattern.finditer(text)
            if not any(match.start() < end and start < match.end() for start, end in taken)
        ]
    ordered: list[Found] = [(kind, said) for _, _, kind, said in sorted(found)]
    ordered += [("notation", f"{m.tag}: {leaf.text.text[m.start : m.end]}") for m in raised(leaf.text)]
    return ordered + [("warning", label) for label in leaf.warnings if label == "warning"]


def _pins(text: str, language: str, glossary: Glossary | None) -> Iterator[Pin]:
    locale = locales.parse(language)
    for pin in pins.find(text, glossary, locale, locale.language):
        if pin.kind not in _NOT_FACTS:
            yield pin


def _same_term(source: str, kind: str) -> str:
    return source.lower() if kind == "term" else source


@lru_cache(maxsize=16)
def _words(tag: str) -> tuple[tuple[str, Cues], ...]:
    """(kind, cues) of the words of a language that carry a fact."""
    language = tag.partition("-")[0]
    cautions = table("caution", _HERE)
    words = {
        "number": _counts(language) + cautions["counts"].get(language, []),
        "negation": table("negation", CHECKS)["strong"].get(language, []),
        "opposite": [
            word for axis in table("opposites", CHECKS)["axis"] for pole in ("one", "other")
            for word in axis[pole].get(language, [])
        ],
        "caution": cautions["words"].get(language, []),
    }  # fmt: skip
    return tuple((kind, cues(listed)) for kind, listed in words.items() if listed)


def _counts(language: str) -> list[str]:
    """Cardinals from two on: `one` and `a` are too common to tell anything."""
    _, values = cardinals(language)
    return [re.escape(word) for word, value in values.items() if value > 1]
