"""What a watch saw: small frozen records, for people, for `--json` and for artifacts."""

from __future__ import annotations

import shlex
from dataclasses import asdict, dataclass
from typing import Any

from glosspress.changes import ChangeKind
from glosspress.steps.job import Problem
from glosspress.steps.tables import markdown_table

_ORDER = [ChangeKind.GONE, ChangeKind.SAFETY, ChangeKind.CONTENT, ChangeKind.MOVED, ChangeKind.TYPOGRAPHIC,
          ChangeKind.BOILERPLATE, ChangeKind.UNCHANGED]  # fmt: skip
_MEANING = {
    ChangeKind.GONE: "translations have no source any more",
    ChangeKind.SAFETY: "translations are outdated in a number, dose, unit, term, negation, warning or instruction",
    ChangeKind.CONTENT: "translations are outdated",
    ChangeKind.MOVED: "the same article is at another address",
    ChangeKind.TYPOGRAPHIC: "no word and no number differs",
    ChangeKind.BOILERPLATE: "only what cleaning removes differs",
    ChangeKind.UNCHANGED: "",
}


@dataclass(frozen=True, slots=True)
class Watched:
    """One published article beside its source of today."""

    page: str
    """Id of the page, `<source>/<slug>`."""
    source: str
    url: str
    kind: ChangeKind
    locales: tuple[str, ...]
    """Those in which it is online."""
    outdated: bool = False
    """True: the translations no longer say what the source says."""
    details: tuple[str, ...] = ()
    """What differs, a line each, shortened."""
    new_url: str = ""
    why: str = ""
    """GONE: what the site answers, or the words that take the article back."""

    @property
    def proposal(self) -> str:
        """What a person should decide; empty: nothing."""
        if self.kind is ChangeKind.GONE:
            return f"glosspress withdraw {self.page} --by PERSON --reason {shlex.quote(self.why)}"
        if self.kind is ChangeKind.MOVED:
            return f"write the new address into sources/{self.source}.yaml: {self.new_url}"
        return f"glosspress run --source {self.source}" if self.outdated else ""


@dataclass(frozen=True, slots=True)
class SourceWatch:
    """One source."""

    source: str
    due: bool
    """False: its schedule says later; nothing was asked."""
    articles: tuple[Watched, ...] = ()
    new: tuple[str, ...] = ()
    """Addresses of articles that are not published yet."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """All sources."""

    at: str
    """UTC, RFC 3339."""
    sources: tuple[SourceWatch, ...]

    @property
    def articles(self) -> tuple[Watched, ...]:
        """Of all sources, what matters most first."""
        found = [item for source in self.sources for item in source.articles]
        return tuple(sorted(found, key=lambda item: (_ORDER.index(item.kind), item.page)))

    @property
    def calm(self) -> bool:
        """True when nobody has to do anything."""
        quiet = not any(item.proposal for item in self.articles)
        return quiet and not any(problem.fatal for source in self.sources for problem in source.problems)


def watch_json(watch: Watch) -> dict[str, Any]:
    """The watch for machines."""
    return {
        "at": watch.at,
        "calm": watch.calm,
        "articles": [{**asdict(item), "kind": item.kind.value, "proposal": item.proposal} for item in watch.articles],
        "new": {source.source: list(source.new) for source in watch.sources if source.new},
        "not_due": [source.source for source in watch.sources if not source.due],
        "problems": [asdict(problem) for source in watch.sources for problem in source.problems],
    }


def watch_rows(watch: Watch) -> list[dict[str, str]]:
    """One row an article that changed: page, class, locales, what differs, what to do."""
    return [
        {
            "page": item.page,
            "change": item.kind.value,
            "locales": ", ".join(item.locales),
            "what": item.why or "; ".join(item.details[:3]),
            "next": item.proposal,
        }
        for item in watch.articles
        if item.kind is not ChangeKind.UNCHANGED
    ]


def watch_markdown(watch: Watch) -> str:
    """The digest."""
    counts = [(kind, sum(item.kind is kind for item in watch.articles)) for kind in _ORDER]
    seen = [{"change": kind.value, "articles": n, "meaning": _MEANING[kind]} for kind, n in counts if n]
    parts = [f"# Sources, {watch.at}", markdown_table(seen), "## What changed", markdown_table(watch_rows(watch))]
    fresh = [{"source": source.source, "article": url} for source in watch.sources for url in source.new]
    if fresh:
        parts += ["## New articles", markdown_table(fresh[:100])]
    problems = [problem for source in watch.sources for problem in source.problems]
    if problems:
        rows = [{"where": item.where, "what": item.what, "next": item.next_step} for item in problems]
        parts += ["## What could not be looked at", markdown_table(rows)]
    waiting = [source.source for source in watch.sources if not source.due]
    if waiting:
        parts.append(f"Not due by their schedule: {', '.join(waiting)}.")
    return "\n\n".join(parts) + "\n"
