"""Symbols of genes, proteins, viruses, cell markers and products: letters and digits in one word (`ACE2`, `IL-6`).

Case is exact (HGNC: `MTOR` is the human gene, `Mtor` that of the mouse). Romance languages reorder the letters of some
protein symbols (`ACE2` is `ECA2` in Portuguese): the same letters and digits in another order are accepted.
"""

from __future__ import annotations

import re

_GREEK = "α-ωΑ-Ω"
SYMBOL = re.compile(
    rf"(?<![\w.@/])(?:"
    rf"\d+(?:-(?:n[A-Z]|[A-Z]{{2}})|[A-Z])[A-Za-z]*(?:-?[A-Z\d]+)*"  # 2019-nCoV, 5-HT2A, 3CL, 4E-BP1
    rf"|[A-Za-z{_GREEK}]*[A-Z{_GREEK}][A-Za-z{_GREEK}]*(?:[-/][A-Za-z{_GREEK}]+)*-?\d[\dA-Za-z{_GREEK}]*(?:[-.][\dA-Z]+(?![a-z]))*"
    rf"|[a-z]\d{{2,3}}"  # p53
    rf"|[A-Z][A-Za-z]*-?[{_GREEK}][A-Z\d]?"  # TNF-α, NF-κB
    rf")(?:\+(?!\w))?(?![\w{_GREEK}])"
)
_NAMES = {
    "α": "alpha|alfa",
    "β": "beta|bêta",
    "γ": "gamma|gama",
    "δ": "delta",
    "κ": "kappa|capa",
    "λ": "lambda",
    "ω": "omega|ômega",
}


def find(text: str) -> list[tuple[int, int]]:
    """Spans of symbols in order."""
    return [match.span() for match in SYMBOL.finditer(text) if _is_symbol(match[0])]


def _is_symbol(text: str) -> bool:
    """Not a word with a number stuck to it (`Table2`, `Fig.33`) and not a plain ordinal or decade."""
    run = re.match(rf"[A-Za-z{_GREEK}]+(?=-?\d)", text)
    if run is None:
        return True
    letters = run[0]
    capitals = sum(c.isupper() for c in letters)
    return capitals > 1 or len(letters) <= 2 or letters[-1].isupper() or not letters.isascii()


def forms(symbol: str) -> tuple[str, ...]:
    """The symbol, with Greek letters spelled out, and in the case of a common word (`Covid-19`) when it is long."""
    found = [symbol]
    for letter, names in _NAMES.items():
        if letter in symbol:
            found += [symbol.replace(letter, name) for name in names.split("|")]
            found += [symbol.replace(f"-{letter}", f" {name}") for name in names.split("|") if f"-{letter}" in symbol]
    letters = re.match(r"[A-Z]+", symbol)
    if letters and len(letters[0]) >= 5:
        found += [symbol.replace(letters[0], letters[0].title()), symbol.replace(letters[0], letters[0].lower())]
    return tuple(found)


def reordered(symbol: str, found: str) -> bool:
    """Whether two symbols hold the same letters, digits apart, with three letters at least (`ACE2`, `ECA2`)."""
    letters, digits = re.sub(r"[^A-Za-z]", "", symbol), re.sub(r"\D", "", symbol)
    return (
        len(letters) >= 3
        and sorted(letters) == sorted(re.sub(r"[^A-Za-z]", "", found))
        and digits == re.sub(r"\D", "", found)
    )
