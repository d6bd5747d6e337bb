"""Release the term base after a person has seen what it will do.

Difference and impact are shown in a form. Approved, exactly the touched sentences are translated again, checked and
published; rejected, nothing changes. The run holds no process while it waits: everything before comes from files and ledger.
"""

import time
from pathlib import Path
from typing import Annotated

from prefect import flow
from prefect.runtime import flow_run

from glosspress import steps, tasks
from glosspress.steps import releasing

PREVIEWS = "How many sentences the form shows as they are and as they would be."


@flow(name="glossary_release", flow_run_name="release the term base", description=__doc__, validate_parameters=True)
async def glossary_release(
    previews: Annotated[int, tasks.field("Previews", PREVIEWS, ge=0, le=200)] = 12,
    workspace: tasks.WorkspaceFolder = "",
) -> steps.Report | None:
    """Study the change, ask a person, release, redo the touched pages, publish."""
    started = time.monotonic()
    proposal = releasing.propose(Path(workspace or Path(__file__).parent), str(flow_run.get_id()))
    found = await tasks.study_change(proposal, previews)
    if not found.diff.changes:
        return None
    form = await tasks.ask_reviewer(found)
    if form.decision == "reject":
        await tasks.reject_change(proposal, form.answer)
        return None
    release = await tasks.release_change(proposal, form.answer)
    touched, _ = await tasks.ask_about_locked(proposal, release)
    job, batches = releasing.redo(proposal, touched)
    results = [await tasks.translate(job, batch) for batch in batches]
    published = await tasks.publish(job) if batches else None
    return await tasks.report(steps.Report(job, (), tuple(results), published, time.monotonic() - started))
