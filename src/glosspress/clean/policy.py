"""What one source changes about cleaning: rules off and added, selectors, the promotion policy, the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from glosspress.clean.decoding import MAX_BYTES
from glosspress.clean.rulebook import RuleBook, default_rules
from glosspress.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Policy:
    """Settings for one article; the defaults suit a single file."""

    off: tuple[str, ...] = ()
    """Ids of rules, or prefixes such as `en.cta`, that are not applied."""
    add: tuple[Mapping[str, Any], ...] = ()
    """Further rules, written as in the rule files."""
    promotion: str = "remove"
    """Promotional location phrases and calls to action: remove, flag or keep."""
    content: tuple[str, ...] = ()
    """CSS selectors of the article; they win over every guess."""
    remove: tuple[str, ...] = ()
    """CSS selectors of what goes."""
    language: str = ""
    """BCP 47 tag, when the page does not say it."""
    max_bytes: int = MAX_BYTES

    @property
    def book(self) -> RuleBook:
        """The rules in force."""
        if self.promotion not in ("remove", "flag", "keep"):
            raise ConfigError(
                f"unknown promotion policy {self.promotion!r}", "rules.promotion", "use remove, flag or keep"
            )
        if not self.off and not self.add and self.promotion == "remove":
            return default_rules()
        return default_rules().adjusted(self.off, self.add, self.promotion)


def policy_of(source: object | None) -> Policy:
    """The policy of a source definition: its `rules`, `selectors` and `language`, where it has them."""
    rules, selectors = getattr(source, "rules", None), getattr(source, "selectors", None)
    return Policy(
        off=_texts(_get(rules, "off")),
        add=tuple(_plain(entry) for entry in _get(rules, "add") or ()),
        promotion=_get(rules, "promotion") or "remove",
        content=_texts(_get(selectors, "content")),
        remove=_texts(_get(selectors, "remove")),
        language=getattr(source, "language", "") or "",
    )


def _get(holder: Any, name: str) -> Any:
    return holder.get(name) if isinstance(holder, Mapping) else getattr(holder, name, None)


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value or ())


def _plain(entry: Any) -> Mapping[str, Any]:
    """A rule entry as a mapping; pydantic models give theirs."""
    return entry if isinstance(entry, Mapping) else entry.model_dump(exclude_defaults=True)
