"""A row that somebody or something suggests for a term base: read from a file of another tool, mined from articles."""

from __future__ import annotations

from dataclasses import dataclass, field

from glosspress.glossary.term import Term


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row before a person has decided about it."""

    term: Term
    where: str
    """`file:line` or a cell, for messages."""
    columns: frozenset[str] = field(default=frozenset({"source", "target"}))
    """The columns its origin speaks about; of others it says nothing, which is not the same as empty."""
