"""What a comparison of two versions of an article gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ChangeKind(StrEnum):
    """How much a change matters, the gravest last."""

    UNCHANGED = "unchanged"
    BOILERPLATE = "boilerplate"
    """Only what cleaning removes, or metadata: every kept word is the same."""
    TYPOGRAPHIC = "typographic"
    """White space, quotation marks, dashes, emphasis: no word and no number differs."""
    CONTENT = "content"
    SAFETY = "safety"
    """A number, dose, unit, negation, pinned term, warning or instruction differs."""
    MOVED = "moved"
    """The same article is at another address now. Said by the watch, not by a comparison."""
    GONE = "gone"
    """The source has it no more, or took it back. Said by the watch, not by a comparison."""

    @property
    def outdates(self) -> bool:
        """True when translations of the version before no longer say what the source says."""
        return self in {ChangeKind.CONTENT, ChangeKind.SAFETY}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that must not change unseen, and did."""

    kind: str
    """`number`, `dose`, `unit`, `range` ... (the classes of pins), `term`, `negation`, `caution`, `opposite`, `notation`,
    `warning`, or `order`: the same facts in another order.
    """
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One block that differs."""

    kind: ChangeKind
    path_before: str
    """Path in the old article, `title`, or empty: the block is new."""
    path_after: str
    """Path in the new article, `title`, or empty: the block is gone."""
    before: str
    after: str
    facts: tuple[Fact, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """A JSON-ready form."""
        return {
            "kind": self.kind.value,
            "path_before": self.path_before,
            "path_after": self.path_after,
            "before": self.before,
            "after": self.after,
            "facts": [{"kind": f.kind, "before": list(f.before), "after": list(f.after)} for f in self.facts],
        }


@dataclass(frozen=True, slots=True)
class Change:
    """The class of a change: the gravest of its parts; and the parts in the order of the new article."""

    kind: ChangeKind
    parts: tuple[Part, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """A JSON-ready form: `kind`, `parts[]`."""
        return {"kind": self.kind.value, "parts": [part.as_json() for part in self.parts]}
