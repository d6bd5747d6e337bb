"""Source definitions beside what they promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from glosspress.errors import ConfigError, InputError, UsageError
from glosspress.ingest import LeftOutError, ingest
from glosspress.ledger import open_ledger
from glosspress.sources import Source, load
from glosspress.steps import permission, progress
from glosspress.steps.reading import article_of, foreign, notes_of, promised
from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SourceFinding:
    """One thing to know about a source."""

    grade: str
    """`invalid`: the definition cannot be read; `broken`: it does not hold; `warning`; `good`."""
    where: str
    what: str
    next_step: str = ""


def check_sources(here: Workspace, only: str | None, *, online: bool) -> list[SourceFinding]:
    """Findings of one source or all, by file. UsageError: no such source."""
    paths = sorted(path for path in here.sources.glob("*.y*ml") if path.suffix in {".yaml", ".yml"})
    if only is not None and only not in {path.stem for path in paths}:
        known = ", ".join(path.stem for path in paths) or "none is defined yet"
        raise UsageError(f"no source `{only}`", "sources/", f"one of: {known}")
    return [item for path in paths if only in {None, path.stem} for item in _of_file(here, path, online)]


def _of_file(here: Workspace, path: Path, online: bool) -> Iterator[SourceFinding]:
    where = f"sources/{path.name}"
    try:
        source = load(path)
    except ConfigError as error:
        yield SourceFinding("invalid", error.where, error.what, error.next_step)
        return
    yield from _definition(here, source, where)
    if online or not source.web:
        yield from _promises(here, source, where)
    else:
        yield SourceFinding(
            "good", where, f"kind {source.kind}, valid; not fetched", f"glosspress source check {source.id} --online"
        )


def _definition(here: Workspace, source: Source, where: str) -> Iterator[SourceFinding]:
    status = source.license.status
    if status != "owned" and not source.publisher:
        yield SourceFinding("warning", where, "`publisher` is empty: every page names who published the original")
    if status in {"open", "licensed"} and not source.license.name:
        yield SourceFinding("warning", where, "`license.name` is empty: every page names the licence")
    if status == "fair-use-review":
        with open_ledger(here.ledger_url) as ledger:
            reason = permission.waits(ledger, source)
        if reason:
            yield SourceFinding("warning", where, f"every page is held: {reason}")
    for tag in source.locales:
        if tag not in here.config.locales:
            yield SourceFinding(
                "warning", where, f"`locales` names {tag}, which glosspress.yaml does not", "add it there"
            )
    if source.language.partition("-")[0] != here.config.source_language.partition("-")[0]:
        what = f"`language` is {source.language}, but the workspace translates from {here.config.source_language}"
        yield SourceFinding("broken", where, what, "a workspace of its own for each source language")


def _promises(here: Workspace, source: Source, where: str) -> Iterator[SourceFinding]:
    """What a run would use of the source now; nothing is stored."""
    count = 0
    for found in ingest(source, here, told=progress.fetching(source.id)):
        try:
            if isinstance(found, InputError):
                raise found
            article = article_of(found, source)
            language = "" if source.accepts(found.url) else foreign(article, source)
            if language:
                raise InputError(f"reads as “{language}”, not {', '.join(promised(source))}", found.url)
            if len(article.text) < source.assertions.min_chars and not source.accepts(found.url):
                raise InputError(
                    f"has {len(article.text)} characters, fewer than {source.assertions.min_chars}", found.url
                )
            count += 1
            yield from (SourceFinding("warning", found.url, note) for note in notes_of(article))
        except LeftOutError as error:
            yield SourceFinding("warning", error.where, error.what, error.next_step)
        except InputError as error:
            yield SourceFinding("warning", error.where, f"not used: {error.what}", error.next_step)
    least, most = source.assertions.min_articles, source.assertions.max_articles
    if count < least:
        yield SourceFinding("broken", where, f"only {count} usable articles, at least {least} are promised")
    elif most is not None and count > most:
        yield SourceFinding("warning", where, f"{count} articles, at most {most} are expected")
    else:
        yield SourceFinding("good", where, f"kind {source.kind}, {count} usable articles")
