"""`glosspress engine`: translation packages."""

from __future__ import annotations

import json

import click

from glosspress.cli.engine_promotion import promote_command, rollback_command
from glosspress.cli.options import Options, pass_options


@click.group()
def group() -> None:
    """Manage translation packages (Argos). English to Portuguese is embedded.

    \b
    Example:
      glosspress engine list
    """


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the packages as JSON.")
def list_packages(as_json: bool) -> None:
    """List the packages that serve a pair, the embedded one last.

    \b
    Example:
      glosspress engine list --json
    """
    from glosspress.engines import list_installed

    rows = [
        {"pair": item.pair, "version": item.version, "sha256": item.sha256, "embedded": item.embedded}
        for item in list_installed()
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        note = "embedded" if row["embedded"] else "installed"
        click.echo(f"{row['pair']:8} {row['version']:6} {note:9} {str(row['sha256'])[:12] or 'by another tool'}")


@group.command("install")
@click.argument("what", metavar="PAIR|FILE")
@pass_options
def install_package(options: Options, what: str) -> None:
    """Install a pair from the official index, or a local .argosmodel file.

    In a workspace that another version serves already, the new one serves after `glosspress engine promote`.

    \b
    Example:
      glosspress engine install translate-en_pt-0_2.argosmodel
    """
    from glosspress.steps.promoting import install

    package, serves = install(what, options.workspace)
    click.echo(f"installed {package.pair} {package.version}, sha256 {package.sha256}")
    if not serves:
        click.echo(f"it serves here after: glosspress engine promote {package.pair} {package.version}", err=True)


@group.command("remove")
@click.argument("pair")
def remove_package(pair: str) -> None:
    """Remove the installed packages of a pair; the embedded one stays.

    \b
    Example:
      glosspress engine remove en-pt
    """
    from glosspress.engines import remove

    for package in remove(pair):
        click.echo(f"removed {package.pair} {package.version}")


group.add_command(promote_command)
group.add_command(rollback_command)
