"""Publish the articles of all sources in all locales: the main job.

What was done before is found in the ledger and not done again, so a run may be killed and repeated at any time.
"""

from __future__ import annotations

import time
from pathlib import Path

from prefect import flow

from glosspress import steps, tasks


@flow(name="localize", flow_run_name="localize {to} from {sources}", description=__doc__, validate_parameters=True)
async def localize(
    sources: list[str] | None = None, to: list[str] | None = None, workspace: str | None = None
) -> steps.Report:
    """Ingest, clean, translate, check and publish.

    Args:
        sources: Ids of source definitions in `sources/`; all of them when left out.
        to: Locales to publish, such as `pt-BR`; those of the workspace configuration when left out.
        workspace: Folder of the workspace; the one this file lies in when left out.
    """
    started = time.monotonic()
    job = steps.begin(Path(workspace or Path(__file__).parent), sources, to)
    gathered = [await tasks.gather(job, source) for source in job.sources]
    batches = steps.plan(gathered, job.locales)
    progress = await tasks.start_progress(batches)
    results = []
    for batch in batches:
        results.append(await tasks.translate(job, batch))
        await tasks.show_progress(progress, len(results), len(batches))
    published = await tasks.publish(job)
    return await tasks.report(steps.Report(job, tuple(gathered), tuple(results), published, time.monotonic() - started))
