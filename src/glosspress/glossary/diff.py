"""What differs between two states of the term bases, by meaning: rows in another order or quoted otherwise are no change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from glosspress.glossary.rows import source_key
from glosspress.glossary.term import COLUMNS, Status, Term
from glosspress.glossary.termbases import TermBases

_REVIEW = frozenset({"note", "evidence", "reviewer", "reviewed_at"})


class Kind(StrEnum):
    """What became of a term."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    STATUS = "status"
    """Only its status changed, with note, evidence and reviewer at most."""
    SPLIT = "split"
    """One row became several for the same source: by context, by domain."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A cell before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference."""

    pair: str
    """`en-pt`."""
    kind: Kind
    before: tuple[Term, ...]
    """One row, or none of an added term."""
    after: tuple[Term, ...]
    """One row, none of a removed term, several of a split."""
    fields: tuple[FieldChange, ...] = ()
    """Of a row that stayed one row; of an added or removed one its filled cells."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the rows, those before first."""
        return tuple(dict.fromkeys(term.id for term in (*self.before, *self.after)))

    @property
    def source(self) -> str:
        """The source expression."""
        return (self.after or self.before)[0].source

    @property
    def binds(self) -> bool:
        """Whether translations can differ: what approved rows ask for is not the same."""
        return effects(self.before) != effects(self.after)


@dataclass(frozen=True, slots=True)
class Diff:
    """All differences, by pair and source."""

    before: str
    after: str
    """Names of the two states."""
    changes: tuple[Change, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind, in the order of kinds."""
        found = Counter(change.kind for change in self.changes)
        return {kind.value: found[kind] for kind in Kind if found[kind]}


def diff(before: TermBases, after: TermBases) -> Diff:
    """Compare two states. GlossaryError: a file of either does not load."""
    pairs = sorted({*before.paths, *after.paths})
    changes = [
        change
        for pair in pairs
        for change in (compare(pair, before.terms(pair), after.terms(pair)) if _differs(pair, before, after) else ())
    ]
    return Diff(before.name, after.name, tuple(changes))


def compare(pair: str, before: Sequence[Term], after: Sequence[Term]) -> list[Change]:
    """The differences of one pair, by source."""
    old, new = list(before), list(after)
    changes = [*_splits(pair, old, new)]
    for key in _KEYS:
        changes += [_changed(pair, one, other) for one, other in _matched(old, new, key) if _fields((one,), (other,))]
    changes += [Change(pair, Kind.REMOVED, (term,), (), _fields((term,), ())) for term in old]
    changes += [Change(pair, Kind.ADDED, (), (term,), _fields((), (term,))) for term in new]
    return sorted(changes, key=lambda change: (change.source.lower(), change.source, change.ids))


def effects(terms: Iterable[Term]) -> frozenset[tuple[str, ...]]:
    """What approved rows ask of translations."""
    return frozenset(term.effect for term in terms if term.status is Status.APPROVED)


_KEYS: tuple[Callable[[Term], Hashable], ...] = (
    lambda term: term.id,
    lambda term: (source_key(term), term.context, term.domain, term.target),
    lambda term: (source_key(term), term.context, term.domain),
)
"""By what a row is known again: its id; else, where the id changed, what it is about."""


def _differs(pair: str, before: TermBases, after: TermBases) -> bool:
    paths = [side.paths[pair] for side in (before, after) if pair in side.paths]
    return len(paths) < 2 or paths[0].read_bytes() != paths[1].read_bytes()


def _splits(pair: str, old: list[Term], new: list[Term]) -> list[Change]:
    """Takes from both lists the sources that had one row and have several now."""
    was, now = _by_source(old), _by_source(new)
    found = []
    for key, rows in now.items():
        if len(rows) > 1 and len(was.get(key, ())) == 1:
            found.append(Change(pair, Kind.SPLIT, tuple(was[key]), tuple(rows)))
            for term in was[key]:
                old.remove(term)
            for term in rows:
                new.remove(term)
    return found


def _by_source(terms: Iterable[Term]) -> dict[str, list[Term]]:
    groups: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        groups[source_key(term).removeprefix("~").casefold()].append(term)
    return groups


def _matched(old: list[Term], new: list[Term], key: Callable[[Term], Hashable]) -> list[tuple[Term, Term]]:
    """Takes from both lists the rows that are the same by a key, where the key is no one else's."""
    seen = Counter(map(key, old)), Counter(map(key, new))
    single = {k for k, count in seen[0].items() if count == 1 and seen[1].get(k) == 1}
    known = {key(term): term for term in new if key(term) in single}
    matched = [(term, known[key(term)]) for term in old if key(term) in single]
    old[:] = [term for term in old if key(term) not in single]
    new[:] = [term for term in new if key(term) not in single]
    return matched


def _changed(pair: str, one: Term, other: Term) -> Change:
    fields = _fields((one,), (other,))
    names = {field.name for field in fields} - _REVIEW
    return Change(pair, Kind.STATUS if names == {"status"} else Kind.CHANGED, (one,), (other,), fields)


def _fields(before: Sequence[Term], after: Sequence[Term]) -> tuple[FieldChange, ...]:
    cells = [
        (name, *(cell(side[0], name) if side else "" for side in (before, after)))
        for name in COLUMNS
    ]  # fmt: skip
    return tuple(FieldChange(name, one, other) for name, one, other in cells if one != other)


def cell(term: Term, name: str) -> str:
    """A field as it stands in the file."""
    value = getattr(term, name)
    return " | ".join(value) if isinstance(value, tuple) else str(value)
