"""Term lists as CSV and TSV: DeepL, Google Cloud Translation, Amazon Translate, and any file with our columns.

DeepL: two columns without a heading (https://developers.deepl.com/api-reference/glossaries). Google: an "equivalent term set",
headed by language tags with `pos` and `description` (https://cloud.google.com/translate/docs/advanced/glossary). Amazon:
headed by language tags (https://docs.aws.amazon.com/translate/latest/dg/how-custom-terminology.html).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from glosspress.errors import ExchangeError
from glosspress.exchange.languages import TAG, chosen
from glosspress.exchange.term_columns import cells_of, proposal
from glosspress.glossary import Term
from glosspress.glossary.proposal import Proposal
from glosspress.glossary.term import COLUMNS

MAX_BYTES = 100_000_000
_OTHER_NAMES = {
    "description": "note", "comment": "note", "comments": "note", "definition": "note", "notes": "note",
    "translator_comments": "note", "developer_comments": "evidence", "source_string": "source",
    "target_string": "target", "translation": "target", "part of speech": "pos", "fuzzy": "fuzzy",
}  # fmt: skip


def write_own(terms: Sequence[Term], _source: str, _target: str) -> bytes:
    """Our own columns, all of them."""
    return _written([list(COLUMNS), *([cells_of(term)[name] for name in COLUMNS] for term in terms)])


def write_deepl(terms: Sequence[Term], _source: str, _target: str) -> bytes:
    """DeepL, as CSV."""
    return _written([[term.source, term.target] for term in terms])


def write_deepl_tsv(terms: Sequence[Term], _source: str, _target: str) -> bytes:
    """DeepL, as TSV: it knows no quotation marks, so a tab or line break becomes a blank."""
    return "".join(f"{_single(term.source)}\t{_single(term.target)}\n" for term in terms).encode()


def write_google(terms: Sequence[Term], source: str, target: str) -> bytes:
    """Google's equivalent term set."""
    return _written([[source, target, "pos", "description"], *([t.source, t.target, t.pos, t.note] for t in terms)])


def write_amazon(terms: Sequence[Term], source: str, target: str) -> bytes:
    """Amazon's custom terminology."""
    return _written([[source, target], *([term.source, term.target] for term in terms)])


def _single(text: str) -> str:
    return " ".join(text.split())


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def read(data: bytes, name: str, source: str, target: str) -> list[Proposal]:
    """The rows of any of these files, told apart by their first line.

    ExchangeError with `file:line`: not UTF-8 or UTF-16, a quotation mark that is not closed, fewer than two columns,
    languages that are not those of the pair.
    """
    rows = rows_of(_decoded(data, name), name)
    if not rows:
        return []
    line, first = rows[0]
    header = [cell.strip() for cell in first]
    columns = None if _deepl(rows, source, target) else named(header, f"{name}:{line}", source, target)
    if columns is None:
        return [_pair(cells, f"{name}:{at}", at, source, target) for at, cells in rows]
    return [
        row_of({column: cells[place] for place, column in columns.items() if place < len(cells)}, f"{name}:{at}", at)
        for at, cells in rows[1:]
    ]


def read_deepl_tsv(data: bytes, name: str, source: str, target: str) -> list[Proposal]:
    """DeepL's TSV, in which a quotation mark is a character like any other. ExchangeError as `read`."""
    lines = enumerate(_decoded(data, name).splitlines(), 1)
    rows = [(line, text.split("\t")) for line, text in lines if text.strip()]
    return [_pair(cells, f"{name}:{line}", line, source, target) for line, cells in rows]


def _deepl(rows: Sequence[tuple[int, list[str]]], source: str, target: str) -> bool:
    """Lines of two terms and their languages, all alike; a heading of languages stands once."""
    tags = rows[0][1][2:4]
    if len(tags) < 2 or chosen(tags[:1], source) is None or chosen(tags[1:], target) is None:
        return False
    return all(cells[2:4] == tags for _, cells in rows[:2])


def named(header: Sequence[str], where: str, source: str, target: str) -> dict[int, str] | None:
    """Our column by the place of a heading; None where the first line is no heading but a pair of terms."""
    low = [cell.lower() for cell in header]
    known = {place: _OTHER_NAMES.get(cell, cell) for place, cell in enumerate(low)}
    known = {place: cell for place, cell in known.items() if cell in (*COLUMNS, "fuzzy")}
    if {"source", "target"} <= set(known.values()):
        return known
    tags = [cell for cell in header if TAG.fullmatch(cell) and cell[0].islower()]
    mine, other = (chosen([cell for cell in header if TAG.fullmatch(cell)], tag) for tag in (source, target))
    if mine is not None and other is not None and mine != other:
        return {header.index(mine): "source", header.index(other): "target"} | {
            place: column for place, column in known.items() if column in ("pos", "note")
        }
    if len(tags) > 2 and len(tags) + len(known) == len(header):
        message = f"the columns are {', '.join(header)}, none is {source if mine is None else target!r}"
        raise ExchangeError(message, where, "give the pair of the file: --pair")
    return None


def row_of(cells: Mapping[str, str], where: str, line: int) -> Proposal:
    """A row with a heading; Weblate's `fuzzy` says that nobody has approved it."""
    mine = dict(cells)
    if "fuzzy" in mine:
        mine["status"] = "approved" if mine.pop("fuzzy").strip().lower() in ("", "false", "0", "no") else "proposed"
    return proposal(mine, where, mine, line)


def _pair(cells: Sequence[str], where: str, line: int, source: str, target: str) -> Proposal:
    """A line of DeepL: two terms, and perhaps their languages."""
    if len(cells) < 2:
        raise ExchangeError("has one column; a term list has two", where, "part the columns by commas or tabs")
    for tag, wanted in zip(cells[2:4], (source, target), strict=False):
        if tag.strip() and chosen([tag.strip()], wanted) is None:
            raise ExchangeError(f"is a pair in {tag.strip()!r}, not {wanted!r}", where, "give its pair: --pair")
    return proposal({"source": cells[0], "target": cells[1]}, where, ("source", "target"), line)


def rows_of(text: str, name: str) -> list[tuple[int, list[str]]]:
    """(line, cells) of all rows that are not empty, parted by what the first line is parted by."""
    first = text.lstrip("\n").split("\n", 1)[0]
    separator = max(("\t", ";", ","), key=lambda sign: (first.count(sign), sign == ","))
    if separator != "\t" and first.count(separator) == 0:
        separator = ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=separator != "\t")
    rows, begin = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((begin, cells))
            begin = reader.line_num + 1
    except csv.Error as error:
        raise ExchangeError(f"not a CSV row: {error}", f"{name}:{begin}", "close the quotation mark") from None
    return rows


def _decoded(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise ExchangeError(f"is larger than {MAX_BYTES:,} bytes", name)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ExchangeError("is not UTF-8", f"{name}:{line}", "save it as “CSV UTF-8”") from None
    if "\0" in text:
        raise ExchangeError("is no text", name, "save it as “CSV UTF-8”")
    return text
