"""Terms as cells: what columns a row fills, and columns of formats that know no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from glosspress.errors import ExchangeError
from glosspress.glossary import Case, Mode, Status, Term
from glosspress.glossary.proposal import Proposal
from glosspress.glossary.term import COLUMNS

BAR = " | "
_LISTS = ("forms", "forbidden")
_CHOICES = {"mode": Mode, "case": Case, "status": Status}


def cells_of(term: Term) -> dict[str, str]:
    """All columns of a term, as its CSV row has them."""
    cells = {name: str(getattr(term, name)) for name in COLUMNS if name not in _LISTS}
    return cells | {name: "|".join(getattr(term, name)) for name in _LISTS}


def filled(term: Term) -> list[str]:
    """The columns in which a term says more than nothing; a pin with smart case is the usual."""
    usual = {"mode": Mode.PIN, "case": Case.SMART, "status": Status.APPROVED}
    return [name for name, cell in cells_of(term).items() if cell and cell != usual.get(name)]


def term_of(cells: Mapping[str, str], where: str, line: int = 0) -> Term:
    """The term of some cells; absent ones are empty, an absent status is `proposed`.

    ExchangeError: a mode, case or status that is none.
    """
    values: dict[str, object] = {name: (cells.get(name) or "").strip() for name in COLUMNS}
    for name in _LISTS:
        values[name] = tuple(part.strip() for part in str(values[name]).split("|") if part.strip())
    for name, kind in _CHOICES.items():
        value = str(values[name]).lower() or {"mode": "pin", "case": "smart", "status": "proposed"}[name]
        if value not in set(kind):
            raise ExchangeError(f"unknown {name} {value!r}", where, f"one of: {', '.join(kind)}")
        values[name] = kind(value)
    return Term(**values, line=line)  # type: ignore[arg-type]


def proposal(cells: Mapping[str, str], where: str, columns: Iterable[str], line: int = 0) -> Proposal:
    """As `term_of`, with its place and the columns that its origin speaks about."""
    return Proposal(term_of(cells, where, line), where, frozenset(columns))
