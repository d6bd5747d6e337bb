"""Take a page off the site, or bring it back: a notice takes its place, here and at the targets.

For people with access to Prefect's UI; who does it and why are part of the record and are shown to readers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from glosspress import tasks
from glosspress.steps import Withdrawal


@flow(name="withdraw", flow_run_name="withdraw {page}", description=__doc__)
async def withdraw(
    page: Annotated[str, Field(description="`<source>/<slug>`, `<source>/<slug>@<locale>`, or an address.")],
    reason: Annotated[str, Field(description="Why; readers see it.", min_length=1)],
    by: Annotated[str, Field(description="Who answers for it.", min_length=1)],
    role: Annotated[str, Field(description="As what: editor, medical reviewer ...")] = "",
    restore: Annotated[bool, Field(description="Bring the withdrawn page back.")] = False,
    targets: Annotated[list[str] | None, Field(description="Names of targets that follow at once.")] = None,
    workspace: Annotated[
        str | None, Field(description="Folder of the workspace; the one of this file if left out.")
    ] = None,
) -> Withdrawal:
    """Withdraw, publish, deliver."""
    root = Path(workspace or Path(__file__).parent)
    done = await tasks.withdraw(root, page, by, reason, role, restore=restore)
    for name in targets or ():
        await tasks.deliver(root, name)
    return done
