"""What every command is given: the options before its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Options:
    """Global options of one call."""

    workspace: Path | None

    def open_workspace(self) -> Workspace:
        """The chosen workspace, or the nearest upwards. Raises ConfigError that names `glosspress init`."""
        from glosspress.workspace import find

        return find(self.workspace)


pass_options = click.make_pass_decorator(Options)
