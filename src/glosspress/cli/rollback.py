"""`glosspress rollback`: show an earlier edition again."""

from __future__ import annotations

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import UsageError


@click.command()
@click.argument("edition", required=False, default="")
@click.option("--reason", default="", help="Why, for colleagues.")
@click.option("--by", default="", help="Who answers for it: a name or an e-mail address.")
@click.option("--role", default="", help="As what: editor, operator ...")
@click.option("--list", "only_list", is_flag=True, help="Show the editions that can be gone back to, newest first.")
@pass_options
def command(options: Options, edition: str, reason: str, by: str, role: str, only_list: bool) -> int:
    """Put an earlier edition online at once. EDITION is the beginning of its id; left out, the one before.

    Runs go on translating, but publish nothing until `glosspress publish --resume`: none of them undoes a rollback.

    \b
    Example:
      glosspress rollback --list
    """
    from glosspress import steps
    from glosspress.publish import kept

    here = options.open_workspace()
    if only_list:
        for item in kept(here.output):
            click.echo(f"{item.id[:12]}{'  online' if item.online else ''}")
        return 0
    if not by or not reason:
        raise UsageError("--by and --reason are needed", "rollback", "glosspress rollback --by NAME --reason TEXT")
    target, _ = steps.rollback(here, edition, by, reason, role)
    click.echo(f"edition {target.id[:12]} is online")
    click.echo("nothing new is published until: glosspress publish --resume --by NAME", err=True)
    return 0
