"""What a translator should know of a term base before it is committed: all faults and all doubts of a file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from glosspress.errors import GlossaryError
from glosspress.glossary.likeness import alike
from glosspress.glossary.problems import Problem
from glosspress.glossary.rows import parse, source_key
from glosspress.glossary.table import Table, read
from glosspress.glossary.term import COLUMNS, Mode, Status, Term
from glosspress.glossary.view import fold, normalise

_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def check(paths: Iterable[Path]) -> list[Problem]:
    """All problems of some term base files, in file and line order; errors are those that `load` raises."""
    found: list[Problem] = []
    for path in paths:
        try:
            table = read(path)
        except GlossaryError as error:
            place = [*error.where.rsplit(":", 2), "1", "1"] if error.where.count(":") > 1 else ["", "1", "1"]
            found.append(Problem(str(path), int(place[1]), int(place[2]), "unreadable", error.what, error.next_step))
            continue
        terms = parse(table)
        readable = not any(problem.rule == "wrong-separator" for problem in table.problems)
        for rule in _RULES if readable else ():
            rule(table, terms)
        found += sorted(table.problems, key=lambda problem: (problem.line, problem.column))
    return found


def _warn(table: Table, line: int, name: str, rule: str, message: str, mend: str) -> None:
    table.report(line, name, rule, message, mend, error=False)


def _untrimmed(table: Table, _terms: list[Term]) -> None:
    for line, cells in table.rows:
        for name, cell in zip(table.header, cells, strict=False):
            if cell and (cell[0] == " " or cell[-1] == " " or "  " in cell):
                _warn(table, line, name, "untrimmed", f"spare white space in {name!r}", "Remove it.")


def _incomplete_header(table: Table, _terms: list[Term]) -> None:
    missing = [name for name in COLUMNS if name not in table.header]
    if "status" in missing:
        message = "no column 'status': every row counts as approved"
        _warn(table, 1, "", "no-status", message, f"Add the columns: {', '.join(missing)}.")


def _duplicates(table: Table, terms: list[Term]) -> None:
    first: dict[tuple[str, str, str, str], Term] = {}
    for term in terms:
        key = (source_key(term), term.domain, term.context, term.target)
        other = first.setdefault(key, term)
        if other is not term:
            message = f"{term.source!r} -> {term.target!r} is already in line {other.line}"
            _warn(table, term.line, "source", "duplicate-row", message, "Remove one of the rows.")


def _contradictions(table: Table, terms: list[Term]) -> None:
    """Different targets in different domains are allowed, but a reader should not meet them by accident."""
    groups: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        if term.status is Status.APPROVED and term.target:
            groups[source_key(term)].append(term)
    for group in groups.values():
        for term in group[1:]:
            if term.domain != group[0].domain and term.target != group[0].target and not term.context:
                message = (
                    f"{term.source!r} is {group[0].target!r} in domain {group[0].domain!r} (line {group[0].line}) and "
                    f"{term.target!r} in {term.domain!r}"
                )
                mend = "Add a context to each row, or agree on one target."
                _warn(table, term.line, "target", "contradiction", message, mend)


def _forms(table: Table, terms: list[Term]) -> None:
    """A note explains why another word stands among the forms; without one a reader cannot know."""
    for term in terms:
        foreign = [form for form in term.forms if not alike(form, term.target)] if not term.note else []
        if foreign:
            names = ", ".join(map(repr, foreign))
            message = f"no word of {term.target!r} stands in {names}"
            mend = "Correct the cell, or say in the note why another word is allowed."
            _warn(table, term.line, "forms", "foreign-form", message, mend)
        allowed = (term.target, *term.forms)
        if len(set(allowed)) < len(allowed):
            twice = next(form for number, form in enumerate(allowed) if form in allowed[:number])
            _warn(table, term.line, "forms", "repeated-form", f"{twice!r} is listed twice", "Remove one of them.")


def _bars(table: Table, _terms: list[Term]) -> None:
    """The bar parts the lists; elsewhere it is a slip."""
    lists = {name: table.header.index(name) for name in ("forms", "forbidden", "target") if name in table.header}
    for line, cells in table.rows:
        for name, index in lists.items():
            cell = cells[index] if index < len(cells) else ""
            if "|" not in cell:
                continue
            if name == "target":
                mend = "Keep the preferred rendering, move the others to 'forms'."
                _warn(table, line, name, "list-as-target", "the target holds a vertical bar", mend)
            elif not all(part.strip() for part in cell.split("|")):
                _warn(table, line, name, "empty-form", f"an empty part in {name!r}", "Remove the spare vertical bar.")


def _forbidden(table: Table, terms: list[Term]) -> None:
    for term in terms if any(term.forbidden for term in terms) else ():
        allowed = {fold(normalise(form)) for form in (term.target, *term.forms) if form} if term.forbidden else set()
        for form in term.forbidden:
            if fold(normalise(form)) in allowed and term.mode is not Mode.FORBID:
                message = f"{form!r} is both allowed and forbidden"
                mend = "Remove it from one of the two cells."
                table.report(term.line, "forbidden", "forbidden-is-preferred", message, mend)
    _forbidden_elsewhere(table, terms)


def _forbidden_elsewhere(table: Table, terms: list[Term]) -> None:
    """Rows of one source, kept apart by context or domain, meet in a sentence that fits both."""
    groups: dict[str, list[Term]] = defaultdict(list)
    refusing = {normalise(term.source).lower() for term in terms if term.forbidden}
    for term in terms if refusing else ():
        if term.status is Status.APPROVED and term.source.lower() in refusing:
            groups[term.source.lower()].append(term)
    for group in groups.values():
        for term in group:
            refused = {fold(normalise(form)) for form in term.forbidden}
            for other in group:
                if other is not term and fold(normalise(other.target)) in refused:
                    message = f"{other.target!r} is forbidden here and the target in line {other.line}"
                    mend = "Give each row a context that excludes the other, or agree on one."
                    _warn(table, term.line, "forbidden", "forbidden-is-preferred", message, mend)


def _reviews(table: Table, terms: list[Term]) -> None:
    for term in terms:
        if "status" in table.header and term.status is Status.APPROVED:
            lacking = [name for name in ("reviewer", "evidence") if not getattr(term, name)]
            if lacking:
                message = f"{term.source!r} is approved without {' and '.join(lacking)}"
                _warn(
                    table, term.line, "status", "approved-without-review", message, "Fill the cells, or set proposed."
                )
        if term.reviewed_at and not _DATE.fullmatch(term.reviewed_at):
            message = f"{term.reviewed_at!r} is not a date"
            _warn(table, term.line, "reviewed_at", "bad-date", message, "Write it as 2026-01-31.")


_RULES: tuple[Callable[[Table, list[Term]], None], ...] = (
    _untrimmed,
    _incomplete_header,
    _duplicates,
    _contradictions,
    _forms,
    _bars,
    _forbidden,
    _reviews,
)
