"""Comparators in words: `60 or older` must not become 60, `at least 5` not `at most 5`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from glosspress.checks import negation
from glosspress.checks.check import Check, Context, Pair, Report
from glosspress.checks.lexicon import PACKAGE
from glosspress.pins import words
from glosspress.pins.cues import Cues, beginnings
from glosspress.pins.lexicon import either, table
from glosspress.translation import Severity

_LANGUAGES = frozenset({"pt", "es", "fr", "de"})
_UNIT = r"(?:[\s-]?(?!or\b|and\b)[\w%°µ/.-]+){0,2}"
_SAID = {
    direction: Cues(
        re.compile(rf"\d{_UNIT}\s(?:or|and)\s(?:{either(after)})(?!\w)|(?<!\w)(?:{either(before)})\s\d", re.IGNORECASE),
        beginnings(["and", "or", *before]),
    )
    for direction, after, before in (
        (
            "more",
            ["more", "older", "above", "over", "greater", "higher", "longer", "later"],
            ["at least", "no less than", "no fewer than", "a minimum of", "(?<!no )(?:more|greater) than"],
        ),
        (
            "less",
            ["less", "fewer", "younger", "below", "under", "lower", "shorter", "earlier"],
            ["at most", "no more than", "up to", "a maximum of", "(?<!no )(?:less|fewer) than"],
        ),
    )
}
_DIGIT = re.compile(r"\d")
_SIGNS = {"more": "[>≥＞+]", "less": "[<≤＜]"}


@lru_cache(maxsize=2)
def _answers(direction: str) -> re.Pattern[str]:
    """Words and signs of a direction, in any of the languages that we know."""
    cues = table("comparators")
    said = either([*cues[direction], *cues[f"after_{direction}"], *cues["further"][direction]])
    return re.compile(rf"(?<!\w)(?:{said})|{_SIGNS[direction]}", re.IGNORECASE)


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """A comparator in words beside a number of the source, and nothing of its direction in the whole target, or only the
    other direction beside a number.
    """
    if context.source_language != "en" or context.locale.language not in _LANGUAGES or context.locale.pseudo:
        return
    before, after = _read(pair.source.text, "en"), _read(pair.target.text, context.locale.language)
    for direction, pattern in _SAID.items():
        cue = pattern.search(pair.source.text)
        if cue is None or direction in after.cues or _answers(direction).search(pair.target.text):
            continue
        if not (before.negated and _answers(_OTHER[direction]).search(pair.target.text)):
            yield Severity.BLOCK, f"nothing in the target says “{cue[0]}”"
    turned = len(before.cues) == len(after.cues) == 1 and before.cues.keys() != after.cues.keys()
    if turned and before.negated == after.negated and not (after.negated and _BEFORE.search(pair.target.text)):
        [said], [instead] = before.cues.values(), after.cues.values()
        yield Severity.BLOCK, f"“{said}” became “{instead}”"


_BEFORE = re.compile(r"(?<!\w)(?:antes|avant|vor|bevor|ehe)(?!\w)", re.IGNORECASE)
"""`Not in less than 18 months` is `aucun avant au moins 18 mois`."""
_OTHER = {"more": "less", "less": "more"}


@dataclass(frozen=True, slots=True)
class _Reading:
    """The comparators beside numbers of a text, by direction, and the text without them."""

    cues: dict[str, str]
    rest: str
    language: str

    @property
    def negated(self) -> bool:
        """Whether a negation stands anywhere else."""
        return bool(negation.first(self.rest, self.language, "strong"))


@lru_cache(maxsize=4096)
def _read(text: str, language: str) -> _Reading:
    cues: dict[str, str] = {}
    numbers, _ = words.cardinals(language)
    if not _DIGIT.search(text) and not (numbers and numbers.search(text)):
        return _Reading(cues, text, language)
    for direction, pattern in _clear(language):
        if pattern.may_be_in(text):
            for match in pattern.finditer(text):
                cues.setdefault(direction, match[0])
            text = pattern.pattern.sub(" ", text)
    return _Reading(cues, text, language)


@lru_cache(maxsize=8)
def _clear(language: str) -> tuple[tuple[str, Cues], ...]:
    """Patterns of a language in the order in which they are read: `no more than` says less, and goes first."""
    numbers, _ = words.cardinals(language)
    number = rf"(?:\d[\d.,]*|{numbers.pattern.pattern})" if numbers else r"\d[\d.,]*"
    rows = table("comparators", PACKAGE)[language]
    found = []
    for key in ("never_more", "never_less", "more", "less"):
        direction = {"never_more": "less", "never_less": "more"}.get(key, key)
        shape = rf"(?<!\w)(?:{either(rows[key])})\s?(?:(?:a|o|os|as|los|las|l[’']|the)\s)?{number}"
        found.append((direction, Cues(re.compile(shape, re.IGNORECASE), beginnings(rows[key]))))
        if key in _SAID:
            words_after = rows[f"after_{key}"]
            after = rf"\d(?:[\s-]?[\w%°µ/]+){{0,2}}?\s(?:{either(words_after)})(?!\w)"
            found.append((direction, Cues(re.compile(after, re.IGNORECASE), beginnings(words_after))))
    return tuple(found)


CHECK = Check(
    "comparators",
    "`At least`, `or more`, `less than` beside a number are said in the target too, in the same direction.",
    "ISMP error-prone abbreviations (`>` and `<`); no machine translation system checks comparators",
    examine,
)
