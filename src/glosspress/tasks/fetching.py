"""How far a source is fetched, as a progress artifact of the run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from prefect.artifacts import acreate_progress_artifact, aupdate_progress_artifact

from glosspress.steps import progress

_EVERY_S = 2.0
_Result = TypeVar("_Result")


async def while_fetching(source: str, work: Callable[[], _Result]) -> _Result:
    """Do the work in a thread; meanwhile an artifact `fetch-progress-<source>` says how many pages are done.

    Work that fetches nothing leaves no artifact. Raises what the work raises; a server that cannot be told ends the call, but
    not before the work: a second try would ask the source beside the first one.
    """
    told: tuple[int, int] | None = None
    shown: tuple[int, int] | None = None
    artifact: UUID | None = None

    def hear(step: progress.Progress) -> None:
        nonlocal told
        if step.fetched is not None and step.fetched[0] == source:
            told = step.fetched[1:]

    with progress.listening(hear):
        working = asyncio.create_task(asyncio.to_thread(work))
        try:
            while True:
                done, _ = await asyncio.wait({working}, timeout=_EVERY_S)
                if told is not None and told != shown:
                    shown, artifact = told, await _show(source, artifact, *told)
                if done:
                    return working.result()
        finally:
            await asyncio.wait({working})


async def _show(source: str, artifact: UUID | None, done: int, known: int) -> UUID:
    percent, text = round(100 * done / known, 1) if known else 0.0, f"{source}: {done:,} of {known:,} pages"
    if artifact is not None:
        await aupdate_progress_artifact(artifact, progress=percent, description=text)
        return artifact
    made = await acreate_progress_artifact(percent, key=f"fetch-progress-{source}", description=text)
    assert isinstance(made, UUID)
    return made
