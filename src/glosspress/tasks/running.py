"""The work of `flows/localize.py`: gather, translate, publish."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from functools import partial
from uuid import UUID

from prefect import get_run_logger, task
from prefect.artifacts import acreate_progress_artifact, aupdate_progress_artifact
from prefect.cache_policies import NO_CACHE

from glosspress import steps
from glosspress.engines import THREADS
from glosspress.steps import Batch, BatchResult, Gathered, Job, Published
from glosspress.tasks import announcing
from glosspress.tasks.fetching import while_fetching


@task(
    name="gather",
    task_run_name="gather {source}",
    retries=2,
    retry_delay_seconds=[5, 30],
    retry_jitter_factor=0.5,
    cache_policy=NO_CACHE,
)
async def gather(job: Job, source: str) -> Gathered:
    """Fetch or read the articles of a source and clean them."""
    gathered = await while_fetching(source, partial(steps.gather, job, source))
    for problem in gathered.problems:
        get_run_logger().warning("%s: %s %s", problem.where, problem.what, problem.next_step)
    return gathered


@task(name="translate", task_run_name="translate {batch.name}", cache_policy=NO_CACHE)
async def translate(job: Job, batch: Batch) -> BatchResult:
    """Translate a batch under the glossary, check every sentence, decide about every page."""
    _use_own_threads()
    result = await asyncio.to_thread(steps.produce, job, batch)
    for page in result.held:
        get_run_logger().warning("held %s (%s): %s", page.id, page.locale, "; ".join(page.reasons))
        announcing.page_held(job, page)
    return result


def _use_own_threads() -> None:
    """A Dask worker's model gets the worker's threads, not all processors: there is a worker for each of those."""
    if "distributed" not in sys.modules or THREADS in os.environ:
        return
    with suppress(ImportError, ValueError):  # installed in part; not on a worker
        from distributed import get_worker

        os.environ[THREADS] = str(get_worker().state.nthreads)


@task(name="publish", task_run_name="publish edition", cache_policy=NO_CACHE)
async def publish(job: Job) -> Published:
    """Build the site from all pages that may be online and switch to it."""
    published = await asyncio.to_thread(steps.publish, job)
    announcing.published(job, published)
    return published


async def start_progress(words: int) -> UUID:
    """Show how much of the words is done, from 0 to 100 %."""
    made = await acreate_progress_artifact(0.0, key="translation-progress", description=f"{words:,} words to translate")
    assert isinstance(made, UUID)
    return made


async def show_progress(artifact: UUID, done: int, of: int) -> None:
    """Move the progress artifact to `done` of `of` batches."""
    await aupdate_progress_artifact(artifact, progress=round(100 * done / of, 1))
