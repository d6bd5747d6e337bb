"""`glosspress backup` and `glosspress restore`."""

from __future__ import annotations

from pathlib import Path

import click

from glosspress.cli.options import Options, pass_options


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@pass_options
def backup_command(options: Options, folder: Path) -> None:
    """Back up the ledger and everything the team owns into FOLDER, while runs go on.

    Left out is what can be made again (the published site, engine packages, Prefect's own database), and snapshots in a storage
    outside of the workspace, which is then named.

    \b
    Example:
      glosspress backup backups
    """
    from glosspress.steps.backup import back_up

    made = back_up(options.open_workspace().root, folder)
    click.echo(f"{made.path}: {made.files} files, {made.bytes / 1e6:,.1f} MB, {made.events} events")
    if made.left_out:
        click.echo(f"not in it: the bytes of snapshots at {made.left_out}; back that place up after this", err=True)


@click.command()
@click.argument("archive", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--ledger", "ledger_url", default="", help="URL of an empty PostgreSQL database, if the ledger was on one."
)
def restore_command(archive: Path, directory: Path, ledger_url: str) -> None:
    """Restore a backup into DIRECTORY, which must be empty or missing.

    \b
    Example:
      glosspress restore backup.tar.gz restored
    """
    from glosspress.steps.backup import restore

    made = restore(archive, directory, ledger_url)
    click.echo(f"restored {made.files} files and {made.events} events\nnext: glosspress --workspace {directory} run")
