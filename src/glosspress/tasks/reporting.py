"""The report of a run as artifacts: what an operator looks at first."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

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
    made = {
        "run-summary": await _summary(run, shown),
        "held-pages": await _table("held-pages", "Held pages and unused articles, what mends them", run, _waiting(run)),
        "coverage": await _table("coverage", "Pages of each locale by state", run, shown.coverage),
        "throughput": await _table("throughput", "Words, speed, what was known", run, steps.locale_rows(run)),
        "drift": await _table("drift", "This run beside the runs before", run, shown.drift),
    }
    for key, svg in shown.charts:
        await acreate_image_artifact(steps.data_url(svg), key=key, description=f"Chart, run {run.job.run}")
    _alert(run, shown)
    _links(run, made)
    return run


def _waiting(run: Report) -> list[dict[str, str]]:
    """Held pages, then articles that could not be used, in the same columns: a table has those of its first row."""
    unused = [
        {"page": row["where"], "locale": "", "mend": row["next"], "reason": row["what"], "online": ""}
        for row in steps.problem_rows(run)
    ]
    return [*steps.held_rows(run.held), *unused]


async def _summary(run: Report, shown: Dashboard) -> UUID:
    text = steps.as_markdown(run) + steps.dashboard_markdown(shown)
    what = f"What was published, what is held, run {run.job.run}"
    made = await acreate_markdown_artifact(text, key="run-summary", description=what)
    assert isinstance(made, UUID)
    return made


async def _table(key: str, what: str, run: Report, rows: list[dict[str, Any]]) -> UUID:
    """What it shows comes first: lists of artifacts cut its description after some 40 characters."""
    made = await acreate_table_artifact(rows, key=key, description=f"{what}, run {run.job.run}")
    assert isinstance(made, UUID)
    return made


def _links(run: Report, made: Mapping[str, UUID]) -> None:
    """Artifacts are not in the navigation of the pages: the log says where they are (a key's own page lists ids only)."""
    pages = (PREFECT_UI_URL.value() or "").rstrip(
        "/"
    ) + "/v2"  # Prefect 3.8's new pages, as docs/operators.md shows them
    for key, artifact in made.items():
        get_run_logger().info("%s: %s/artifacts/artifact/%s", key, pages, artifact)
    if run.published is not None:
        get_run_logger().info("published pages: %s", Path(run.job.workspace, run.published.index).as_uri())


def _alert(run: Report, shown: Dashboard) -> None:
    for name in shown.unusual:
        get_run_logger().warning("unusual: %s; see the artifact `drift`", name)
    announcing.held_rate(run, workspace.at(Path(run.job.workspace)).config.alerts.held_rate)
