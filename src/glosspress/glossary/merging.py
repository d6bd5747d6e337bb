"""Term bases with some of their changes taken back: what a reviewer did not let through stays as it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence

from glosspress.errors import UsageError
from glosspress.glossary.diff import Change, Diff
from glosspress.glossary.table import Table, read
from glosspress.glossary.termbases import TermBases


def chosen(changes: Diff, names: Collection[str]) -> tuple[Change, ...]:
    """The changes that some names mean: a term's id (`bdnf`, of all pairs) or pair and id (`en-pt:bdnf`).

    UsageError: a name means no change.
    """
    found = {name: [c for c in changes.changes if name in c.ids or name in _full(c)] for name in names}
    for name, meant in found.items():
        if not meant:
            known = ", ".join(f"{change.pair}:{change.ids[0]}" for change in changes.changes[:12])
            raise UsageError("no change of this term", name, f"changed terms: {known}")
    return tuple(change for change in changes.changes if any(change in meant for meant in found.values()))


def without(before: TermBases, after: TermBases, taken_back: Iterable[Change]) -> dict[str, bytes]:
    """The files of `after`, by file name, with some changes as they were in `before`.

    A file without such a change keeps its bytes. A new file all of whose rows are taken back is left out.
    """
    by_pair: dict[str, list[Change]] = {}
    for change in taken_back:
        by_pair.setdefault(change.pair, []).append(change)
    contents = {f"{pair}.csv": path.read_bytes() for pair, path in after.paths.items()}
    for pair, changes in by_pair.items():
        made = _merged(pair, before, after, changes)
        if made is None:
            contents.pop(f"{pair}.csv", None)
        else:
            contents[f"{pair}.csv"] = made
    return contents


def _full(change: Change) -> list[str]:
    return [f"{change.pair}:{name}" for name in change.ids]


def _merged(pair: str, before: TermBases, after: TermBases, changes: Sequence[Change]) -> bytes | None:
    old = read(before.paths[pair]) if pair in before.paths else None
    new = read(after.paths[pair]) if pair in after.paths else None
    header = new.header if new else old.header if old else []
    back = {term.line: change for change in changes for term in change.after}
    rows: list[list[str]] = []
    done: set[Change] = set()
    for line, cells in new.rows if new else ():
        change = back.get(line)
        if change is None:
            rows.append(cells)
        elif change not in done:
            done.add(change)
            rows += _rows(old, change, header)
    for change in changes:
        if change not in done:
            rows += _rows(old, change, header)
    if not rows and old is None:
        return None
    ending = "\r\n" if (new or old) and _crlf(before, after, pair) else "\n"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=ending)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def _rows(old: Table | None, change: Change, header: Sequence[str]) -> list[list[str]]:
    """The rows of a change as they were, in the columns of the new file."""
    if old is None:
        return []
    lines = {term.line for term in change.before}
    placed = [dict(zip(old.header, cells, strict=False)) for line, cells in old.rows if line in lines]
    for cells in placed:
        spare = [name for name, value in cells.items() if value and name not in header]
        if spare:
            message = f"the column {spare[0]!r} was removed; the row of {change.source!r} cannot be as it was"
            raise UsageError(message, change.pair, "put the column back, then release again")
    return [[cells.get(name, "") for name in header] for cells in placed]


def _crlf(before: TermBases, after: TermBases, pair: str) -> bool:
    path = after.paths.get(pair) or before.paths[pair]
    return b"\r\n" in path.read_bytes()
