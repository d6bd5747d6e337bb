"""Remove what the workspace's `retention` lets go, and tell when it is larger than its disk budget.

What is online, the newest version of each page, runs and the events of persons always stay.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from glosspress import tasks
from glosspress.steps.housekeeping import Housekept


@flow(name="housekeeping", flow_run_name="housekeeping", description=__doc__)
async def housekeeping(
    dry_run: Annotated[bool, Field(description="Count what would go, remove nothing.")] = False,
    workspace: Annotated[
        str | None, Field(description="Folder of the workspace; the one of this file if left out.")
    ] = None,
) -> Housekept:
    """Keep ledger and disk in bounds."""
    return await tasks.keep_house(Path(workspace or Path(__file__).parent), really=not dry_run)
