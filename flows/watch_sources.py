"""Look at the sources of published articles: what changed, what is gone, which translations are outdated.

Nothing is translated, published or withdrawn here; a person decides about what is proposed. Sources whose schedule says later
are not asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from glosspress import tasks
from glosspress.digest import utc_now
from glosspress.steps.watched import Watch
from glosspress.steps.watching import planned


@flow(name="watch-sources", flow_run_name="watch sources", description=__doc__)
async def watch_sources(
    sources: Annotated[
        list[str] | None, Field(description="Ids of sources to look at now; all that are due if left out.")
    ] = None,
    everything: Annotated[bool, Field(description="Look at all sources now, whatever their schedule.")] = False,
    workspace: Annotated[
        str | None, Field(description="Folder of the workspace; the one of this file if left out.")
    ] = None,
) -> Watch:
    """Compare what is published with what the sources say today."""
    root = Path(workspace or Path(__file__).parent)
    seen = [await tasks.watch_source(root, name, now=now) for name, now in planned(root, sources, everything)]
    return await tasks.tell_changes(Watch(utc_now(), tuple(seen)))
