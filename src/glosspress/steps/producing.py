"""Produce a batch: translate its articles in one call, check every sentence, decide about every page."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from glosspress import __version__, checks, clean, workspace
from glosspress.article import Article
from glosspress.errors import LedgerError
from glosspress.event import Event, page_subject
from glosspress.page import Decision, Making, Origin, Page, State
from glosspress.segment import assemble, join, segment
from glosspress.steps import progress
from glosspress.steps.claiming import claimed
from glosspress.steps.desk import Desk, open_desk
from glosspress.steps.job import ArticleRef, Batch, BatchResult, HeldPage, Job
from glosspress.steps.once import Once
from glosspress.steps.recalling import Made, Placed, decide, keep, translations, with_persons
from glosspress.steps.unchanged import Unchanged, article_of
from glosspress.translation import Translation, Unit

CHUNK_WORDS = 20_000
"""As much is in memory at a time: batches grow with the corpus, memory does not."""


def produce(job: Job, batch: Batch) -> BatchResult:
    """Bring a batch of articles into its locale; every sentence and every decision is in the ledger when it returns.

    Pages whose inputs are what they were, or that a later run has made from newer bytes, are not made again. EngineError: no
    package serves the pair. GlossaryError: the term base is invalid. LedgerError: it cannot be written.
    """
    started = time.monotonic()
    desk = open_desk(workspace.at(Path(job.workspace)), batch.locale, only_released=job.only_released)
    work = _Work(f"translating {batch.locale}")
    progress.tell(progress.Progress(work.stage))
    unchanged = Unchanged(desk, batch.articles, job.started)
    if len(unchanged.spared) < len(batch.articles):
        with claimed(desk.ledger, batch):
            unchanged.look()  # whoever held the claim before may have done it
            for refs in _chunks([ref for ref in batch.articles if ref.id not in unchanged.spared]):
                unchanged.remember(work.done(desk, job, refs))
    spared = unchanged.held()
    progress.tell(progress.Progress(work.stage, words=batch.words - work.told, held=len(spared)))
    held = [*spared, *work.held]
    return BatchResult(
        locale=batch.locale,
        passed=len(batch.articles) - len(held),
        held=tuple(sorted(held, key=lambda page: page.id)),
        hits=work.hits + unchanged.segments,
        misses=work.misses,
        words=work.words,
        seconds=time.monotonic() - started,
        rungs=tuple((work.rungs + unchanged.count("rungs")).most_common()),
        findings=tuple((work.findings + unchanged.count("findings")).most_common()),
        source_chars=work.source_chars,
        target_chars=work.target_chars,
    )


def _chunks(refs: Sequence[ArticleRef]) -> Iterator[list[ArticleRef]]:
    chunk: list[ArticleRef] = []
    words = 0
    for ref in refs:
        chunk.append(ref)
        words += ref.words
        if words >= CHUNK_WORDS:
            yield chunk
            chunk, words = [], 0
    if chunk:
        yield chunk


@dataclass
class _Work:
    """What was done so far, in figures."""

    stage: str
    told: int = 0
    """Words of the articles whose listeners know that they are done."""
    hits: int = 0
    misses: int = 0
    words: int = 0
    source_chars: int = 0
    target_chars: int = 0
    held: list[HeldPage] = field(default_factory=list)
    rungs: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)

    def done(self, desk: Desk, job: Job, refs: Sequence[ArticleRef]) -> list[tuple[Page, str, HeldPage | None]]:
        """Make the pages of some articles; each with its digest and, if it is held, why."""
        pages, fresh, hits = _pages(desk, job, refs)
        events = desk.page_events([page.id for page in pages])
        decided = [
            (page, sha, None if decision.publish else _held(desk, page, decision))
            for page, (decision, sha) in zip(pages, decide(desk, pages, events), strict=True)
        ]
        sentences = [item for page in pages for _, items in page.translations for item in items]
        self.hits += hits
        self.misses += len(fresh)
        self.words += sum(len(item.source.text.split()) for item in fresh)
        self.source_chars += sum(len(item.source.text) for item in fresh)
        self.target_chars += sum(len(item.target.text) for item in fresh)
        held, words = [page for _, _, page in decided if page], sum(ref.words for ref in refs)
        self.held += held
        self.told += words
        progress.tell(progress.Progress(self.stage, words=words, held=len(held)))
        self.rungs.update(item.rung.value for item in sentences)
        self.findings.update(found.check for item in sentences for found in item.findings)
        return decided


def _pages(desk: Desk, job: Job, refs: Sequence[ArticleRef]) -> tuple[list[Page], list[Translation], int]:
    """The pages of some articles, the translations that were made now, and how many segments were known."""
    articles = [article_of(desk, ref) for ref in refs]
    units = [segment(article, desk.source.language) for article in articles]
    placed = [
        Placed(part, page_subject(ref.id, desk.locale.tag), ref.source)
        for ref, article in zip(refs, units, strict=True)
        for unit in article
        for part in unit.segments
    ]

    machine = Once(
        desk.ledger, lambda parts, known: desk.translated(parts, desk.glossary, known), lambda made: keep(desk, made)
    )
    made = translations(desk, placed, lambda numbers: machine.translate([placed[number].segment for number in numbers]))
    keep(desk, [item.translation for item in made if item.human])
    fresh = {item.translation.key: item.translation for item in made if _fresh(item, machine.fresh)}
    rest = iter(made)
    events = desk.page_events([ref.id for ref in refs])
    pages = [
        _page(desk, job, text, [(unit, [next(rest) for _ in unit.segments]) for unit in mine], events[text.ref.id])
        for text, mine in zip(_texts(desk, refs, articles), units, strict=True)
    ]
    return pages, list(fresh.values()), sum(not _fresh(item, machine.fresh) for item in made)


def _fresh(item: Made, fresh: Mapping[str, Translation]) -> bool:
    return item.human is None and item.translation.key in fresh


@dataclass(frozen=True, slots=True)
class _Text:
    """An article that becomes a page."""

    ref: ArticleRef
    article: Article
    fetched_at: str
    """When its bytes first came (UTC, RFC 3339)."""


def _texts(desk: Desk, refs: Sequence[ArticleRef], articles: Sequence[Article]) -> Iterator[_Text]:
    seen = desk.ledger.first_seen([(ref.url, ref.snapshot) for ref in refs])
    for ref, article in zip(refs, articles, strict=True):
        fetched_at = seen.get((ref.url, ref.snapshot))
        if fetched_at is None:
            raise LedgerError(f"no snapshot {ref.snapshot} of {ref.url}", desk.ledger.where, "run the source again")
        yield _Text(ref, article, fetched_at)


def _page(desk: Desk, job: Job, text: _Text, made: Sequence[tuple[Unit, list[Made]]], events: Sequence[Event]) -> Page:
    ref, article = text.ref, text.article
    targets = {unit.path: join([item.translation.target for item in items], unit.gaps) for unit, items in made}
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
            fetched_at=text.fetched_at,
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


def _held(desk: Desk, page: Page, decision: Decision) -> HeldPage:
    return HeldPage(page.id, page.locale, decision.reasons, desk.ledger.is_online(page.id, page.locale))
