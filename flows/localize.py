"""Publish the articles of all sources in all locales: the main job.

What was done before is found in the ledger and not done again, so a run may be killed and repeated at any time. A run leaves
its summary, held pages, coverage, throughput and drift as artifacts; its log has links to them and to the published pages.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from glosspress import steps, tasks

SOURCES = "Ids of source definitions in `sources/`; all of them when left out."
LOCALES = "Locales to publish, such as `pt-BR`; those of glosspress.yaml when left out."
WORKSPACE = "Folder of the workspace; the one this file lies in when left out."
RUNNER = "Scheduler of a Dask cluster that translates, `dask://host:port`; the worker itself when left out."


@flow(name="localize", flow_run_name="localize {to} from {sources}", description=__doc__, validate_parameters=True)
async def localize(
    sources: Annotated[list[str] | None, Field(title="Sources", description=SOURCES, examples=[["samples"]])] = None,
    to: Annotated[list[str] | None, Field(title="Locales", description=LOCALES, examples=[["pt-BR"]])] = None,
    workspace: Annotated[str | None, Field(title="Workspace", description=WORKSPACE)] = None,
    runner: Annotated[str | None, Field(title="Dask cluster", description=RUNNER, pattern="^dask://.+:[0-9]+$")] = None,
) -> steps.Report:
    """Ingest, clean, translate, check and publish."""
    started = time.monotonic()
    job = steps.begin(Path(workspace or Path(__file__).parent), sources, to)
    gathered = [await tasks.gather(job, source) for source in job.sources]
    batches = steps.plan(gathered, job.locales)
    results = await tasks.translate_all(job, batches, runner)
    published = await tasks.publish(job)
    return await tasks.report(steps.Report(job, tuple(gathered), tuple(results), published, time.monotonic() - started))
