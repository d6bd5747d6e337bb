"""`glosspress doctor`: what is installed, what is missing, and the command that mends it; with `--online`, what runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from glosspress.cli.doctor.diagnosis import Diagnosis
from glosspress.cli.doctor.installed import installation
from glosspress.cli.doctor.owned import owned
from glosspress.cli.options import Options, pass_options
from glosspress.errors import ConfigError, GlosspressError

if TYPE_CHECKING:
    from glosspress.workspace import Workspace


@click.command()
@click.option(
    "--online", is_flag=True, help="Ask the Prefect server, sources, targets and storage too; needs what they need."
)
@click.option("--json", "as_json", is_flag=True, help="Print the diagnoses as JSON.")
@pass_options
def command(options: Options, online: bool, as_json: bool) -> int:
    """Say what is installed, what is missing, and the command that mends it.

    With --online also what only a running system tells: server, worker, deployments, schedules, late runs; whether sources
    and targets answer (each source is asked for its list and an article, each target and the storage of snapshots gets and
    loses a small file); disk.

    Ends with 4 when something that is needed is missing.

    \b
    Example:
      glosspress doctor
    """
    diagnoses = list(_all(options, online))
    if as_json:
        click.echo(json.dumps([asdict(item) for item in diagnoses], ensure_ascii=False, indent=2))
    else:
        for item in diagnoses:
            click.echo(f"{item.mark:<7} {item.what}: {item.found}")
            if not item.ok and item.mend:
                click.echo(f"        -> {item.mend}")
    return 0 if all(item.ok or not item.required for item in diagnoses) else ConfigError.exit_code


def _all(options: Options, online: bool) -> Iterator[Diagnosis]:
    yield from installation()
    try:
        workspace = options.open_workspace()
    except GlosspressError as error:
        yield Diagnosis("workspace", ok=False, found=f"{error.where}: {error.what}", mend=error.next_step)
        return
    yield Diagnosis("workspace", ok=True, found=workspace.config.site.title)
    yield from owned(workspace)
    if online:
        yield from _online(workspace)


def _online(workspace: Workspace) -> Iterator[Diagnosis]:
    from glosspress.cli.doctor.places import places
    from glosspress.cli.doctor.server import server

    yield from server(workspace.root)
    yield from places(workspace)
