"""Produce a batch: translate its articles in one call, check every sentence, decide about every page."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from glosspress import __version__, checks, clean, locales, workspace
from glosspress.article import Article
from glosspress.engines import Engine, open_engine
from glosspress.glossary import Glossary, for_pair
from glosspress.ledger import Ledger, open_ledger
from glosspress.locales import Locale
from glosspress.page import Making, Origin, Page, State
from glosspress.review import review
from glosspress.segment import assemble, join, segment
from glosspress.sources import Source, load_all
from glosspress.steps import progress
from glosspress.steps.gathering import cleaned
from glosspress.steps.job import ArticleRef, Batch, BatchResult, HeldPage, Job
from glosspress.translate import translate_segments
from glosspress.translation import Translation, Unit
from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Desk:
    """All that a batch is worked on with."""

    here: Workspace
    ledger: Ledger
    locale: Locale
    source: Locale
    engine: Engine
    glossary: Glossary | None
    sources: dict[str, Source]


def produce(job: Job, batch: Batch) -> BatchResult:
    """Bring a batch of articles into its locale; every sentence and every decision is in the ledger when it returns.

    EngineError: no package serves the pair. GlossaryError: the term base is invalid. LedgerError: it cannot be written.
    """
    started = time.monotonic()
    desk = _desk(job, batch)
    progress.tell(progress.Progress(f"translating {batch.locale}"))
    pages, fresh, hits = _pages(desk, job, batch)
    held = [page for page in (_decided(desk, page) for page in pages) if page]
    translations = [item for page in pages for _, items in page.translations for item in items]
    progress.tell(progress.Progress(f"translating {batch.locale}", words=batch.words, held=len(held)))
    return BatchResult(
        locale=batch.locale,
        passed=len(pages) - len(held),
        held=tuple(held),
        hits=hits,
        misses=len(fresh),
        words=sum(len(item.source.text.split()) for item in fresh),
        seconds=time.monotonic() - started,
        rungs=tuple(Counter(item.rung.value for item in translations).most_common()),
        findings=tuple(Counter(found.check for item in translations for found in item.findings).most_common()),
        source_chars=sum(len(item.source.text) for item in fresh),
        target_chars=sum(len(item.target.text) for item in fresh),
    )


def _desk(job: Job, batch: Batch) -> _Desk:
    here = workspace.at(Path(job.workspace))
    locale, source = locales.parse(batch.locale), locales.parse(here.config.source_language)
    return _Desk(
        here=here,
        ledger=open_ledger(here.ledger_url),
        locale=locale,
        source=source,
        engine=open_engine(source, locale, here.policy(locale.tag).engine),
        glossary=for_pair(here, source.tag, locale.tag),
        sources={item.id: item for item in load_all(here)},
    )


def _pages(desk: _Desk, job: Job, batch: Batch) -> tuple[list[Page], list[Translation], int]:
    """The batch's pages, the translations that were made now, and how many segments were known."""
    articles = [_article(desk, ref) for ref in batch.articles]
    units = [segment(article, desk.source.language) for article in articles]
    segments = [part for article in units for unit in article for part in unit.segments]
    known: dict[str, Translation] = {}

    def memory(keys: list[str]) -> dict[str, Translation]:
        known.update(desk.ledger.translations(keys))
        return known

    translations = translate_segments(segments, desk.locale, desk.engine, desk.glossary, memory=memory)
    fresh = {item.key: item for item in translations if item.key not in known}
    _keep(desk, list(fresh.values()))
    rest = iter(translations)
    pages = [
        _page(desk, job, ref, article, tuple((unit, tuple(next(rest) for _ in unit.segments)) for unit in mine))
        for ref, article, mine in zip(batch.articles, articles, units, strict=True)
    ]
    return pages, list(fresh.values()), sum(item.key in known for item in translations)


def _article(desk: _Desk, ref: ArticleRef) -> Article:
    return cleaned(desk.ledger, desk.ledger.snapshot(ref.snapshot, ref.url), desk.sources[ref.source])


def _keep(desk: _Desk, fresh: list[Translation]) -> None:
    terms = {item.key: [result.pin.term_id for result in item.pins if result.pin.term_id] for item in fresh}
    pair = f"{desk.source.language}-{desk.locale.language}"
    desk.ledger.put_translations(fresh, desk.locale.tag, pair, terms)


def _page(
    desk: _Desk, job: Job, ref: ArticleRef, article: Article, made: tuple[tuple[Unit, tuple[Translation, ...]], ...]
) -> Page:
    targets = {unit.path: join([item.target for item in items], unit.gaps) for unit, items in made}
    snapshot = desk.ledger.snapshot(ref.snapshot, ref.url)
    source = desk.sources[ref.source]
    return Page(
        id=ref.id,
        slug=ref.slug,
        locale=desk.locale.tag,
        source_locale=desk.source.tag,
        source=article,
        target=assemble(article, targets, desk.locale.tag),
        translations=tuple((unit.path, items) for unit, items in made),
        origin=Origin(
            source=source.id,
            url=article.metadata.canonical_url or ref.url,
            snapshot_sha256=ref.snapshot,
            fetched_at=snapshot.fetched_at,
            license=source.license.name or str(source.license.url or ""),
            publisher=source.publisher,
        ),
        making=_making(desk, job, [item.made_at for _, items in made for item in items]),
        state=State.CHECKED,
    )


def _making(desk: _Desk, job: Job, times: list[str]) -> Making:
    glossary = desk.glossary
    return Making(
        engine=desk.engine.label,
        model_sha256=desk.engine.sha256,
        glossary=f"{glossary.name}@{glossary.sha256[:8]}" if glossary else "",
        glossary_sha256=glossary.sha256 if glossary else "",
        cleaner=clean.VERSION,
        checks=checks.VERSION,
        pipeline=__version__,
        run=job.run,
        made_at=max(times, default=""),
    )


def _decided(desk: _Desk, page: Page) -> HeldPage | None:
    """Decide about a page, store both, and return it when it is held."""
    decision = review(page, desk.here.policy(page.locale))
    desk.ledger.put_page(page, decision)
    if decision.publish:
        return None
    return HeldPage(page.id, page.locale, decision.reasons, desk.ledger.is_online(page.id, page.locale))
