"""Term bases as XLSX: every cell is text and never a formula, one sheet, the first line frozen."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from glosspress.errors import ExchangeError
from glosspress.exchange.delimited import named, row_of
from glosspress.exchange.term_columns import cells_of
from glosspress.glossary import Term
from glosspress.glossary.proposal import Proposal
from glosspress.glossary.term import COLUMNS

MAX_UNPACKED = 200_000_000
MAX_CELL = 32_767
"""Characters of a cell; a limit of the format."""
_MOMENT = re.compile(rb">\d{4}-\d\d-\d\dT[\d:.]+Z<")
_UNREADABLE = (
    KeyError, IndexError, ValueError, TypeError, AttributeError, SyntaxError, LookupError, EOFError, NotImplementedError,
    RuntimeError, OSError, zlib.error, zipfile.BadZipFile,
)  # fmt: skip
"""What openpyxl and zipfile raise at damaged workbooks."""
_WIDTHS = {"source": 32, "target": 36, "forms": 44, "note": 50, "evidence": 34, "forbidden": 22, "context": 22}


def write(terms: Sequence[Term], source: str, target: str) -> bytes:
    """A workbook of a pair. ExchangeError: a cell longer than the format allows."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = f"{source}-{target}"[:31]
    for number, name in enumerate(COLUMNS, 1):
        cell = sheet.cell(1, number, name)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS.get(name, 14)
    for line, term in enumerate(terms, 2):
        cells = cells_of(term)
        for number, name in enumerate(COLUMNS, 1):
            if len(cells[name]) > MAX_CELL:
                raise ExchangeError(
                    f"{name!r} of {term.id!r} is longer than {MAX_CELL:,} characters", f"line {term.line}"
                )
            if cells[name]:
                _text(sheet.cell(line, number), cells[name])
    sheet.freeze_panes = "C2"
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _timeless(data: bytes) -> bytes:
    """Without the moment of writing: equal rows, equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for item in made.infolist():
            content = made.read(item)
            if item.filename == "docProps/core.xml":
                content = _MOMENT.sub(b">2000-01-01T00:00:00Z<", content)
            copy.writestr(zipfile.ZipInfo(item.filename), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _text(cell: Any, value: str) -> None:
    """Text whatever it begins with; the mark before it keeps it text when somebody edits the cell."""
    cell.value = value
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = value[0] in "=+-@"


def read(data: bytes, name: str, source: str, target: str) -> list[Proposal]:
    """The rows of the first sheet; numbers and dates as they are written in ISO form.

    ExchangeError with sheet and cell: no workbook, one with declarations in its XML, too large, a formula, no heading.
    """
    _inspect(data, name)
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheet = load_workbook(io.BytesIO(data), data_only=False, keep_links=False).worksheets[0]
    except (InvalidFileException, *_UNREADABLE) as error:
        raise ExchangeError(f"is no workbook: {error}", name, "save it as .xlsx") from None
    columns: dict[int, str] | None = None
    found = []
    for cells in sheet.iter_rows():
        values = [_value(cell, name) for cell in cells]
        if not any(values):
            continue
        line = cells[0].row
        where = f"{name}:{sheet.title}!A{line}"
        if columns is None:
            columns = named(values, where, source, target)
            if columns is None:
                columns = {0: "source", 1: "target"}
            else:
                continue
        found.append(row_of({column: values[place] for place, column in columns.items()}, where, line))
    return found


def _inspect(data: bytes, name: str) -> None:
    """Before anything is parsed: sizes, and no XML that declares entities (OOXML has no document types at all)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
                raise ExchangeError(f"unpacks to more than {MAX_UNPACKED:,} bytes", name)
            for item in archive.infolist():
                if item.filename.endswith((".xml", ".rels")):
                    start = archive.open(item).read(1_000_000).replace(b"\0", b"").upper()
                    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                        raise ExchangeError(f"{item.filename} declares entities; it is not opened", name)
    except _UNREADABLE as error:
        raise ExchangeError(f"is no workbook: {error}", name, "save it as .xlsx") from None


def _value(cell: Any, name: str) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        place = f"{name}:{cell.parent.title}!{cell.coordinate}"
        raise ExchangeError("holds a formula", place, "write its result as text")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
