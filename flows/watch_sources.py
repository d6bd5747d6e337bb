"""Look at the sources of published articles: what changed, what is gone, which translations are outdated.

Nothing is translated, published or withdrawn here; a person decides about what is proposed. Sources whose schedule says later
are not asked.
"""

from pathlib import Path
from typing import Annotated

from prefect import flow

from glosspress import tasks
from glosspress.digest import utc_now
from glosspress.steps.watched import Watch
from glosspress.steps.watching import planned

SOURCES = "Names of files in sources/ without their ending; all sources whose schedule says so when empty."


@flow(name="watch-sources", flow_run_name="watch sources", description=__doc__)
async def watch_sources(
    sources: Annotated[tuple[str, ...], tasks.field("Sources", SOURCES, ["samples"])] = (),
    everything: Annotated[
        bool, tasks.field("Everything now", "Look at all sources now, whatever their schedule.")
    ] = False,
    workspace: tasks.WorkspaceFolder = "",
) -> Watch:
    """Compare what is published with what the sources say today."""
    root = Path(workspace or Path(__file__).parent)
    seen = [
        await tasks.watch_source(root, name, now=now) for name, now in planned(root, list(sources) or None, everything)
    ]
    return await tasks.tell_changes(Watch(utc_now(), tuple(seen)))
