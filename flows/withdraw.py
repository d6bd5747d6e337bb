"""Take a page off the site, or bring it back: a notice takes its place, here and at the targets.

For people with access to Prefect's UI; who does it and why are part of the record and are shown to readers.
"""

from pathlib import Path
from typing import Annotated

from prefect import flow

from glosspress import tasks
from glosspress.steps import Withdrawal

PAGE = "For example clinic/sleep-hygiene in all locales, clinic/sleep-hygiene@pt-BR in one, or the page's address."
TARGETS = "Names of targets in glosspress.yaml that follow at once; the site in output/ always does."


@flow(name="withdraw", flow_run_name="withdraw {page}", description=__doc__)
async def withdraw(
    page: Annotated[str, tasks.field("Page", PAGE, "clinic/sleep-hygiene@pt-BR", min_length=1)],
    reason: Annotated[str, tasks.field("Reason", "Why; readers see it.", min_length=1)],
    by: Annotated[str, tasks.field("Responsible", "Who answers for it; readers see it.", min_length=1)],
    role: Annotated[str, tasks.field("Role", "As what they act, for example medical editor.", "medical editor")] = "",
    restore: Annotated[bool, tasks.field("Restore", "Bring the withdrawn page back.")] = False,
    targets: Annotated[tuple[str, ...], tasks.field("Targets", TARGETS, ["live"])] = (),
    workspace: tasks.WorkspaceFolder = "",
) -> Withdrawal:
    """Withdraw, publish, deliver."""
    root = Path(workspace or Path(__file__).parent)
    done = await tasks.withdraw(root, page, by, reason, role, restore=restore)
    for name in targets:
        await tasks.deliver(root, name)
    return done
