"""Remove what the workspace's `retention` lets go, and tell when it is larger than its disk budget.

What is online, the newest version of each page, runs and the events of persons always stay.
"""

from pathlib import Path
from typing import Annotated

from prefect import flow

from glosspress import tasks
from glosspress.steps.housekeeping import Housekept


@flow(name="housekeeping", flow_run_name="housekeeping", description=__doc__)
async def housekeeping(
    dry_run: Annotated[bool, tasks.field("Only count", "Count what would go, remove nothing.")] = False,
    workspace: tasks.WorkspaceFolder = "",
) -> Housekept:
    """Keep ledger and disk in bounds."""
    return await tasks.keep_house(Path(workspace or Path(__file__).parent), really=not dry_run)
