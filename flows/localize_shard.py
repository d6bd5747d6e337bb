"""Translate one shard of a run of `localize` that several workers share.

Runs of this flow are started by `localize` when its parameter `shards` is 2 or more; started by hand it goes on with a shard of a
run that is still waiting for it.
"""

from pathlib import Path
from typing import Annotated

from prefect import flow

from glosspress import tasks

RUN = "Id of the run that dealt out the shards."
SHARD = "Number of the shard, from 1."


@flow(name="localize-shard", flow_run_name="shard {shard} of {run}", description=__doc__, validate_parameters=True)
async def localize_shard(
    run: Annotated[str, tasks.field("Run", RUN)],
    shard: Annotated[int, tasks.field("Shard", SHARD, ge=1)],
    workspace: tasks.WorkspaceFolder = "",
) -> int:
    """Batches of the shard that this run did."""
    return await tasks.take_shard(Path(workspace or Path(__file__).parent), run, shard)
