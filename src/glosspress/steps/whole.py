"""The whole run without Prefect, and its plan without doing it: the same steps in the order of `flows/localize.py`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from glosspress import workspace
from glosspress.digest import utc_now
from glosspress.errors import InputError
from glosspress.ingest import LeftOutError, ingest
from glosspress.ledger import Run, open_ledger
from glosspress.sources import load_all
from glosspress.steps import progress
from glosspress.steps.beginning import begin
from glosspress.steps.drift import counts_of
from glosspress.steps.gathering import gather
from glosspress.steps.job import DryRun, Problem, Report
from glosspress.steps.packing import plan
from glosspress.steps.producing import produce
from glosspress.steps.publishing import publish
from glosspress.steps.reading import article_of


def run(root: Path, sources: Sequence[str] | None, to: Sequence[str] | None) -> Report:
    """Ingest, clean, translate, check and publish in this process."""
    started = time.monotonic()
    job = begin(root, sources, to)
    with open_ledger(workspace.at(Path(job.workspace)).ledger_url) as ledger, ledger.in_use():
        gathered = [gather(job, source) for source in job.sources]
        results = [produce(job, batch) for batch in plan(job, gathered)]
        published = publish(job)
    report = Report(job, tuple(gathered), tuple(results), published, time.monotonic() - started)
    record(report)
    return report


def record(report: Report) -> None:
    """Keep the counts of a finished run in the ledger."""
    here = workspace.at(Path(report.job.workspace))
    open_ledger(here.ledger_url).record_run(
        Run(
            id=report.job.run,
            started=report.job.started,
            finished=utc_now(),
            hits=sum(batch.hits for batch in report.batches),
            misses=sum(batch.misses for batch in report.batches),
            words=sum(batch.words for batch in report.batches),
            counts=counts_of(report),
        )
    )


def dry_run(root: Path, sources: Sequence[str] | None, to: Sequence[str] | None) -> DryRun:
    """Read and clean everything, write nothing. Errors of the request and of definitions are raised as in `run`."""
    job = begin(root, sources, to)
    here = workspace.at(Path(job.workspace))
    words, problems = [], []
    for source in (item for item in load_all(here) if item.id in job.sources):
        for found in ingest(source, here, told=progress.fetching(source.id)):
            try:
                article = article_of(found, source) if not isinstance(found, InputError) else None
            except InputError as error:
                found, article = error, None
            if article is not None:
                words.append(len(article.text.split()))
            elif isinstance(found, InputError) and not isinstance(found, LeftOutError):
                problems.append(Problem(found.where, found.what, found.next_step))
    return DryRun(job.sources, job.locales, len(words), sum(words), tuple(problems))
