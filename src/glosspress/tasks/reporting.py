"""The report of a run as artifacts: what an operator looks at first."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from prefect import get_run_logger, task
from prefect.artifacts import acreate_image_artifact, acreate_markdown_artifact, acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.settings import PREFECT_UI_URL

from glosspress import steps, workspace
from glosspress.steps import Dashboard, Report
from glosspress.tasks import announcing


@task(name="report", task_run_name="report", cache_policy=NO_CACHE)
async def report(run: Report) -> Report:
    """Keep the run in the ledger, and its summary, held pages, coverage and drift as artifacts."""
    await asyncio.to_thread(steps.record, run)
    shown = await asyncio.to_thread(steps.dashboard, run)
    await _summary(run, shown)
    await _table("held-pages", "pages that are held, and what mends them; articles that could not be used", run, [
        *steps.held_rows(run.held), *steps.problem_rows(run),
    ])  # fmt: skip
    await _table("coverage", "pages of each locale by state", run, shown.coverage)
    await _table("throughput", "words, seconds, and what came from the ledger", run, steps.locale_rows(run))
    await _table("drift", "figures of this run beside the runs before", run, shown.drift)
    for key, svg in shown.charts:
        await acreate_image_artifact(steps.data_url(svg), key=key, description=f"Run {run.job.run}")
    _alert(run, shown)
    _links(run)
    return run


async def _summary(run: Report, shown: Dashboard) -> None:
    text = steps.as_markdown(run) + steps.dashboard_markdown(shown)
    await acreate_markdown_artifact(
        text, key="run-summary", description=f"Run {run.job.run}: what was published, what is held"
    )


async def _table(key: str, what: str, run: Report, rows: list[dict[str, Any]]) -> None:
    await acreate_table_artifact(rows, key=key, description=f"Run {run.job.run}: {what}")


def _links(run: Report) -> None:
    """Artifacts are not in the navigation of the pages: the log says where they are."""
    pages = (PREFECT_UI_URL.value() or "").rstrip("/")
    for key in ("run-summary", "held-pages", "coverage", "drift"):
        get_run_logger().info("%s: %s/artifacts/key/%s", key, pages, key)
    if run.published is not None:
        get_run_logger().info("published pages: %s", Path(run.job.workspace, run.published.index).as_uri())


def _alert(run: Report, shown: Dashboard) -> None:
    for name in shown.unusual:
        get_run_logger().warning("unusual: %s; see the artifact `drift`", name)
    announcing.held_rate(run, workspace.at(Path(run.job.workspace)).config.alerts.held_rate)
