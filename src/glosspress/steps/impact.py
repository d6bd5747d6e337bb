"""What a change of the term bases will do: the sentences whose translation key changes, their pages, previews, cost.

A query on the ledger. The key of a translation holds the digest of all terms that match its sentence, so a sentence is
touched exactly when a row that is on one side only, or asks something else there, matches it (docs/glossary-releases.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from glosspress import locales
from glosspress.article import Rich
from glosspress.event import page_subject
from glosspress.glossary import Glossary, Matcher, Term, TermBases
from glosspress.glossary.diff import Change, Diff, diff
from glosspress.ledger import Ledger, open_ledger
from glosspress.ledger.records import PageRef
from glosspress.review.standing import Human
from glosspress.steps.desk import Desk, open_desk
from glosspress.translation import Translation
from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Touched:
    """A sentence of a locale whose key changes, wherever it stands on newest or online versions of pages."""

    locale: str
    source: str
    terms: tuple[str, ...]
    """Ids of the changed terms that match it, sorted."""
    keys: tuple[str, ...]
    """Of its stored translations."""
    pages: tuple[PageRef, ...]
    human: Human | None
    """The text persons answer for; it is never replaced."""
    bases: tuple[str, ...] = ()
    """Pairs of the term bases that serve its locale."""

    @property
    def words(self) -> int:
        """Of the source."""
        return len(self.source.split())

    @property
    def online(self) -> bool:
        """True when readers see it now."""
        return any(page.online for page in self.pages)


@dataclass(frozen=True, slots=True)
class Preview:
    """A touched sentence before and after, both really translated."""

    touched: Touched
    page: str
    """`<source>/<slug>` of one of its pages."""
    before: Translation
    after: Translation
    proposal: bool = False
    """True: a person's text; `after` is what is proposed to a reviewer."""


@dataclass(frozen=True, slots=True)
class Impact:
    """A difference and what it will do."""

    diff: Diff
    segments: tuple[Touched, ...]
    """By locale, those online first, then by number of pages."""
    speed: float | None
    """Source words a second of past runs, all in; None: no run has translated anything yet."""
    previews: tuple[Preview, ...] = ()
    notes: tuple[str, ...] = ()
    """What could not be shown, and why."""

    @property
    def words(self) -> int:
        """Source words to translate at most: what is in the ledger already is not done again."""
        return sum(item.words for item in self.segments if item.human is None)

    @property
    def seconds(self) -> float | None:
        """Estimated by the speed of past runs."""
        return None if self.speed is None else self.words / self.speed

    @property
    def locales(self) -> tuple[str, ...]:
        """Locales with a touched sentence."""
        return tuple(dict.fromkeys(item.locale for item in self.segments))

    def pages(self, locale: str | None = None) -> list[PageRef]:
        """The versions of pages on which touched sentences stand, without repetition."""
        found = {page: None for item in self.segments if locale in (None, item.locale) for page in item.pages}
        return sorted(found, key=lambda page: (page.locale, page.id, page.digest))


def impact(workspace: Workspace, before: TermBases, after: TermBases) -> Impact:
    """What going from one state to the other touches. GlossaryError: a file of either does not load."""
    ledger = open_ledger(workspace.ledger_url)
    changes = diff(before, after)
    source = locales.parse(workspace.config.source_language)
    segments: list[Touched] = []
    for tag in _tags(workspace, ledger):
        changed = changed_terms(before.glossary(source.tag, tag), after.glossary(source.tag, tag))
        if changed:
            bases = (*before.serving(source.tag, tag), *after.serving(source.tag, tag))
            segments += _touched(open_desk(workspace, tag), changed, tuple(dict.fromkeys(bases)))
    return Impact(changes, tuple(segments), _speed(ledger))


def changed_terms(before: Glossary | None, after: Glossary | None) -> list[Term]:
    """The approved rows that are on one side only, or ask something else there."""
    sides = [{term.effect: term for term in side.terms} if side else {} for side in (before, after)]
    return [term for one, other in (sides, sides[::-1]) for effect, term in one.items() if effect not in other]


def touched_by(changed: Sequence[Term], texts: Sequence[str]) -> list[frozenset[str]]:
    """Ids of the changed terms that match, of each text; a text with none keeps its key."""
    return Matcher(changed).ids_in(texts)


def by_change(found: Impact) -> list[list[Touched]]:
    """For each change of the difference the sentences it touches, in the order of the impact."""
    touching: dict[str, list[Touched]] = {}
    for item in found.segments:
        for term in item.terms:
            touching.setdefault(term, []).append(item)
    return [
        _distinct_items(item for name in change.ids for item in touching.get(name, ()) if change.pair in item.bases)
        if change.binds
        else []
        for change in found.diff.changes
    ]


def changes_of(item: Touched, changes: Diff) -> list[Change]:
    """The changes that touch a sentence."""
    terms = set(item.terms)
    return [c for c in changes.changes if c.binds and terms.intersection(c.ids) and c.pair in item.bases]


def _distinct_items(items: Iterable[Touched]) -> list[Touched]:
    return list({(item.locale, item.source): item for item in items}.values())


def _tags(workspace: Workspace, ledger: Ledger) -> list[str]:
    """Locales of the configuration, then others that have pages online."""
    return list(dict.fromkeys([*workspace.config.locales, *sorted({page.locale for page in ledger.online()})]))


def _touched(desk: Desk, changed: Sequence[Term], bases: tuple[str, ...]) -> list[Touched]:
    ledger, tag = desk.ledger, desk.locale.tag
    stored = list(ledger.segment_sources(f"{desk.source.language}-{desk.locale.language}"))
    ids = touched_by(changed, [source for _, source in stored])
    hit = {key: (source, found) for (key, source), found in zip(stored, ids, strict=True) if found}
    grouped: dict[str, tuple[list[str], list[PageRef]]] = {}
    for key, refs in ledger.pages_with(list(hit)).items():
        mine = [ref for ref in refs if ref.locale == tag]
        if mine:
            keys, places = grouped.setdefault(hit[key][0], ([], []))
            keys.append(key)
            places += mine
    made = [
        Touched(
            tag,
            source,
            tuple(sorted(hit[keys[0]][1])),
            tuple(sorted(keys)),
            _distinct(places),
            _human(desk, source, places),
            bases,
        )
        for source, (keys, places) in grouped.items()
    ]
    return sorted(made, key=lambda item: (not item.online, -len(item.pages), item.source))


def _distinct(refs: Sequence[PageRef]) -> tuple[PageRef, ...]:
    if len(refs) == 1:
        return tuple(refs)
    return tuple(sorted(set(refs), key=lambda ref: (ref.id, not ref.online, ref.digest)))


def _human(desk: Desk, source: str, pages: Sequence[PageRef]) -> Human | None:
    """The text that serves for a sentence on one of its pages at least."""
    if not desk.memory.histories:
        return None
    for page in pages:
        serves = desk.rules(page.id.partition("/")[0]).post_edited_serves
        found = desk.memory.recall(Rich(source), page_subject(page.id, page.locale), post_edited=serves)
        if found is not None:
            return found.human
    return None


def _speed(ledger: Ledger) -> float | None:
    words, seconds = 0, 0.0
    for run in ledger.runs():
        if run.finished and run.words:
            began, ended = (datetime.fromisoformat(text) for text in (run.started, run.finished))
            words += run.words
            seconds += max(1.0, (ended - began).total_seconds())
    return words / seconds if words else None
