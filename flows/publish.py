"""Build the site from what the ledger holds, without fetching or translating, and deliver it to targets.

After a changed theme, title or address, or to try a target again. While a rollback stands, the edition it went back to is
delivered.
"""

from pathlib import Path
from typing import Annotated

from prefect import flow

from glosspress import tasks
from glosspress.steps import Delivered, Published

TARGETS = (
    "Names of targets in glosspress.yaml that get the edition, for example live; when empty it is delivered nowhere."
)


@flow(name="publish", flow_run_name="publish", description=__doc__)
async def publish(
    targets: Annotated[tuple[str, ...], tasks.field("Targets", TARGETS, ["live"])] = (),
    workspace: tasks.WorkspaceFolder = "",
) -> tuple[Published, list[Delivered]]:
    """Publish now."""
    root = Path(workspace or Path(__file__).parent)
    published = await tasks.publish_now(root)
    return published, [await tasks.deliver(root, name) for name in targets]
