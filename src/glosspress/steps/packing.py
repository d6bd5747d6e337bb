"""Pack articles into batches: one model call each, large enough that orchestration stays below 3 % of the time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from glosspress.steps import progress
from glosspress.steps.job import ArticleRef, Batch, Gathered

BATCH_WORDS = 2_000
"""Least size of a batch. A task run costs about 30 ms of CPU; 2,000 words take about 2 s to translate."""
MAX_BATCHES = 45
"""A run's graph stays readable below about 50 task runs, so batches grow with the corpus."""


def pack(gathered: Iterable[Gathered], locales: Sequence[str]) -> list[Batch]:
    """Batches of at least `BATCH_WORDS` words a locale, in the order of the sources; the last one takes the rest."""
    sources = list(gathered)
    most = max(1, MAX_BATCHES // max(1, len(locales)))
    return [batch for locale in locales for batch in _batches(locale, _articles(sources, locale), most)]


def _articles(sources: Sequence[Gathered], locale: str) -> list[ArticleRef]:
    return [article for source in sources if locale in (source.locales or (locale,)) for article in source.articles]


def _batches(locale: str, articles: list[ArticleRef], most: int) -> list[Batch]:
    groups = _groups(articles, max(BATCH_WORDS, -(-sum(article.words for article in articles) // most)))
    return [Batch(locale, number, len(groups), tuple(group)) for number, group in enumerate(groups, start=1)]


def plan(gathered: Iterable[Gathered], locales: Sequence[str]) -> list[Batch]:
    """As `pack`, and tell the listeners how much there is to do."""
    batches = pack(gathered, locales)
    progress.tell(progress.Progress("translating", planned_words=sum(batch.words for batch in batches)))
    return batches


def _groups(articles: Sequence[ArticleRef], size: int) -> list[list[ArticleRef]]:
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
