"""The work of `flows/watch_sources.py`: look at each source, tell what changed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from prefect import get_run_logger, task
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.cache_policies import NO_CACHE

from glosspress.steps import watching
from glosspress.steps.watched import SourceWatch, Watch, watch_markdown, watch_rows
from glosspress.tasks.announcing import source_changed
from glosspress.tasks.fetching import while_fetching


@task(
    name="watch source",
    task_run_name="watch {source}",
    retries=1,
    retry_delay_seconds=30,
    retry_jitter_factor=0.5,
    cache_policy=NO_CACHE,
)
async def watch_source(root: Path, source: str, *, now: bool) -> SourceWatch:
    """Fetch what is due and compare it with what is published; announce a source whose content changed."""
    seen = await while_fetching(source, partial(watching.watch_source, root, source, now=now))
    outdated = [item.page for item in seen.articles if item.outdated]
    if outdated or seen.new:
        source_changed(source, {"outdated": outdated[:50], "new": list(seen.new[:50])})
    return seen


@task(name="tell changes", task_run_name="tell changes", cache_policy=NO_CACHE)
async def tell_changes(watch: Watch) -> Watch:
    """Keep the digest and its table as artifacts; what a person should decide goes to the log too."""
    await acreate_markdown_artifact(
        watch_markdown(watch), key="source-watch", description="What changed at the sources"
    )
    await acreate_table_artifact(watch_rows(watch), key="source-changes", description="Articles whose source changed")
    for item in watch.articles:
        if item.proposal:
            get_run_logger().warning("%s (%s): %s", item.page, item.kind.value, item.proposal)
    return watch
