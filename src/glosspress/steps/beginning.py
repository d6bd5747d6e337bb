"""Begin a run: every name of the request is checked before anything is done."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from glosspress import locales, workspace
from glosspress.digest import utc_now
from glosspress.errors import ConfigError, UsageError
from glosspress.glossary.lock import unreleased
from glosspress.sources import load_all
from glosspress.steps.job import Job, Problem


def begin(root: Path, sources: Sequence[str] | None, to: Sequence[str] | None) -> Job:
    """The job of a run in the workspace at or above `root`; None means all sources, all configured locales.

    UsageError: an unknown source or locale. ConfigError: the workspace or a definition is invalid, or has no locale.
    """
    here = workspace.find(root)
    known = [source.id for source in load_all(here)]
    for name in sources or ():
        if name not in known:
            raise UsageError(f"no source `{name}`", "sources/", f"one of: {', '.join(known) or 'none is defined yet'}")
    if not known:
        raise ConfigError(
            "no source is defined", "sources/", "write sources/<id>.yaml; an example: glosspress init DIR"
        )
    wanted = list(to) if to is not None else list(here.config.locales)
    if not wanted:
        raise ConfigError("no locale to publish in", workspace.CONFIG_FILE, "name some under `locales`, or --to pt-BR")
    tags = dict.fromkeys(locales.parse(tag).tag for tag in wanted)
    now = utc_now()
    return Job(_run_id(now), now, str(here.root), tuple(sources or known), tuple(tags), notices=_notices(here))


def _notices(here: workspace.Workspace) -> tuple[Problem, ...]:
    """Term bases that differ from the release in force, and what the policy makes of that."""
    held = here.config.glossary.unreleased == "hold"
    what = "differs from its release; " + ("the change waits, the release is used" if held else "the change is used")
    return tuple(
        Problem(f"glossary/{name}", what, "glosspress glossary diff, then glosspress glossary release", fatal=False)
        for name in unreleased(here.glossary)
    )


def _run_id(now: str) -> str:
    """Sorts by time; the random part keeps two runs of one second apart."""
    return f"{now.replace(':', '').replace('-', '')}-{secrets.token_hex(3)}"
