"""Publish the articles of all sources in all locales: the main job.

What was done before is found in the ledger and not done again, so a run may be killed and repeated at any time. A run leaves
its summary, held pages, coverage, throughput and drift as artifacts; its log has links to them and to the published pages.
"""

import time
from pathlib import Path
from typing import Annotated

from prefect import flow

from glosspress import steps, tasks

SOURCES = "Names of files in sources/ without their ending, for example samples; all of them when empty."
LOCALES = "Locales to publish, for example pt-BR; those of glosspress.yaml when empty."
RUNNER = "Scheduler of a Dask cluster that translates, for example dask://127.0.0.1:8786; the worker itself when empty."
SHARDS = "Runs that share the work: this one, and others on the workers of the pool. Worth it from 150,000 words each."


@flow(name="localize", flow_run_name=tasks.name_localize, description=__doc__, validate_parameters=True)
async def localize(
    sources: Annotated[tuple[str, ...], tasks.field("Sources", SOURCES, ["samples"])] = (),
    to: Annotated[tuple[str, ...], tasks.field("Locales", LOCALES, ["pt-BR"])] = (),
    workspace: tasks.WorkspaceFolder = "",
    runner: Annotated[str, tasks.field("Dask cluster", RUNNER, pattern="^(dask://.+:[0-9]+)?$")] = "",
    shards: Annotated[int, tasks.field("Shards", SHARDS, ge=1, le=64)] = 1,
) -> steps.Report:
    """Ingest, clean, translate, check and publish."""
    started = time.monotonic()
    job = steps.begin(Path(workspace or Path(__file__).parent), list(sources) or None, list(to) or None)
    gathered = [await tasks.gather(job, source) for source in job.sources]
    results = await tasks.translate_all(job, gathered, runner=runner, shards=shards)
    published = await tasks.publish(job)
    return await tasks.report(steps.Report(job, tuple(gathered), tuple(results), published, time.monotonic() - started))
