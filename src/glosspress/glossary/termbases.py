"""The term bases of all language pairs at one moment: the working files, a release, a git revision, files anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from glosspress import locales
from glosspress.glossary.contents import Glossary, load, of_terms, read_terms
from glosspress.glossary.lock import Lock, read_lock, release_folder
from glosspress.glossary.term import Mode, Term

if TYPE_CHECKING:
    from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class TermBases:
    """CSV files by the name of their pair (`en-pt`, `en-pt-BR`)."""

    name: str
    """For a person: `2026.11.21`, `HEAD~3`, `working files`."""
    paths: Mapping[str, Path]
    lock: Lock | None = None
    """Of the workspace: what it knows by its content carries the release's name."""

    def terms(self, pair: str) -> tuple[Term, ...]:
        """The rows of a pair, of any status; none where there is no such file. GlossaryError: it does not load."""
        path = self.paths.get(pair)
        return read_terms(path) if path else ()

    def glossary(self, source: str, target: str) -> Glossary | None:
        """The term base that serves a pair of tags: `en-pt-BR`, else `en-pt`, else None.

        A pseudo locale without a file of its own keeps what other languages pin letter for letter, NMDA and the like.
        """
        own = self._own(source, target)
        return self._load(own) if own else self._verbatim(self.serving(source, target), f"{source}-{target}")

    def serving(self, source: str, target: str) -> tuple[str, ...]:
        """The pairs whose files take part in a pair of tags."""
        own = self._own(source, target)
        if own or not locales.parse(target).pseudo:
            return (own,) if own else ()
        return tuple(sorted(pair for pair in self.paths if pair.startswith(f"{source}-")))

    def _own(self, source: str, target: str) -> str:
        general = target if locales.parse(target).pseudo else target.split("-")[0]
        found = (f"{source}-{tag}" for tag in (target, general))
        return next((pair for pair in found if pair in self.paths), "")

    def _load(self, pair: str) -> Glossary:
        loaded = load(self.paths[pair])
        frozen = self.lock.files.get(f"{pair}.csv") if self.lock else None
        known = frozen is not None and frozen.effect == loaded.sha256
        return replace(loaded, name=pair, release=self.lock.version if self.lock and known else "")

    def _verbatim(self, pairs: Sequence[str], name: str) -> Glossary | None:
        """The sources of all pins of some term bases, each to be kept as it stands."""
        loaded = [self._load(pair) for pair in pairs]
        pins = [term for part in loaded for term in part.terms if term.mode is Mode.PIN]
        kept = {term.source: Term(term.id, term.source, term.source, Mode.PIN, term.case) for term in pins}
        if not kept:
            return None
        releases = {part.release for part in loaded}
        made = of_terms(kept.values(), name)
        return replace(made, release=releases.pop() if len(releases) == 1 else "")


def in_folder(folder: Path, name: str, lock: Lock | None = None) -> TermBases:
    """The CSV files of a folder, not of those below it."""
    return TermBases(name, {path.stem: path for path in sorted(folder.glob("*.csv"))}, lock)


def working(workspace: Workspace) -> TermBases:
    """What translators are writing."""
    return in_folder(workspace.glossary, "working files", read_lock(workspace.glossary))


def released(workspace: Workspace, version: str | None = None) -> TermBases | None:
    """A release; the one in force when `version` is left out. None: there is none yet."""
    lock = read_lock(workspace.glossary)
    wanted = version or (lock.version if lock else None)
    return in_folder(release_folder(workspace.glossary, wanted), wanted, lock) if wanted else None


def for_pair(workspace: Workspace, source: str, target: str, *, only_released: bool = False) -> Glossary | None:
    """The term base with which a run translates into a tag.

    The working file, or the release in force where `only_released` or the workspace's policy holds unreleased changes back.
    """
    held_back = only_released or workspace.config.glossary.unreleased == "hold"
    bases = released(workspace) if held_back else None
    return (bases or working(workspace)).glossary(source, target)
