"""Build the site from what the ledger holds, without fetching or translating, and deliver it to targets.

After a changed theme, title or address, or to try a target again. While a rollback stands, the edition it went back to is
delivered.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from glosspress import tasks
from glosspress.steps import Delivered, Published


@flow(name="publish", flow_run_name="publish", description=__doc__)
async def publish(
    targets: Annotated[list[str] | None, Field(description="Names of targets in glosspress.yaml.")] = None,
    workspace: Annotated[
        str | None, Field(description="Folder of the workspace; the one of this file if left out.")
    ] = None,
) -> tuple[Published, list[Delivered]]:
    """Publish now."""
    root = Path(workspace or Path(__file__).parent)
    published = await tasks.publish_now(root)
    return published, [await tasks.deliver(root, name) for name in targets or ()]
