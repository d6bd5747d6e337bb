"""One row of the term base."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """What a term asks of the translation."""

    PIN = "pin"
    """The target, or a listed form, verbatim."""
    PREFER = "prefer"
    """The target or one of its inflected forms; case does not matter."""
    FORBID = "forbid"
    """None of the forbidden renderings may appear; the target may be empty."""
    ADVISE = "advise"
    """A warning when the target is absent; never holds a sentence."""


class Case(StrEnum):
    """How upper and lower case of the source count."""

    EXACT = "exact"
    SMART = "smart"
    """`ALS`, `mTOR`: exactly so. `depression`: also `Depression` and `DEPRESSION`."""
    IGNORE = "ignore"


class Status(StrEnum):
    """Only approved terms bind."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DEPRECATED = "deprecated"


COLUMNS = (
    "id",
    "source",
    "target",
    "mode",
    "case",
    "pos",
    "forms",
    "forbidden",
    "context",
    "domain",
    "status",
    "note",
    "evidence",
    "reviewer",
    "reviewed_at",
)
"""The columns of a term base, in their usual order; only `source` and `target` must be there."""


@dataclass(frozen=True, slots=True)
class Term:
    """A source expression and what must stand for it in the target language."""

    id: str
    source: str
    target: str
    mode: Mode = Mode.PIN
    case: Case = Case.SMART
    pos: str = ""
    """Part of speech, as the translators write it."""
    forms: tuple[str, ...] = ()
    """Further allowed target forms: plural, feminine, contracted."""
    forbidden: tuple[str, ...] = ()
    """Target renderings that must not appear where this term is in the source."""
    context: str = ""
    """A regular expression the sentence must match for the term to apply (`MS`: `(?i)sclerosis|neurolog`)."""
    domain: str = ""
    status: Status = Status.APPROVED
    note: str = ""
    evidence: str = ""
    """Where the rendering comes from: a standard, a dictionary entry, a guideline, with its address."""
    reviewer: str = ""
    reviewed_at: str = ""
    """ISO 8601 date."""
    line: int = 0
    """Line of the row in its file, 1-based; 0 for a term that is in no file."""

    @property
    def binding(self) -> bool:
        """Whether a missing target holds the sentence."""
        return self.mode in (Mode.PIN, Mode.PREFER)

    @property
    def effect(self) -> tuple[str, ...]:
        """All fields that can change a translation; note, evidence and review fields cannot."""
        parts = (self.id, self.source, self.target, self.mode, self.case, self.context, self.domain)
        return (*map(str, parts), "|".join(self.forms), "|".join(self.forbidden))
