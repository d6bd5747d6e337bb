"""A loaded term base."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from glosspress.digest import digest
from glosspress.glossary.matcher import Match, Matcher
from glosspress.glossary.problems import first_error
from glosspress.glossary.rows import parse
from glosspress.glossary.table import read
from glosspress.glossary.term import Status, Term


@dataclass(frozen=True)
class Glossary:
    """The approved terms of one language pair, ready to match. Equal content, equal `sha256`."""

    name: str
    """`en-pt-BR`: the file's stem."""
    terms: tuple[Term, ...]
    """The approved terms; proposed and deprecated ones do not bind."""
    release: str = ""
    """The release whose content it is, `2026.11.21`; empty: of none."""

    @property
    def label(self) -> str:
        """How pages and translations name it: `en-pt@2026.11.21#1a2b3c4d`, `en-pt@unreleased#1a2b3c4d`."""
        return f"{self.name}@{self.release or 'unreleased'}#{self.sha256[:8]}"

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
    return of_terms(read_terms(Path(path)), Path(path).stem)


def read_terms(path: Path) -> tuple[Term, ...]:
    """The rows of a file, of any status. Raises GlossaryError with `file:line:column` of the first fault."""
    table = read(path)
    terms = parse(table)
    error = first_error(table.problems)
    if error:
        raise error
    return tuple(terms)


def of_terms(terms: Iterable[Term], name: str = "en-xx") -> Glossary:
    """A term base of terms that are in no file."""
    return Glossary(name, tuple(term for term in terms if term.status is Status.APPROVED))


def digest_of(matches: Iterable[Match]) -> str:
    """Digest of the terms that match a sentence, for its translation key: only changes that concern it count."""
    return digest(sorted({match.term.effect for match in matches}))
