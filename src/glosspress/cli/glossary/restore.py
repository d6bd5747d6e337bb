"""`glosspress glossary restore`: the files of a release as working files again."""

from __future__ import annotations

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import UsageError


@click.command("restore")
@click.argument("version")
@click.option("--discard", is_flag=True, help="Give up changes that are in no release.")
@pass_options
def restore_command(options: Options, version: str, discard: bool) -> int:
    """Write the files of release VERSION (or `last`) back as working files.

    The release in force stays; `glosspress glossary release` makes the restored state the next one. Refused while working
    files hold changes of no release, unless --discard.

    \b
    Example:
      glosspress glossary restore last --discard
    """
    from glosspress.glossary.lock import read_lock
    from glosspress.glossary.releases import restore

    here = options.open_workspace()
    if version == "last":
        lock = read_lock(here.glossary)
        if lock is None:
            raise UsageError("there is no release yet", "glossary/", "glosspress glossary release")
        version = lock.version
    changed = restore(here, version, discard=discard)
    for path in changed:
        click.echo(here.relative(path))
    click.echo(f"{len(changed)} files as in {version}", err=True)
    return 0
