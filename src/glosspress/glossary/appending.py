"""Writing rows into a term base without touching the lines that stay: a change is a small diff."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from glosspress.errors import GlossaryError
from glosspress.glossary.contents import read_terms
from glosspress.glossary.table import read
from glosspress.glossary.term import COLUMNS, Term


def write_rows(path: Path, added: Sequence[Term], replaced: Sequence[Term]) -> None:
    """Append rows and replace others by their line, atomically; a file that is not there is made with all columns.

    GlossaryError: the file does not load, lacks a column that the rows fill, or would not load afterwards; then it stays
    as it was.
    """
    if not path.exists():
        _store(path, _rows(COLUMNS, added, "\n", head=True))
        return
    table = read(path)
    _need(path, table.header, (*added, *replaced))
    lines = list(io.StringIO(path.read_bytes().decode("utf-8"), newline=""))
    ending = "\r\n" if lines[0].endswith("\r\n") else "\n"
    begins = [line for line, _ in table.rows]
    for term in sorted(replaced, key=lambda item: item.line, reverse=True):
        after = next((line for line in begins if line > term.line), len(lines) + 1)
        lines[term.line - 1 : after - 1] = [_rows(table.header, [term], ending)]
    text = "".join(lines)
    text += "" if text.endswith(("\n", "\r")) else ending
    _store(path, text + _rows(table.header, added, ending))


def _rows(header: Sequence[str], terms: Sequence[Term], ending: str, *, head: bool = False) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=ending)
    if head:
        writer.writerow(header)
    for term in terms:
        values = [getattr(term, name) for name in header]
        writer.writerow(["|".join(value) if isinstance(value, tuple) else str(value) for value in values])
    return out.getvalue()


def _need(path: Path, header: Sequence[str], terms: Sequence[Term]) -> None:
    """`status` is always needed: without it every row would count as approved."""
    lacking = [
        name
        for name in COLUMNS
        if name not in header and (name == "status" or (name not in ("id", "mode", "case") and _fills(terms, name)))
    ]
    if lacking:
        message = f"has no column {', '.join(map(repr, lacking))}, which the new rows need; nothing was written"
        raise GlossaryError(message, f"{path}:1:1", "Add the columns to the first line.")


def _fills(terms: Sequence[Term], name: str) -> bool:
    return any(getattr(term, name) for term in terms)


def _store(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        made.write_bytes(text.encode())
        read_terms(made)
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)
