"""A loaded term base."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from glosspress import locales
from glosspress.digest import digest
from glosspress.glossary.matcher import Match, Matcher
from glosspress.glossary.problems import first_error
from glosspress.glossary.rows import parse
from glosspress.glossary.table import read
from glosspress.glossary.term import Mode, Status, Term

if TYPE_CHECKING:
    from glosspress.workspace import Workspace


@dataclass(frozen=True)
class Glossary:
    """The approved terms of one language pair, ready to match. Equal content, equal `sha256`."""

    name: str
    """`en-pt-BR`: the file's stem."""
    terms: tuple[Term, ...]
    """The approved terms; proposed and deprecated ones do not bind."""

    @cached_property
    def sha256(self) -> str:
        """Digest of all that can change a translation; order of rows, notes and review fields do not count."""
        return digest(sorted(term.effect for term in self.terms))

    @cached_property
    def matcher(self) -> Matcher:
        """The automaton over the sources, built on first use."""
        return Matcher(self.terms)

    @cached_property
    def by_id(self) -> dict[str, Term]:
        """Terms by id."""
        return {term.id: term for term in self.terms}


def load(path: Path | str) -> Glossary:
    """The term base of a file. Raises GlossaryError with `file:line:column` of the first fault."""
    table = read(Path(path))
    terms = parse(table)
    error = first_error(table.problems)
    if error:
        raise error
    return of_terms(terms, Path(path).stem)


def of_terms(terms: Iterable[Term], name: str = "en-xx") -> Glossary:
    """A term base of terms that are in no file."""
    return Glossary(name, tuple(term for term in terms if term.status is Status.APPROVED))


def for_pair(workspace: Workspace, source: str, target: str) -> Glossary | None:
    """The workspace's term base for a pair: `en-pt-BR.csv`, else `en-pt.csv`, else None.

    A pseudo locale without a file of its own keeps what other languages pin letter for letter, NMDA and the like.
    """
    pseudo = locales.parse(target).pseudo
    for tag in dict.fromkeys((target, target if pseudo else target.split("-")[0])):
        path = workspace.glossary / f"{source}-{tag}.csv"
        if path.is_file():
            return load(path)
    return _verbatim(workspace.glossary, source, target) if pseudo else None


def _verbatim(folder: Path, source: str, target: str) -> Glossary | None:
    """The sources of all pins of the term bases in a folder, each to be kept as it stands."""
    pins = [
        term for path in sorted(folder.glob(f"{source}-*.csv")) for term in load(path).terms if term.mode is Mode.PIN
    ]
    kept = {term.source: Term(term.id, term.source, term.source, Mode.PIN, term.case) for term in pins}
    return of_terms(kept.values(), f"{source}-{target}") if kept else None


def digest_of(matches: Iterable[Match]) -> str:
    """Digest of the terms that match a sentence, for its translation key: only changes that concern it count."""
    return digest(sorted({match.term.effect for match in matches}))
