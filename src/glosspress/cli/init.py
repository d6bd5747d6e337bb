"""`glosspress init`: a new workspace."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
def command(directory: Path) -> None:
    """Make a new workspace in DIRECTORY: configuration, a sample source, a small term base, a flow.

    Nothing is overwritten: where one of the files exists already, nothing at all is written (exit code 2).

    \b
    Example:
      glosspress init clinic-news
    """
    from glosspress.workspace import initialise

    for path in initialise(directory):
        click.echo(path.relative_to(directory).as_posix())
    click.echo(f"A workspace is ready. Next: glosspress --workspace {directory} run --direct", err=True)
