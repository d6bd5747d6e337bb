"""The task of `flows/housekeeping.py`."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path

from prefect import get_run_logger, task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE

from glosspress.steps import housekeeping
from glosspress.steps.housekeeping import Housekept
from glosspress.tasks.announcing import announce

OVER_BUDGET = "glosspress.disk-budget.exceeded"


@task(name="keep house", task_run_name="keep house", cache_policy=NO_CACHE)
async def keep_house(root: Path, *, really: bool) -> Housekept:
    """Remove, count, and announce a budget that is exceeded."""
    done = await asyncio.to_thread(housekeeping.keep_house, root, really=really)
    rows = [{"what": name.replace("_", " "), "number": number} for name, number in asdict(done).items()]
    await acreate_table_artifact(
        rows, key="housekeeping", description="What was removed, and how large the workspace is"
    )
    if done.over_budget:
        get_run_logger().warning("%s bytes used, the budget is %s", f"{done.used_bytes:,}", f"{done.budget_bytes:,}")
        announce(OVER_BUDGET, "workspace", root.name, {"used": done.used_bytes, "budget": done.budget_bytes})
    return done
