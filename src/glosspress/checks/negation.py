"""Negation: a `not` that is lost or invented turns advice into its opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from glosspress.checks.check import Check, Context, Pair, Report
from glosspress.checks.lexicon import PACKAGE
from glosspress.pins.cues import Cues, beginnings
from glosspress.pins.lexicon import either, table
from glosspress.translation import Severity

_LANGUAGES = frozenset({"en", "pt", "es", "fr", "de"})


@lru_cache(maxsize=16)
def _cue(strength: str, language: str) -> Cues:
    listed = table("negation", PACKAGE)[strength][language]
    pattern = re.compile(rf"(?<!\w)(?:{either(listed)})(?!\w)|(?<=\w)n['’]t(?!\w)", re.IGNORECASE)
    return Cues(pattern, beginnings([*listed, "t "]))  # the word behind the apostrophe


@lru_cache(maxsize=1)
def _harmless() -> re.Pattern[str]:
    return re.compile(either(table("negation", PACKAGE)["harmless"]["any"]), re.IGNORECASE)


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """A clear negation on one side, and on the other neither a negation nor any word that could carry one."""
    source, target = context.source_language, context.locale.language
    if not {source, target} <= _LANGUAGES or source == target or context.locale.pseudo:
        return
    left, right = _denying(pair.source.text, source), _denying(pair.target.text, target)
    lost = first(left, source, "strong")
    if lost and not first(right, target, "strong") and not first(right, target, "weak"):
        yield Severity.BLOCK, f"the negation “{lost}” is lost"
    added = first(right, target, "strong")
    if added and not first(left, source, "strong") and not first(left, source, "weak"):
        yield Severity.BLOCK, f"the negation “{added}” is not in the source"


def _denying(text: str, language: str) -> str:
    """A text without what negates nothing, if it may negate anything."""
    return _harmless().sub(" ", text) if _cue("strong", language).may_be_in(text) else text


def first(text: str, language: str, strength: str) -> str:
    """The first cue of a strength (`strong`, `weak`) in a text, or an empty string."""
    match = _cue(strength, language).search(text)
    return match[0] if match else ""


CHECK = Check(
    "negation",
    "A sentence that says no says no in translation, and one that does not, does not.",
    "UCSF study of discharge instructions; no machine translation system checks negation",
    examine,
)
