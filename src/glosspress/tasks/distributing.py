"""Where the batches of a run are translated: one after the other in its own process, on a Dask cluster, or by several runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from prefect import flow

from glosspress import steps
from glosspress.errors import ConfigError, UsageError
from glosspress.steps import Batch, BatchResult, Gathered, Job
from glosspress.tasks.running import show_progress, start_progress, translate
from glosspress.tasks.sharing import translate_shared

_SCHEME = "dask://"


async def translate_all(
    job: Job, gathered: Sequence[Gathered], *, runner: str = "", shards: int = 1
) -> list[BatchResult]:
    """The results of all batches, in their order. UsageError, ConfigError: `runner` is no cluster, or not to be reached.

    `runner` is `dask://host:port`, the scheduler of a cluster whose workers see the same workspace and ledger; each worker
    opens a model once and keeps it. `shards` of 2 or more: as many runs share the work (`glosspress.tasks.sharing`). Neither:
    this process.
    """
    if runner and shards > 1:
        raise UsageError("either a Dask cluster or shards", "runner, shards", "leave one of them out")
    if shards > 1:
        return await translate_shared(job, gathered, shards)
    address = _address(runner) if runner else ""
    batches = steps.plan(job, gathered, shared=bool(address))
    progress = await start_progress(sum(batch.words for batch in batches))

    async def tell(done: int) -> None:
        await show_progress(progress, done, len(batches))

    if address:
        return await _on_dask(address, job, batches, tell)
    results = []
    for batch in batches:
        results.append(await translate(job, batch))
        await tell(len(results))
    return results


async def _on_dask(
    address: str, job: Job, batches: Sequence[Batch], tell: Callable[[int], Awaitable[None]]
) -> list[BatchResult]:
    @flow(
        name="translate batches",
        flow_run_name="translate on Dask",
        task_runner=_task_runner(address),
        validate_parameters=False,
    )
    async def translate_batches() -> list[BatchResult]:
        # No parameters: Prefect refuses more than 512 KB, which the references of a large corpus exceed.
        futures = [translate.submit(job, batch) for batch in batches]
        done = 0

        async def told(future: Any) -> BatchResult:
            nonlocal done
            found: BatchResult = await asyncio.to_thread(future.result)
            done += 1
            await tell(done)
            return found

        return list(await asyncio.gather(*map(told, futures)))

    try:
        return await translate_batches()
    except OSError as error:
        raise ConfigError(
            f"no Dask scheduler answers: {error}", address, f"dask scheduler --port {address.rpartition(':')[2]}"
        ) from error


def _address(runner: str) -> str:
    host, _, port = runner.removeprefix(_SCHEME).rpartition(":")
    if not runner.startswith(_SCHEME) or not host or not port.isdigit():
        raise UsageError("not the address of a Dask scheduler", runner, "--runner dask://127.0.0.1:8786")
    return f"tcp://{host}:{port}"


def _task_runner(address: str) -> Any:
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise ConfigError("Dask is not installed", "", "pip install 'glosspress[dask]'") from error
    return DaskTaskRunner(address=address)
