"""The cleaning rules as data: one YAML file a language in `rules/`, plus `any.yaml` for all and `containers.yaml` for
markup.

A rule has an id, a place where it looks, a regular expression, a reason for the reader of the report, an example and a
counter-example (both run by the tests). Adding a language needs a file, no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

import yaml

from glosspress.clean.sieve import Sieve
from glosspress.digest import digest, digest_of_parts
from glosspress.errors import ConfigError
from glosspress.pins.cues import folded

PLACES = (
    "container",
    "content",
    "line",
    "tail",
    "closing",
    "phrase",
    "byline",
    "bio",
    "protect",
    "references",
    "callout",
)
_REMEMBERED = 5000
"""Texts whose answer a group remembers: the rules run in rounds over the same parts."""
ACTIONS = ("remove", "flag", "keep")


@dataclass(frozen=True)
class Rule:
    """One rule. `where` is one of PLACES; `pattern` must match the whole text unless `match` is `search`."""

    id: str
    where: str
    pattern: str
    reason: str
    example: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()
    match: str = "whole"
    longest: int = 0
    """Texts of more characters are not looked at; 0: no limit."""
    action: str = "remove"
    label: str = ""
    """callout: its label; protect: the protected class; line: `promotion` puts it under the promotion policy."""
    language: str = ""

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern; letter case never matters."""
        body = self.pattern if self.match == "search" else rf"\A(?:{self.pattern})\Z"
        return re.compile(body, re.IGNORECASE)

    def matches(self, text: str) -> re.Match[str] | None:
        """The match in `text`, if any."""
        return None if self.longest and len(text) > self.longest else self.regex.search(text)


@dataclass(frozen=True)
class Language:
    """What the text rules know of one language."""

    tag: str
    stopwords: frozenset[str] = frozenset()
    months: tuple[str, ...] = ()
    cues: frozenset[str] = frozenset()
    """Words of a site rather than of an article: subscribe, comment, posts."""
    persons: frozenset[str] = frozenset()
    """Words of people who write in their own name: I, my."""
    talk: frozenset[str] = frozenset()
    """Words around readers' comments: reply, says."""


@dataclass(frozen=True)
class RuleBook:
    """All rules in force for one article."""

    rules: tuple[Rule, ...]
    languages: tuple[Language, ...]
    promotion: str = "remove"
    """What happens to promotional location phrases and calls to action: remove, flag or keep."""
    _groups: dict[tuple[str, str], Group] = field(default_factory=dict, compare=False, repr=False)

    def group(self, where: str, language: str) -> Group:
        """The rules of a place for a language: its own, English ones (chrome is often English) and those for all."""
        key = (where, language)
        if key not in self._groups:
            wanted = ("", language, "en")
            self._groups[key] = Group(tuple(r for r in self.rules if r.where == where and r.language in wanted))
        return self._groups[key]

    def markup(self, where: str) -> Group:
        """The rules of a place that look at names in markup: those of no language."""
        key = (where, "markup")
        if key not in self._groups:
            self._groups[key] = Group(tuple(r for r in self.rules if r.where == where and not r.language))
        return self._groups[key]

    def adjusted(self, off: Iterable[str] = (), add: Iterable[Mapping[str, Any]] = (), promotion: str = "") -> RuleBook:
        """The book without the rules `off` (an id, or a prefix such as `en.share`) and with the rules `add`."""
        ids = tuple(off)
        known = {rule.id for rule in self.rules}
        for wanted in ids:
            if not any(name == wanted or name.startswith(wanted + ".") for name in known):
                raise ConfigError(
                    f"no cleaning rule is named {wanted!r}", "rules.off", "glosspress clean --explain lists ids"
                )
        kept = [r for r in self.rules if not any(r.id == i or r.id.startswith(i + ".") for i in ids)]
        added = [_rule(entry, "", {}, "source rules") for entry in add]
        return RuleBook((*kept, *added), self.languages, promotion or self.promotion)

    @cached_property
    def version(self) -> str:
        """Digest of every rule, 12 hexadecimal digits."""
        return digest(
            [[r.id, r.where, r.pattern, r.match, r.action, r.label] for r in self.rules] + [[self.promotion]]
        )[:12]


class Group:
    """Rules of one place with joined patterns in front, so that a text that matches none costs one look for the rules about
    whole texts and one search for the others.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._whole = Sieve((rule.regex.pattern for rule in rules if rule.match != "search"), whole=True)
        self._part = Sieve(rule.regex.pattern for rule in rules if rule.match == "search")
        self._known: dict[str, tuple[Rule, re.Match[str]] | None] = {}

    def first(self, text: str) -> tuple[Rule, re.Match[str]] | None:
        """The first rule that matches, with its match."""
        if text not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[text] = self._search(text)
        return self._known[text]

    def _search(self, text: str) -> tuple[Rule, re.Match[str]] | None:
        lower = folded(text)
        if not self._whole.passes(text, lower) and not self._part.passes(text, lower):
            return None
        for rule in self.rules:
            found = rule.matches(text)
            if found:
                return rule, found
        return None


@lru_cache(maxsize=1)
def default_rules() -> RuleBook:
    """The rules that come with the package."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rules: list[Rule] = []
    languages: list[Language] = []
    folder = resources.files("glosspress.clean") / "rules"
    for file in sorted((item for item in folder.iterdir() if item.name.endswith(".yaml")), key=lambda item: item.name):
        data = yaml.load(file.read_text("utf-8"), Loader=loader)  # noqa: S506 - the C form of SafeLoader
        found, language = _read(data, file.name)
        rules.extend(found)
        languages.extend([language] if language else [])
    ids = [rule.id for rule in rules]
    for name in ids:
        if ids.count(name) > 1:
            raise ConfigError(f"two rules have the id {name!r}", "rules", "give one another id")
    return RuleBook(tuple(rules), tuple(languages))


def rules_digest() -> str:
    """Digest of the rule files' bytes."""
    folder = resources.files("glosspress.clean") / "rules"
    return digest_of_parts(item.read_text("utf-8") for item in sorted(folder.iterdir(), key=lambda i: i.name))[:12]


def _read(data: Mapping[str, Any], name: str) -> tuple[list[Rule], Language | None]:
    tag = data.get("language", "")
    words = data.get("words", {})
    vocabulary = {key: "|".join(value) for key, value in words.items()}
    rules = [_rule(entry, tag, vocabulary, name) for entry in data["rules"]]
    if not tag:
        return rules, None
    sets = {key: frozenset(words.get(key, ())) for key in ("stopwords", "cues", "persons", "talk")}
    return rules, Language(tag, months=tuple(words.get("months", ())), **sets)


def _rule(entry: Mapping[str, Any], language: str, vocabulary: Mapping[str, str], where: str) -> Rule:
    values = dict(entry)
    for key in ("example", "counter"):
        value = values.get(key, ())
        values[key] = (value,) if isinstance(value, str) else tuple(value)
    try:
        rule = Rule(**{"language": language, **values})
        pattern = rule.pattern
        for word, alternatives in vocabulary.items():
            pattern = pattern.replace(f"<{word}>", f"(?:{alternatives})")
        rule = replace(rule, pattern=" ".join(pattern.split()))
        _ = rule.regex
    except (TypeError, re.error) as error:
        raise ConfigError(f"rule {entry.get('id')!r}: {error}", where, "see docs/cleaning.md") from error
    if rule.where not in PLACES or rule.action not in ACTIONS:
        raise ConfigError(f"rule {rule.id!r}: unknown place or action", where, f"places: {', '.join(PLACES)}")
    return rule
