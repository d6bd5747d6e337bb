"""Watch a source: its published articles beside what the source says today.

Nothing is stored about a change: the class follows from the snapshot a page was made from and the one of today. Nothing is
withdrawn or translated here; what a person should decide is proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from glosspress import workspace
from glosspress.changes import Change, ChangeKind, classify, retraction
from glosspress.digest import utc_now
from glosspress.errors import FetchError, GlosspressError, InputError, LedgerError, UsageError
from glosspress.glossary import Glossary, for_pair, of_terms
from glosspress.ingest import LeftOutError, MissingError, ingest, revisit
from glosspress.ingest.addresses import shown
from glosspress.ledger import Ledger, open_ledger
from glosspress.snapshot import Snapshot
from glosspress.sources import Source, load_all
from glosspress.steps import progress
from glosspress.steps.gathering import cleaned
from glosspress.steps.job import Problem
from glosspress.steps.reading import article_of
from glosspress.steps.watched import SourceWatch, Watch, Watched
from glosspress.workspace import Workspace

_INTERVALS = {"hourly": 1.0, "daily": 24.0, "weekly": 168.0, "monthly": 720.0}
_SLACK = 0.9
"""A watch that starts a little early for its schedule is not too early."""
_GONE = frozenset({404, 410})
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class _Known:
    """A published article: the snapshot it was made from (without its bytes) and where it is online."""

    page: str
    sha256: str
    locales: tuple[str, ...]
    snapshot: Snapshot

    @property
    def url(self) -> str:
        return self.snapshot.url


def watch(root: Path, sources: Sequence[str] | None, *, everything: bool = False) -> Watch:
    """Look at all sources that are due, or at the named ones now; `everything`: at all of them now.

    UsageError: no such source. LedgerError: it cannot be opened. A source that fails is a problem beside the others.
    """
    return Watch(
        utc_now(), tuple(watch_source(root, name, now=now) for name, now in planned(root, sources, everything))
    )


def planned(root: Path, sources: Sequence[str] | None, everything: bool) -> list[tuple[str, bool]]:
    """Ids of the sources to look at, and whether now or when they are due."""
    here = workspace.find(root)
    known = [source.id for source in load_all(here)]
    for name in sources or ():
        if name not in known:
            raise UsageError(f"no source `{name}`", "sources/", f"one of: {', '.join(known) or 'none is defined yet'}")
    return [(name, everything or bool(sources)) for name in (sources or known)]


def watch_source(root: Path, source_id: str, *, now: bool) -> SourceWatch:
    """One source. With `now` false nothing is asked before its schedule says so."""
    here = workspace.find(root)
    source = next(item for item in load_all(here) if item.id == source_id)
    ledger = open_ledger(here.ledger_url)
    if not now and not _due(source, ledger):
        return SourceWatch(source.id, due=False)
    look = _Look(here, source, ledger)
    look.at_listing()
    look.at_the_rest()
    return SourceWatch(source.id, True, tuple(look.seen.values()), tuple(look.new), tuple(look.problems))


class _Look:
    """One look at one source."""

    def __init__(self, here: Workspace, source: Source, ledger: Ledger) -> None:
        self._here, self._source, self._ledger = here, source, ledger
        self._known = {item.url: item for item in _published(source, ledger)}
        self._glossaries: dict[tuple[str, ...], Glossary | None] = {}
        self._failing: set[str] = set()
        self._told = progress.fetching(source.id)
        self.seen: dict[str, Watched] = {}
        self.new: list[str] = []
        self.problems: list[Problem] = []

    def at_listing(self) -> None:
        """What the source lists now."""
        for found in ingest(self._source, self._here, ledger=self._ledger, today=True, told=self._told):
            if isinstance(found, Snapshot) and found.url not in self._known:
                self.new.append(found.url)
                self._keep(found)
            elif isinstance(found, Snapshot):
                self._compare(self._known[found.url], found)
            elif found.where in self._known:
                self._failed(self._known[found.where], found)
            else:
                self._problem(found)

    def at_the_rest(self) -> None:
        """Published articles that the source does not list (any more): each is asked for by itself."""
        rest = [item for url, item in self._known.items() if item.page not in self.seen and url not in self._failing]
        snapshots = [item.snapshot for item in rest]
        again = revisit(self._source, self._here, snapshots, ledger=self._ledger, told=self._told)
        for known, found in zip(rest, again, strict=True):
            if isinstance(found, Snapshot):
                self._compare(known, found)
            else:
                self._failed(known, found)
        moved = {item.new_url for item in self.seen.values() if item.new_url}
        self.new = [url for url in self.new if url not in moved]

    def _compare(self, known: _Known, found: Snapshot) -> None:
        if found.sha256 == known.sha256 and found.url == known.url:
            self._see(known, ChangeKind.UNCHANGED)
            return
        try:
            before = article_of(self._ledger.snapshot(known.sha256, known.url), self._source)
            after = cleaned(self._ledger, found, self._source)
        except GlosspressError as error:
            self._problem(error)
            return
        change = classify(before, after, self._source.language, self._glossary(known.locales))
        words = "" if retraction(before) else retraction(after)
        moved = found.url != known.url
        kind = ChangeKind.GONE if words else ChangeKind.MOVED if moved else _visible(change)
        why = f"the source takes it back: “{words}”" if words else ""
        self._see(known, kind, change, new_url=found.url if moved else "", why=why)

    def _failed(self, known: _Known, error: InputError) -> None:
        missing = isinstance(error, MissingError) or (isinstance(error, FetchError) and error.status in _GONE)
        if missing or not self._source.web:
            self._see(known, ChangeKind.GONE, why=f"{error.what}{self._since(known)}")
        elif not isinstance(error, LeftOutError):
            self._failing.add(known.url)
            self._problem(error)

    def _since(self, known: _Known) -> str:
        """How long it has been so, from the visits; empty for the first time."""
        visits = self._ledger.visits(known.url, 50)
        failed = next(
            (n for n, visit in enumerate(visits) if visit.status in {200, 304} and visit.snapshot), len(visits)
        )
        return f" ({failed} times since {visits[failed - 1].at[:10]})" if failed > 1 else ""

    def _see(
        self, known: _Known, kind: ChangeKind, change: Change | None = None, *, new_url: str = "", why: str = ""
    ) -> None:
        self.seen[known.page] = Watched(
            page=known.page,
            source=self._source.id,
            url=known.url,
            kind=kind,
            locales=known.locales,
            outdated=bool(change and change.kind.outdates),
            details=_details(change) if change else (),
            new_url=new_url,
            why=why,
        )

    def _keep(self, found: Snapshot) -> None:
        try:
            cleaned(self._ledger, found, self._source)
        except InputError as error:
            self.new.remove(found.url)
            self._problem(error)

    def _problem(self, error: GlosspressError) -> None:
        self.problems.append(Problem(error.where, error.what, error.next_step, not isinstance(error, LeftOutError)))

    def _glossary(self, tags: tuple[str, ...]) -> Glossary | None:
        """The terms of all locales in which a page is online."""
        if tags not in self._glossaries:
            found = [for_pair(self._here, self._source.language, tag) for tag in tags]
            terms = {term.source: term for glossary in found if glossary for term in glossary.terms}
            self._glossaries[tags] = of_terms(terms.values()) if terms else None
        return self._glossaries[tags]


def _published(source: Source, ledger: Ledger) -> Iterable[_Known]:
    """The articles of a source that are online, each once, with the snapshot of its newest page."""
    pages: dict[str, tuple[str, str, list[str]]] = {}
    for page in ledger.iterate_current_pages():
        if page.origin.source == source.id:
            place = pages.setdefault(page.id, (page.origin.snapshot_sha256, page.origin.url, []))
            place[2].append(page.locale)
    for page_id, (sha, url, tags) in pages.items():
        try:
            snapshot = ledger.snapshot(sha, url)
        except LedgerError:  # its own idea of its address differs from where it was found
            snapshot = ledger.snapshot(sha)
        yield _Known(page_id, sha, tuple(tags), replace(snapshot, body=b""))


def _due(source: Source, ledger: Ledger) -> bool:
    first = source.url or next(iter(source.urls), "")
    visit = ledger.latest_visit(shown(first)) if first else None
    if visit is None:
        return True
    age = datetime.now(UTC) - datetime.fromisoformat(visit.at)
    return age >= timedelta(hours=_INTERVALS[source.schedule] * _SLACK)


def _visible(change: Change) -> ChangeKind:
    """Other bytes with the same article: something around it changed."""
    return ChangeKind.BOILERPLATE if change.kind is ChangeKind.UNCHANGED else change.kind


def _details(change: Change) -> tuple[str, ...]:
    lines = []
    for part in sorted(change.parts, key=lambda part: part.kind is not change.kind):
        facts = [f"{fact.kind}: {_list(fact.before)} → {_list(fact.after)}" for fact in part.facts]
        lines.append("; ".join(facts) if facts else f"“{_short(part.before)}” → “{_short(part.after)}”")
    return tuple(lines[:20])


def _list(words: Sequence[str]) -> str:
    return _short(", ".join(words)) or "none"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
