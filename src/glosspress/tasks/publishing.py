"""The tasks of `flows/publish.py` and `flows/withdraw.py`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from glosspress import steps, workspace
from glosspress.steps import Delivered, Published, Withdrawal


@task(name="publish now", task_run_name="publish edition", cache_policy=NO_CACHE)
async def publish_now(root: Path) -> Published:
    """Build the site of all pages that may be online and switch to it."""
    published = await asyncio.to_thread(lambda: steps.publish_now(workspace.find(root)))
    for note in published.notes:
        get_run_logger().warning(note)
    return published


@task(
    name="deliver",
    task_run_name="deliver to {target}",
    retries=2,
    retry_delay_seconds=[10, 60],
    cache_policy=NO_CACHE,
)
async def deliver(root: Path, target: str) -> Delivered:
    """Verify the edition that is online and bring it to one target."""
    [done] = await asyncio.to_thread(lambda: steps.deliver(workspace.find(root), [target]))
    get_run_logger().info(
        "%s: %s written, %s unchanged, %s removed", target, done.written, done.unchanged, done.removed
    )
    if done.note:
        get_run_logger().warning("%s: %s", target, done.note)
    return done


@task(name="withdraw", task_run_name="withdraw {page}", cache_policy=NO_CACHE)
async def withdraw(root: Path, page: str, by: str, reason: str, role: str, *, restore: bool) -> Withdrawal:
    """Record the event and publish what follows from it."""
    act = steps.restore if restore else steps.withdraw
    done = await asyncio.to_thread(lambda: act(workspace.find(root), page, by, reason, role))
    for identity, locale in done.pages:
        get_run_logger().warning("%s %s (%s): %s", "restored" if restore else "withdrawn", identity, locale, reason)
    return done
