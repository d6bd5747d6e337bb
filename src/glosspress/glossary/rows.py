"""From cells to terms: what must hold for a term base to load."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from glosspress.digest import digest_of_parts
from glosspress.glossary.table import Table
from glosspress.glossary.term import COLUMNS, Case, Mode, Status, Term
from glosspress.glossary.view import fold, normalise

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets (OWASP, "CSV Injection")."""
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
"""Control, bidi and zero-width characters; joiners (U+200C, U+200D) are letters of Persian and Hindi and stay."""


E = TypeVar("E", bound=StrEnum)


def parse(table: Table) -> list[Term]:
    """The terms of all readable rows, of any status; faults are added to `table.problems`."""
    if any(problem.rule in ("missing-column", "wrong-separator") for problem in table.problems):
        return []
    places = [(table.header.index(name), name) for name in COLUMNS if name in table.header]
    terms, empty = [], dict.fromkeys(COLUMNS, "")
    harmless: dict[str, str] = {}
    """Cells that were looked at, as they count; most stand in many rows."""
    for line, cells in table.rows:
        row = empty.copy()
        for index, name in places:
            if index < len(cells) and (cell := cells[index]):
                value = harmless.get(cell)
                if value is None:
                    value = cell.strip()
                    if _is_harmless(table, line, name, cell):
                        harmless[cell] = value
                row[name] = value
        term = _term(table, line, row)
        if term is not None:
            terms.append(term)
    _check_ids(table, terms)
    _check_conflicts(table, terms)
    return terms


def _is_harmless(table: Table, line: int, name: str, cell: str) -> bool:
    """Otherwise it is reported."""
    if cell[0] in _FORMULA:
        table.report(
            line,
            name,
            "formula",
            f"the cell {name!r} begins with {cell[0]!r}, which spreadsheets run as a formula",
            "Remove the character, or write the sign in words.",
        )
        return False
    if not cell.isascii() or not cell.isprintable():
        hidden = _HIDDEN.search(cell)
        if hidden:
            message = f"invisible character U+{ord(hidden[0]):04X} in {name!r}"
            table.report(line, name, "invisible-character", message, "Delete it: retype the cell.")
            return False
    return True


def _term(table: Table, line: int, row: Mapping[str, str]) -> Term | None:
    known = len(table.problems)
    if not row["source"] or not normalise(row["source"]):
        table.report(line, "source", "empty-source", "empty source", "Fill the source, or remove the row.")
    mode = _choice(table, line, row, "mode", Mode, Mode.PIN)
    case = _choice(table, line, row, "case", Case, Case.SMART)
    absent = Status.PROPOSED if "status" in table.header else Status.APPROVED
    status = _choice(table, line, row, "status", Status, absent)
    forbidden = _list(row["forbidden"])
    if not row["target"] and not (mode is Mode.FORBID and forbidden):
        mend = "Fill the target; a row of mode forbid needs a forbidden rendering instead."
        table.report(line, "target", "empty-target", f"empty target for {row['source']!r}", mend)
    if row["context"]:
        try:
            re.compile(row["context"])
        except re.error as error:
            table.report(line, "context", "bad-context", f"not a regular expression: {error}", "Correct the pattern.")
    if len(table.problems) > known:
        return None
    key = row["id"] or digest_of_parts((row["source"], row["domain"], row["context"]))[:12]
    return Term(
        key,
        row["source"],
        row["target"],
        mode,
        case,
        row["pos"],
        _list(row["forms"]),
        forbidden,
        row["context"],
        row["domain"],
        status,
        row["note"],
        row["evidence"],
        row["reviewer"],
        row["reviewed_at"],
        line,
    )


def _choice(table: Table, line: int, row: Mapping[str, str], name: str, kind: type[E], absent: E) -> E:
    value = row[name]
    if not value:
        return absent
    found: E | None = _members(kind).get(value)
    if found is None:
        choices = ", ".join(kind)
        table.report(line, name, f"unknown-{name}", f"unknown {name} {value!r}", f"Use one of: {choices}.")
        return absent
    return found


@lru_cache(maxsize=10)
def _members(kind: type[E]) -> dict[str, E]:
    return {item.value: item for item in kind}


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip()) if cell else ()


def _check_ids(table: Table, terms: list[Term]) -> None:
    first: dict[str, int] = {}
    for term in terms:
        line = first.setdefault(term.id, term.line)
        if line != term.line and "id" in table.header:
            message = f"id {term.id!r} is already used in line {line}"
            table.report(term.line, "id", "duplicate-id", message, "Give the row an id of its own.")


def _check_conflicts(table: Table, terms: list[Term]) -> None:
    """Two approved targets for one source in one domain and context: nobody could tell which one binds."""
    first: dict[tuple[str, str, str], Term] = {}
    for term in terms:
        if term.status is not Status.APPROVED or not term.target:
            continue
        other = first.setdefault((source_key(term), term.domain, term.context), term)
        if other.target != term.target:
            message = (
                f"{term.source!r} has two approved targets: {other.target!r} (line {other.line}) and {term.target!r}"
            )
            mend = "Approve one, list the other as a form, or give each row a domain or a context."
            table.report(term.line, "target", "two-targets", message, mend)


def source_key(term: Term) -> str:
    """Terms of one key compete for the same words: exact sources count by case, others do not."""
    return _source_key(term.source, term.case)


@lru_cache(maxsize=65_536)
def _source_key(text: str, case: Case) -> str:
    source = normalise(text)
    exact = case is Case.EXACT or (case is Case.SMART and source != fold(source))
    return source if exact else f"~{fold(source)}"
