"""Several workers of one pool share a run: the run deals out shards, starts a run of `localize-shard` for each but its own, and
takes over the shards that nobody finishes.

Work and results pass through the ledger, so a run that is killed, a worker that dies or a machine that never answers loses
nothing but time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect import get_run_logger
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import State
from prefect.deployments import arun_deployment
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Crashed

from glosspress import steps
from glosspress.errors import ConfigError
from glosspress.steps import BatchResult, Gathered, Hold, Job, sharding
from glosspress.tasks.running import show_progress, start_progress, translate

DEPLOYMENT = "localize-shard/shard"
START_S = 180.0
"""A run that has not begun its shard after this time is not waited for: no worker is free."""
_POLL_S = 2.0


async def translate_shared(job: Job, gathered: Sequence[Gathered], shards: int) -> list[BatchResult]:
    """The results of all batches, translated by this run (the first shard) and `shards` - 1 more.

    What fails elsewhere is tried once more here; what fails here too is held, with the reason. ConfigError: the deployment
    `localize-shard/shard` is not registered.
    """
    dealt = await asyncio.to_thread(sharding.deal, job, gathered, shards)
    words = sum(article.words for item in gathered for article in item.articles) * len(job.locales)
    table = _Table(job, sum(dealt.values()), await start_progress(words))
    others = list(dealt)[1:]
    runs = {shard: await _start(job, shard) for shard in others}
    table.started = time.monotonic()
    for shard in list(dealt)[:1]:
        await take(job, shard, tolerant=True, tell=table.tell)
    while left := await table.open_shards():
        idle = [shard for shard in left if await table.abandoned(shard, runs.get(shard))]
        for shard in idle:
            get_run_logger().warning("shard %s was not finished by its run; this run goes on with it", shard)
            await take(job, shard, tolerant=True, tell=table.tell)
        if not idle:
            await asyncio.sleep(_POLL_S)
    await _close(runs)
    return await asyncio.to_thread(sharding.collect, job)


async def take_shard(root: Path, run: str, shard: int) -> int:
    """Translate what is left of a shard, for the run that dealt it out; the number of batches done here."""
    return await take(steps.sharding.join(root, run), shard)


async def take(
    job: Job, shard: int, *, tolerant: bool = False, tell: Callable[[], Awaitable[None]] | None = None
) -> int:
    """Work on a shard, unless somebody else does. `tolerant`: a batch that fails is held with its reason; else it raises."""
    number_done = 0
    with sharding.at_work(job, shard) as mine:
        if not mine:
            get_run_logger().info("shard %s: another run is at it", shard)
            return 0
        for number, batch in await asyncio.to_thread(sharding.undone, job, shard):
            try:
                result = await translate(job, batch)
                await asyncio.to_thread(sharding.done, job, shard, number, result)
            except Exception as error:  # whatever it is, it must not take the pages of other batches along
                if not tolerant:
                    raise
                get_run_logger().exception("shard %s, %s", shard, batch.name)
                await asyncio.to_thread(sharding.not_done, job, shard, number, batch, str(error))
            number_done += 1
            if tell is not None:
                await tell()
    return number_done


@dataclass
class _Table:
    """What this run sees of all shards."""

    job: Job
    batches: int
    artifact: UUID
    started: float = 0.0

    async def open_shards(self) -> list[int]:
        """Shards that have a batch without a result."""
        left = await asyncio.to_thread(sharding.open_shards, self.job)
        if self.batches:  # else no source gave an article
            await show_progress(self.artifact, self.batches - sum(left.values()), self.batches)
        return sorted(left)

    async def tell(self) -> None:
        await self.open_shards()

    async def abandoned(self, shard: int, run: UUID | None) -> bool:
        """Whether nobody will finish a shard: its process is gone, its run has ended or has not begun in time."""
        hold = await asyncio.to_thread(sharding.hold_on, self.job, shard)
        if hold is Hold.ALIVE:
            return False
        return hold is Hold.DEAD or time.monotonic() - self.started > START_S or await _ended(run)


async def _start(job: Job, shard: int) -> UUID:
    try:
        run = await arun_deployment(
            DEPLOYMENT,
            parameters={"run": job.run, "shard": shard},
            flow_run_name=f"shard {shard} of {job.run}",
            timeout=0,  # returns when the run is scheduled
        )
    except ObjectNotFound as error:
        raise ConfigError(
            f"the server has no deployment {DEPLOYMENT}", "shards", "python -m glosspress.tasks.registering"
        ) from error
    found: UUID = run.id
    return found


async def _open_state(client: PrefectClient, run: UUID) -> State[Any] | None:
    """The state of a run that has not ended. None: it has, or somebody deleted it in the pages."""
    try:
        state = (await client.read_flow_run(run)).state
    except ObjectNotFound:
        return None
    return None if state is None or state.is_final() else state


async def _ended(run: UUID | None) -> bool:
    if run is None:
        return True
    async with get_client() as client:
        return await _open_state(client, run) is None


async def _close(runs: dict[int, UUID]) -> None:
    """Runs whose worker died stay `Running` for ever, and late ones would start for nothing."""
    async with get_client() as client:
        for shard, run in runs.items():
            state = await _open_state(client, run)
            if state is None:
                continue
            what = f"shard {shard} was finished by another run"
            new: State[Any] = Crashed(message=what) if state.is_running() else Cancelled(message=what)
            with suppress(ObjectNotFound):  # deleted just now
                await client.set_flow_run_state(run, new, force=True)
