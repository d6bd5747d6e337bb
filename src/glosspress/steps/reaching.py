"""What only asking tells: are sources and targets there now? Nothing is stored."""

from __future__ import annotations

from glosspress import publish
from glosspress.errors import InputError
from glosspress.ingest import probe
from glosspress.ingest.addresses import shown
from glosspress.snapshot import Snapshot
from glosspress.sources import Source
from glosspress.steps.reading import article_of, foreign
from glosspress.workspace import Workspace

_TRIED = 3
"""Articles of a source: one that is gone says nothing about the source."""


def reach_source(here: Workspace, source: Source) -> str:
    """A sentence about a source that answers and fits its definition. InputError, FetchError: what is in the way.

    Asked are its list and its first articles; `glosspress source check --online` reads them all.
    """
    count, found = probe(source, here, _TRIED)
    least = source.assertions.min_articles
    if source.web and count < least:
        raise InputError(
            f"lists {count} articles, at least {least} are promised", shown(source.url or ""), _check(source)
        )
    problems = []
    for item in found:
        try:
            return (
                f"{count} articles listed, “{_title(item, source)}” read" if source.web else f"{_title(item, source)}"
            )
        except InputError as error:
            problems.append(error)
    if not problems:
        raise InputError("no article is there", f"sources/{source.id}.yaml", _check(source))
    raise problems[0]


def reach_target(here: Workspace, name: str) -> str:
    """A sentence about a target that can be written. PublishError, ConfigError: what is in the way."""
    return publish.probe(here, name)


def _title(item: Snapshot | InputError, source: Source) -> str:
    """InputError: no article of this source."""
    if isinstance(item, InputError):
        raise item
    article = article_of(item, source)
    if source.accepts(item.url):
        return article.title
    language, least = foreign(article, source), source.assertions.min_chars
    if language:
        raise InputError(f"reads as “{language}”, not {source.language}", item.url, _check(source))
    if len(article.text) < least:
        raise InputError(f"has {len(article.text)} characters, fewer than {least}", item.url, _check(source))
    return article.title


def _check(source: Source) -> str:
    return f"glosspress source check {source.id} --online"
