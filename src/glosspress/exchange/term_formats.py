"""The formats of term lists by name and by file name, with what each of them can carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from glosspress.errors import ExchangeError, UsageError
from glosspress.exchange import delimited, spreadsheet, tbx, tbx_reading, tmx_terms, weblate
from glosspress.exchange.term_columns import filled
from glosspress.glossary import Status, Term
from glosspress.glossary.proposal import Proposal
from glosspress.glossary.term import COLUMNS

_ALL = frozenset(COLUMNS)
_PAIR = frozenset({"source", "target"})
_WEBLATE = _PAIR | {"id", "status", "domain", "note", "evidence"}
Reader = Callable[[bytes, str, str, str], list[Proposal]]


@dataclass(frozen=True, slots=True)
class TermFormat:
    """A format that terms leave in, and come back in."""

    name: str
    suffix: str
    write: Callable[[Sequence[Term], str, str], bytes]
    read: Reader
    carries: frozenset[str] = _ALL
    """The columns it can hold."""
    engine: bool = False
    """True: a translation service takes every row as binding, so only approved rows that always hold go out."""
    targets: bool = False
    """True: a row without a target cannot stand in it."""


FORMATS = {
    item.name: item
    for item in (
        TermFormat("tbx", ".tbx", tbx.write_v3, tbx_reading.read),
        TermFormat("tbx2", ".tbx", tbx.write_v2, tbx_reading.read),
        TermFormat("tmx", ".tmx", tmx_terms.write, tmx_terms.read, targets=True),
        TermFormat("xlsx", ".xlsx", spreadsheet.write, spreadsheet.read),
        TermFormat("csv", ".csv", delimited.write_own, delimited.read),
        TermFormat("deepl", ".csv", delimited.write_deepl, delimited.read, _PAIR, engine=True, targets=True),
        TermFormat(
            "deepl-tsv", ".tsv", delimited.write_deepl_tsv, delimited.read_deepl_tsv, _PAIR, engine=True, targets=True
        ),
        TermFormat(
            "google", ".csv", delimited.write_google, delimited.read, _PAIR | {"pos", "note"}, engine=True, targets=True
        ),
        TermFormat("amazon", ".csv", delimited.write_amazon, delimited.read, _PAIR, engine=True, targets=True),
        TermFormat("amazon-tmx", ".tmx", tmx_terms.write, tmx_terms.read, engine=True, targets=True),
        TermFormat("weblate", ".csv", weblate.write, delimited.read, _WEBLATE, targets=True),
        TermFormat("weblate-tbx", ".tbx", tbx.write_v2, tbx_reading.read),
    )
}
"""`tbx` is version 3; `csv` are our own columns."""
_BY_SUFFIX: dict[str, Reader] = {
    ".tbx": tbx_reading.read,
    ".tmx": tmx_terms.read,
    ".xlsx": spreadsheet.read,
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".txt": delimited.read,
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file for another tool, and what it does not hold."""

    data: bytes
    terms: int
    lost: tuple[str, ...]
    """Sentences for a person: columns and rows that stayed behind."""


def by_name(name: str) -> TermFormat:
    """UsageError: no such format."""
    if name not in FORMATS:
        raise UsageError(f"no format {name!r}", "", f"one of: {', '.join(FORMATS)}")
    return FORMATS[name]


def export(terms: Sequence[Term], form: TermFormat, source: str, target: str) -> Exported:
    """The terms in a format, with all that it cannot carry told."""
    kept, lost = list(terms), []

    def leave(rule: Callable[[Term], bool], why: str) -> None:
        gone = [term for term in kept if rule(term)]
        if gone:
            kept[:] = [term for term in kept if not rule(term)]
            lost.append(f"{len(gone)} rows stay behind, {why}: {_some(gone)}")

    if form.engine:
        leave(lambda term: term.status is not Status.APPROVED, "not approved")
        leave(lambda term: bool(term.context), "bound to a context, which the service would not heed")
    if "mode" not in form.carries and not form.engine:
        leave(lambda term: term.status is Status.DEPRECATED, "deprecated")
    if form.targets:
        leave(lambda term: not term.target, "without a target")
    if form.engine:
        seen: Counter[str] = Counter(term.source for term in kept)
        leave(lambda term: seen[term.source] > 1, "one source with several targets")
    columns = Counter(name for term in kept for name in filled(term) if name not in form.carries)
    if columns:
        named = ", ".join(f"{name} ({columns[name]} rows)" for name in COLUMNS if name in columns)
        lost.append(f"the format has no place for {named}")
    return Exported(form.write(kept, source, target), len(kept), tuple(lost))


def _some(terms: Sequence[Term]) -> str:
    more = f" and {len(terms) - 5} more" if len(terms) > 5 else ""
    return ", ".join(term.id for term in terms[:5]) + more


def read(data: bytes, path: Path, source: str, target: str, name: str = "") -> list[Proposal]:
    """The rows of a file in a named format, or the one its suffix says. ExchangeError with its place."""
    reader = by_name(name).read if name else _BY_SUFFIX.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(_BY_SUFFIX)
        raise ExchangeError(f"{path.suffix or path.name!r} is no format of terms", str(path), f"a file in {known}")
    return reader(data, str(path), source, target)
