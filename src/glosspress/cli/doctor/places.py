"""Sources, targets, storage and disk: what is outside of the workspace, and how large the workspace has become."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from glosspress.cli.doctor.diagnosis import Diagnosis, looked_at
from glosspress.errors import PublishError

if TYPE_CHECKING:
    from glosspress.workspace import Workspace


def places(workspace: Workspace) -> Iterator[Diagnosis]:
    """One diagnosis a source, one a target, one of the snapshots' storage where there is one, one of the disk budget."""
    from glosspress.errors import GlosspressError
    from glosspress.sources import load_all
    from glosspress.steps.reaching import reach_source, reach_target

    try:
        sources = load_all(workspace)
    except GlosspressError:
        sources = ()  # said already: a definition cannot be read
    yield from looked_at({f"source {item.id}": partial(reach_source, workspace, item) for item in sources})
    yield from looked_at(
        {f"target {name}": partial(reach_target, workspace, name) for name in workspace.config.targets}
    )
    if workspace.config.snapshots.url:
        yield from looked_at({"snapshots": partial(_snapshots, workspace)})
    yield from looked_at({"disk budget": partial(_budget, workspace)})


def _snapshots(workspace: Workspace) -> str:
    from glosspress.ledger.bodies import storage

    place = storage(workspace.ledger_url)
    assert place is not None
    place.probe()
    return f"can be written and read: {place.where}"


def _budget(workspace: Workspace) -> str:
    from glosspress.steps.housekeeping import keep_house

    kept = keep_house(workspace.root, really=False)
    parts = f"ledger {_shown(kept.ledger_bytes)}, output {_shown(kept.output_bytes)}, packages {_shown(kept.packages_bytes)}"
    if kept.over_budget:
        what = f"{_shown(kept.used_bytes)} of {_shown(kept.budget_bytes)} used: {parts}"
        raise PublishError(what, "", "glosspress housekeeping, a shorter retention, or a larger disk_budget_gb")
    budget = f" of {_shown(kept.budget_bytes)}" if kept.budget_bytes else ", no budget set"
    return f"{_shown(kept.used_bytes)}{budget}: {parts}"


def _shown(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
