"""What TBX-Basic has no data category for, as notes that people can read and tools keep: `glosspress.mode: prefer`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from glosspress.exchange.term_columns import cells_of
from glosspress.glossary import Case, Mode, Status, Term

_OURS = re.compile(r"glosspress\.([a-z_]+): ?(.*)", re.DOTALL)
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_NAME = re.compile(r"[A-Za-z0-9._-]+")
POS = frozenset({"noun", "verb", "adjective", "adverb", "other"})
"""The part of speech in TBX-Basic; a term's type says `acronym`."""


def entry_id(term: Term) -> str:
    """An XML name: ids of ours may begin with a digit. Empty for an id that makes none."""
    return f"c-{term.id}" if _NAME.fullmatch(term.id) else ""


def dated(term: Term) -> bool:
    """Whether a review fits a transaction: somebody at a date."""
    return bool(term.reviewer and _DATE.fullmatch(term.reviewed_at))


def notes_of(term: Term) -> list[str]:
    """The person's note as it is, then one note a column that has no place of its own."""
    cells = cells_of(term)
    understood = Status.APPROVED if term.target else Status.PROPOSED  # a preferred term is an approved one
    usual = {"mode": Mode.PIN, "case": Case.SMART, "status": understood}
    left = {name: cells[name] for name, value in usual.items() if cells[name] != value}
    left |= {"context": term.context} if term.context else {}
    left |= {} if entry_id(term) else {"id": term.id}
    left |= {} if term.pos in ("", "acronym", *POS) else {"pos": term.pos}
    if not dated(term):
        left |= {name: cells[name] for name in ("reviewer", "reviewed_at") if cells[name]}
    note = f"glosspress.note: {term.note}" if _OURS.fullmatch(term.note) else term.note
    return ([note] if note else []) + [f"glosspress.{name}: {value}" for name, value in left.items()]


def cells_from(notes: Iterable[str]) -> dict[str, str]:
    """The columns that notes hold; several notes of persons are joined."""
    cells: dict[str, str] = {}
    free: list[str] = []
    for text in notes:
        ours = _OURS.fullmatch(text)
        if ours and ours[1] in ("mode", "case", "status", "context", "id", "pos", "reviewer", "reviewed_at", "note"):
            cells[ours[1]] = ours[2]
        elif text and text not in free:
            free.append(text)
    return {**({"note": "; ".join(free)} if free else {}), **cells}
