"""Pack articles into batches: large enough that sentences of similar length meet in the model, and orchestration costs little."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from glosspress import workspace
from glosspress.errors import GlosspressError
from glosspress.steps import progress
from glosspress.steps.desk import open_desk
from glosspress.steps.job import ArticleRef, Batch, Gathered, Job
from glosspress.steps.unchanged import Unchanged

BATCH_WORDS = 20_000
"""Least size of a batch, in words of articles that need work. Only sentences of similar length share a call of the model, and
among so many words all lengths stand several times."""
SHARED_WORDS = 2_000
"""Least size where several processes share the work. A task run costs about 30 ms of CPU; 2,000 words take about 2 s."""
MAX_BATCHES = 45
"""A run's graph stays readable below about 50 task runs, so batches grow with the corpus."""


def pack(gathered: Iterable[Gathered], locales: Sequence[str]) -> list[Batch]:
    """Batches of at least `SHARED_WORDS` words a locale, in the order of the sources; the last one takes the rest."""
    sources = list(gathered)
    groups = {locale: _grouped(_articles(sources, locale), locales, SHARED_WORDS) for locale in locales}
    return [batch for locale in locales for batch in _batches(locale, groups[locale])]


def plan(job: Job, gathered: Iterable[Gathered], *, shared: bool = False) -> list[Batch]:
    """Batches of the articles that need work; those whose pages are as they should be are spread over them.

    The listeners are told how much there is to do. `shared`: several processes work on them, so they are as `pack` makes them.
    """
    sources = list(gathered)
    batches = (
        pack(sources, job.locales)
        if shared
        else [batch for tag in job.locales for batch in _planned(job, tag, sources)]
    )
    progress.tell(progress.Progress("translating", planned_words=sum(batch.words for batch in batches)))
    return batches


def _planned(job: Job, locale: str, sources: Sequence[Gathered]) -> list[Batch]:
    articles = _articles(sources, locale)
    spared = _spared(job, locale, articles)
    rest = [item for item in articles if item.id in spared]
    groups = _grouped([item for item in articles if item.id not in spared], job.locales, BATCH_WORDS)
    groups = groups or ([[]] if rest else [])
    return _batches(locale, [group + rest[number :: len(groups)] for number, group in enumerate(groups)])


def _spared(job: Job, locale: str, articles: Sequence[ArticleRef]) -> set[str]:
    """Ids of articles whose pages need no work. What is wrong with a locale is told by those who work on its batches."""
    with suppress(GlosspressError):
        desk = open_desk(workspace.at(Path(job.workspace)), locale, only_released=job.only_released)
        return set(Unchanged(desk, articles, job.started).spared)
    return set()


def _articles(sources: Sequence[Gathered], locale: str) -> list[ArticleRef]:
    return [article for source in sources if locale in (source.locales or (locale,)) for article in source.articles]


def _batches(locale: str, groups: Sequence[Sequence[ArticleRef]]) -> list[Batch]:
    return [Batch(locale, number, len(groups), tuple(group)) for number, group in enumerate(groups, start=1)]


def _grouped(articles: Sequence[ArticleRef], locales: Sequence[str], least: int) -> list[list[ArticleRef]]:
    most = max(1, MAX_BATCHES // max(1, len(locales)))
    size = max(least, -(-sum(article.words for article in articles) // most))
    groups: list[list[ArticleRef]] = []
    words = size
    for article in articles:
        if words >= size:
            groups.append([])
            words = 0
        groups[-1].append(article)
        words += article.words
    if len(groups) > 1 and words < size:
        groups[-2].extend(groups.pop())
    return groups
