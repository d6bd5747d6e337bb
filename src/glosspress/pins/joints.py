"""What stands between two numbers that belong together, in a source and in a target."""

from __future__ import annotations

import re

_TIMES = re.compile(r"\s*[×✕⨯xX]\s*|\s+\*\s+")
_POWER = re.compile(r"\^(?P<minus>[-−–]?)")
_LOST_POWER = re.compile(r"[-−–]")
"""`10-18` behind a × was `10` with a superscript before it became plain text."""
_SAID_TIMES = re.compile(r"\s*[×✕⨯xX*⋅]\s*|\s+(?:por|par|per|vezes|veces|fois|volte|mal|keer|times|by)\s+")
"""Dimensions are read out as well: `3 por 4 cm`."""
_SAID_POWER = re.compile(r"\s?\^\s?")
_SAID_MINUS_POWER = re.compile(r"\s?\^\s?[-−–]")
_SAID_LOST_POWER = re.compile(r"\s?\^?[-−–]")
_PER = re.compile(r"/(?:[a-zA-Z]|[µμ][a-zA-Z]){1,3}[23²³]?(?!\w)")


def per(text: str, end: int) -> str:
    """What a product is counted by, where it stands behind it: the `/L` of `150 × 10^9/L`."""
    found = _PER.match(text, end)
    return found[0] if found else ""


def joins(gap: str, *, behind: str = "") -> bool:
    """Whether two numbers with this between them are a product (`2 × 500 mg`) or a power (`10^9`).

    `behind` is the first of them, where it stands in a product already.
    """
    lost = behind == "10" and _LOST_POWER.fullmatch(gap)
    return bool(lost or _TIMES.fullmatch(gap) or _POWER.fullmatch(gap))


def said(gap: str, found: str) -> bool:
    """Whether `found` between two numbers of the target says what `gap` says in the source; a minus is no ×."""
    if _LOST_POWER.fullmatch(gap):
        return bool(_SAID_LOST_POWER.fullmatch(found))
    power = _POWER.fullmatch(gap)
    wanted = _SAID_TIMES if power is None else _SAID_MINUS_POWER if power["minus"] else _SAID_POWER
    return bool(wanted.fullmatch(found))


_SPREAD = re.compile(r"±|\+/[-−–]")
_SAID_SPREAD = re.compile(r"±|\+/?[-−–]|(?:mais ou menos|más o menos|plus ou moins|plus oder minus|più o meno)")
_OVER = re.compile(r"\s?/\s?")
_SAID_RANGE = re.compile(r"\s?[-–—‑−]\s?|\s(?:a|à|bis|tot|to)\s")
_AND = re.compile(r"(?<!\w)(?:e|y|et|und|en|and)(?!\w)")
_BETWEEN = re.compile(r"(?<!\w)(?:entre|zwischen|tra|fra|tussen|between)(?!\w)[^.;]{0,20}$", re.IGNORECASE)


def pair_said(gap: str, found: str, before: str) -> bool:
    """Whether `found` between two numbers of the target can say what `gap` says between a pair of the source.

    `5 ± 2` keeps its sign, `120/80` is no range, and `10-20` is neither `10/20` nor, without "between" before it, `10 and 20`.
    """
    if _SPREAD.search(gap):
        return bool(_SAID_SPREAD.search(found))
    if _OVER.fullmatch(gap):
        return not _SAID_RANGE.fullmatch(found)
    if ":" in gap:
        return True
    return not _OVER.fullmatch(found) and not (said_and(found) and not _BETWEEN.search(before))


def said_and(found: str) -> bool:
    """Whether what stands between two numbers says `and`."""
    return bool(_AND.search(found))
