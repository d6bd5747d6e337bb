"""Produce a batch: translate its articles in one call, check every sentence, decide about every page."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from glosspress import __version__, checks, clean, workspace
from glosspress.article import Article
from glosspress.event import Event, page_subject
from glosspress.page import Making, Origin, Page, State
from glosspress.segment import assemble, join, segment
from glosspress.steps import progress
from glosspress.steps.desk import Desk, open_desk
from glosspress.steps.gathering import cleaned
from glosspress.steps.job import ArticleRef, Batch, BatchResult, HeldPage, Job
from glosspress.steps.recalling import Made, Placed, decide, keep, translations, with_persons
from glosspress.translate import translate_segments
from glosspress.translation import Translation, Unit


def produce(job: Job, batch: Batch) -> BatchResult:
    """Bring a batch of articles into its locale; every sentence and every decision is in the ledger when it returns.

    EngineError: no package serves the pair. GlossaryError: the term base is invalid. LedgerError: it cannot be written.
    """
    started = time.monotonic()
    desk = open_desk(workspace.at(Path(job.workspace)), batch.locale, only_released=job.only_released)
    progress.tell(progress.Progress(f"translating {batch.locale}"))
    pages, fresh, hits = _pages(desk, job, batch)
    events = desk.page_events([page.id for page in pages])
    held = [page for page in (_decided(desk, page, events[page.id]) for page in pages) if page]
    sentences = [item for page in pages for _, items in page.translations for item in items]
    progress.tell(progress.Progress(f"translating {batch.locale}", words=batch.words, held=len(held)))
    return BatchResult(
        locale=batch.locale,
        passed=len(pages) - len(held),
        held=tuple(held),
        hits=hits,
        misses=len(fresh),
        words=sum(len(item.source.text.split()) for item in fresh),
        seconds=time.monotonic() - started,
        rungs=tuple(Counter(item.rung.value for item in sentences).most_common()),
        findings=tuple(Counter(found.check for item in sentences for found in item.findings).most_common()),
        source_chars=sum(len(item.source.text) for item in fresh),
        target_chars=sum(len(item.target.text) for item in fresh),
    )


def _pages(desk: Desk, job: Job, batch: Batch) -> tuple[list[Page], list[Translation], int]:
    """The batch's pages, the translations that were made now, and how many segments were known."""
    articles = [_article(desk, ref) for ref in batch.articles]
    units = [segment(article, desk.source.language) for article in articles]
    placed = [
        Placed(part, page_subject(ref.id, desk.locale.tag), ref.source)
        for ref, article in zip(batch.articles, units, strict=True)
        for unit in article
        for part in unit.segments
    ]
    known: dict[str, Translation] = {}

    def memory(keys: list[str]) -> dict[str, Translation]:
        known.update(desk.ledger.translations(keys))
        return known

    def machine(numbers: list[int]) -> list[Translation]:
        parts = [placed[number].segment for number in numbers]
        return translate_segments(parts, desk.locale, desk.engine, desk.glossary, memory=memory, policy=desk.policy)

    made = translations(desk, placed, machine)
    fresh = {item.translation.key: item.translation for item in made if _fresh(item, known)}
    keep(desk, [item.translation for item in made if item.human] + list(fresh.values()))
    rest = iter(made)
    events = desk.page_events([ref.id for ref in batch.articles])
    pages = [
        _page(desk, job, ref, article, [(unit, [next(rest) for _ in unit.segments]) for unit in mine], events[ref.id])
        for ref, article, mine in zip(batch.articles, articles, units, strict=True)
    ]
    return pages, list(fresh.values()), sum(not _fresh(item, known) for item in made)


def _fresh(item: Made, known: Mapping[str, Translation]) -> bool:
    return item.human is None and item.translation.key not in known


def _article(desk: Desk, ref: ArticleRef) -> Article:
    stored = desk.ledger.page(ref.page) if ref.page else None
    if stored is not None:
        return stored.source
    return cleaned(desk.ledger, desk.ledger.snapshot(ref.snapshot, ref.url), desk.sources[ref.source])


def _page(
    desk: Desk,
    job: Job,
    ref: ArticleRef,
    article: Article,
    made: Sequence[tuple[Unit, list[Made]]],
    events: Sequence[Event],
) -> Page:
    targets = {unit.path: join([item.translation.target for item in items], unit.gaps) for unit, items in made}
    snapshot = desk.ledger.snapshot(ref.snapshot, ref.url)
    source = desk.sources[ref.source]
    page = Page(
        id=ref.id,
        slug=ref.slug,
        locale=desk.locale.tag,
        source_locale=desk.source.tag,
        source=article,
        target=assemble(article, targets, desk.locale.tag),
        translations=tuple((unit.path, tuple(item.translation for item in items)) for unit, items in made),
        origin=Origin(
            source=source.id,
            url=article.metadata.canonical_url or ref.url,
            snapshot_sha256=ref.snapshot,
            fetched_at=snapshot.fetched_at,
            license=source.license.name or str(source.license.url or ""),
            publisher=source.publisher,
        ),
        making=_making(desk, job, [item.translation.made_at for _, items in made for item in items]),
        state=State.CHECKED,
    )
    return with_persons(page, [item.human for _, items in made for item in items], events)


def _making(desk: Desk, job: Job, times: list[str]) -> Making:
    glossary = desk.glossary
    return Making(
        engine=desk.engine.label,
        model_sha256=desk.engine.sha256,
        glossary=glossary.label if glossary else "",
        glossary_sha256=glossary.sha256 if glossary else "",
        cleaner=clean.VERSION,
        checks=checks.VERSION,
        pipeline=__version__,
        run=job.run,
        made_at=max(times, default=""),
    )


def _decided(desk: Desk, page: Page, events: Sequence[Event]) -> HeldPage | None:
    """Decide about a page, store both, and return it when it is held."""
    decision = decide(desk, page, events)
    if decision.publish:
        return None
    return HeldPage(page.id, page.locale, decision.reasons, desk.ledger.is_online(page.id, page.locale))
