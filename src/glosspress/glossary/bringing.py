"""Bringing proposed rows into a term base: nothing is approved, nothing that stands there is overwritten."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from glosspress.errors import GlossaryError
from glosspress.glossary.appending import write_rows
from glosspress.glossary.contents import read_terms
from glosspress.glossary.problems import Problem
from glosspress.glossary.proposal import Proposal
from glosspress.glossary.rows import parse, source_key
from glosspress.glossary.table import Table
from glosspress.glossary.term import COLUMNS, Status, Term

_SAYS = ("mode", "case", "forms", "forbidden")
"""What an approved row asks, beyond its target."""
_FREE = ("pos", "forms", "forbidden", "note", "evidence")
"""Cells of a row that is only proposed and may be filled where they are empty."""


class Conflicts(StrEnum):
    """What to do with rows that contradict the term base."""

    REFUSE = "refuse"
    """Write nothing at all."""
    SKIP = "skip"
    """Write the others."""
    PROPOSE = "propose"
    """Put them beside the rows that stand there, as proposed."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that contradicts the term base."""

    proposal: Proposal
    standing: Term
    reason: str

    def __str__(self) -> str:
        return f"{self.proposal.where}: {self.proposal.term.source!r}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What bringing in will do."""

    path: Path
    added: tuple[Term, ...]
    """New rows, all proposed or deprecated."""
    filled: tuple[Term, ...]
    """Proposed rows whose empty cells are filled; `line` is theirs."""
    same: int
    """Rows that say nothing new."""
    conflicts: tuple[Conflict, ...]
    faults: tuple[Problem, ...]
    """Rows that no term base may hold: no target, a formula, an invisible character."""


def plan(path: Path, proposals: Sequence[Proposal], conflicts: Conflicts = Conflicts.REFUSE) -> Plan:
    """What a term base would become; nothing is written. A file that is not there yet is empty.

    GlossaryError: the term base itself does not load.
    """
    standing = list(read_terms(path)) if path.exists() else []
    faults, sound = _checked(proposals)
    by_key: dict[str, list[Term]] = {}
    for term in standing:
        by_key.setdefault(source_key(term), []).append(term)
    taken = {term.id for term in standing}
    added: list[Term] = []
    filled: dict[int, Term] = {}
    found: list[Conflict] = []
    same = 0
    for item in sound:
        mine = _proposed(item)
        row = _same_place(mine, by_key.get(source_key(mine), []))
        row = filled.get(row.line, row) if row and row.line else row
        reason = _contradiction(item, row) if row else ""
        if row is None or (reason and conflicts is Conflicts.PROPOSE):
            mine = replace(mine, id=_free_id(mine, taken))
            taken.add(mine.id)
            by_key.setdefault(source_key(mine), []).append(mine)
            added.append(mine)
        elif reason:
            found.append(Conflict(item, row, reason))
        elif row.line and (richer := _richer(row, item)) != row:
            filled[row.line] = richer
        else:
            same += 1
    return Plan(path, tuple(added), tuple(filled.values()), same, tuple(found), tuple(faults))


def bring_in(made: Plan) -> None:
    """Write what a plan says: rows appended, filled rows replaced, every other line as it was.

    GlossaryError: the file lacks a column that the rows need; nothing was written.
    """
    if made.added or made.filled:
        write_rows(made.path, made.added, made.filled)


def _checked(proposals: Sequence[Proposal]) -> tuple[list[Problem], list[Proposal]]:
    """The rules of loading, applied to rows that are in no file yet."""
    faults: list[Problem] = []
    sound = []
    for item in proposals:
        term = replace(item.term, status=Status.PROPOSED)
        cells = ["|".join(value) if isinstance(value := getattr(term, name), tuple) else str(value) for name in COLUMNS]
        table = Table(item.where, list(COLUMNS), [(1, cells)], [""])
        parse(table)
        faults += [replace(problem, line=term.line or 1) for problem in table.problems]
        if not table.problems:
            sound.append(item)
    return faults, sound


def _proposed(item: Proposal) -> Term:
    """As it may stand in a term base: nobody here has approved it."""
    status = Status.DEPRECATED if item.term.status is Status.DEPRECATED else Status.PROPOSED
    return replace(item.term, status=status, reviewer="", reviewed_at="", line=0)


def _same_place(mine: Term, rows: Sequence[Term]) -> Term | None:
    """The row that answers for the same words: of the same domain and context, else any where the newcomer names none."""
    ranked = sorted(rows, key=lambda term: (term.status is not Status.APPROVED, term.status is Status.DEPRECATED))
    exact = [term for term in ranked if (term.domain, term.context) == (mine.domain, mine.context)]
    alike = [term for term in (*exact, *ranked) if term.target == mine.target]
    loose = [] if mine.domain or mine.context else ranked
    return next(iter([*alike, *exact, *loose]), None)


def _contradiction(item: Proposal, row: Term) -> str:
    """Why a row may not simply be taken; empty when it says nothing else."""
    mine, place = item.term, f"the {row.status} row in line {row.line}" if row.line else "a row above it"
    if mine.target != row.target and mine.target not in row.forms:
        return f"the file says {mine.target!r}, {place} {row.target!r}"
    if row.status is Status.DEPRECATED and mine.status is not Status.DEPRECATED:
        return f"{place} was given up"
    if row.status is Status.APPROVED:
        for name in _SAYS:
            new, old = getattr(mine, name), getattr(row, name)
            more = set(new) - {*old, row.target} if isinstance(new, tuple) else new != old
            if name in item.columns and more:
                said = " | ".join(sorted(more)) if isinstance(more, set) else str(new)
                return f"the file gives {name} {said!r}, {place} does not"
    return ""


def _richer(row: Term, item: Proposal) -> Term:
    """A proposed row with its empty cells filled; an approved one as it is."""
    if row.status is not Status.PROPOSED:
        return row
    empty = {name: getattr(item.term, name) for name in _FREE if not getattr(row, name) and getattr(item.term, name)}
    return replace(row, **empty)


def _free_id(mine: Term, taken: set[str]) -> str:
    stem = mine.id or re.sub(r"[^a-z0-9]+", "-", mine.source.lower()).strip("-") or "term"
    number = 1
    while (name := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return name


def refused(made: Plan, conflicts: Conflicts) -> GlossaryError | None:
    """The error that forbids writing: conflicts where they are refused."""
    if not made.conflicts or conflicts is not Conflicts.REFUSE:
        return None
    return GlossaryError(
        f"{len(made.conflicts)} rows contradict it; nothing was written",
        str(made.path),
        "--conflicts skip writes the others, --conflicts propose puts these beside the rows that stand there",
    )
