"""Reading a term base: a CSV file (RFC 4180, UTF-8, comma) as rows with their places."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from glosspress.errors import GlossaryError
from glosspress.glossary.problems import Problem
from glosspress.glossary.term import COLUMNS

MAX_BYTES = 100_000_000
"""No term base is larger; a file beyond it is a mistake."""


@dataclass(slots=True)
class Table:
    """The cells of a file as they stand, and the places to point at."""

    path: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    """(line on which the row begins, cells); blank lines are left out."""
    lines: list[str] = field(repr=False)
    problems: list[Problem] = field(default_factory=list)

    def column(self, line: int, index: int) -> int:
        """1-based character at which cell `index` begins in its line; 1 when the cell begins on a later line."""
        text, position, cell, quoted = self.lines[line - 1], 0, 0, False
        while cell < index and position < len(text):
            if text[position] == '"':
                quoted = not quoted
            elif text[position] == "," and not quoted:
                cell += 1
            position += 1
        return position + 1 if cell == index else 1

    def report(self, line: int, name: str, rule: str, message: str, mend: str, error: bool = True) -> None:
        """Note a problem in the cell of column `name`; an unknown name points at the row."""
        column = self.column(line, self.header.index(name)) if name in self.header else 1
        self.problems.append(Problem(self.path, line, column, rule, message, mend, error))


def read(path: Path) -> Table:
    """The rows of a file. Raises GlossaryError when it is no readable CSV; other faults are in `problems`."""
    text = _decode(path)
    lines = re.split(r"\r\n|\n|\r", text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    header: list[str] = []
    begin = 1
    try:
        for cells in reader:
            if begin == 1:
                header = [cell.strip() for cell in cells]
            elif cells:
                rows.append((begin, cells))
            begin = reader.line_num + 1
    except csv.Error as error:
        raise GlossaryError(
            f"not a CSV row: {error}", f"{path}:{begin}:1", "Close the quotation mark, or double it inside a cell."
        ) from None
    table = Table(str(path), header, rows, lines)
    _check_header(table)
    if not any(problem.rule == "wrong-separator" for problem in table.problems):
        _check_widths(table)
    return table


def _decode(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise GlossaryError(f"larger than {MAX_BYTES:,} bytes", str(path), "Split the term base by domain.")
        data = path.read_bytes()
    except OSError as error:
        raise GlossaryError(f"cannot be read: {error.strerror}", str(path), "Check the path and its rights.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise GlossaryError("not UTF-8", f"{path}:{line}:{column}", "Save the file as UTF-8.") from None


def _check_header(table: Table) -> None:
    single = table.header[0] if len(table.header) == 1 else ""
    separator = next((sign for sign in ";\t" if sign in single), "")
    if separator and {"source", "target"} <= set(single.split(separator)):
        named = "tabs" if separator == "\t" else "semicolons"
        mend = "Save it with commas, as “CSV UTF-8 (comma delimited)”, or bring it in: glosspress glossary import."
        table.report(1, "", "wrong-separator", f"the cells are parted by {named}", mend)
        return
    for name in dict.fromkeys(table.header):
        if name not in COLUMNS:
            mend = f"Use only: {', '.join(COLUMNS)}."
            table.report(1, name, "unknown-column", f"unknown column {name!r}", mend)
        elif table.header.count(name) > 1:
            table.report(1, name, "duplicate-column", f"column {name!r} appears twice", "Remove one of them.")
    for name in ("source", "target"):
        if name not in table.header:
            table.report(1, "", "missing-column", f"no column {name!r}", f"Add {name!r} to the first line.")


def _check_widths(table: Table) -> None:
    for line, cells in table.rows:
        if len(cells) > len(table.header):
            mend = "Put a cell that holds a comma in quotation marks."
            message = f"{len(cells)} cells, the first line has {len(table.header)}"
            table.report(line, "", "too-many-cells", message, mend)
