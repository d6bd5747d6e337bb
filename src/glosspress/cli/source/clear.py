"""`glosspress source clear`: a person has looked at the permission to translate."""

from __future__ import annotations

import click

from glosspress.cli.options import Options, pass_options


@click.command("clear")
@click.argument("source")
@click.option("--by", required=True, metavar="PERSON", help="Who decided: a name or an e-mail address.")
@click.option("--role", default="", help="As what: `legal`, `editor` ...")
@click.option("--comment", default="", help="On what the decision rests.")
@pass_options
def command(options: Options, source: str, by: str, role: str, comment: str) -> None:
    """Record the decision that a source may be translated and published, in the event chain.

    Pages of a `fair-use-review` source are held until then. The decision is for the licence as the definition states it
    now: when that changes, the pages are held again.

    \b
    Example:
      glosspress source clear samples --by editor@example.org --comment "quoted for teaching, agreed by mail"
    """
    from glosspress.steps.permission import clear

    number = clear(options.open_workspace(), source, by, role, comment)
    click.echo(f"event {number}: {source} is cleared by {by}; now: glosspress run --source {source}")
