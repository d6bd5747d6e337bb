"""`glosspress publish`: build the site from the ledger, without fetching or translating, and deliver it."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import UsageError


@click.command()
@click.option(
    "--target", "targets", multiple=True, help="Deliver to this target of glosspress.yaml; repeat for several."
)
@click.option("--resume", is_flag=True, help="End a rollback: show again what is built.")
@click.option("--by", default="", help="Who ends the rollback.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@pass_options
def command(options: Options, targets: tuple[str, ...], resume: bool, by: str, as_json: bool) -> int:
    """Build the site of all pages that may be online and switch to it, then deliver it to targets.

    A changed theme, title or address of the site needs no run. Only an edition that verifies is delivered.

    \b
    Example:
      glosspress publish
    """
    from glosspress import steps

    here = options.open_workspace()
    if resume:
        if not by:
            raise UsageError("somebody must answer for this", "--by", "glosspress publish --resume --by NAME")
        steps.resume(here, by)
    published = steps.publish_now(here)
    delivered = steps.deliver(here, targets)
    if as_json:
        data = {"published": asdict(published), "delivered": [asdict(item) for item in delivered]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return 0
    state = "new edition" if published.changed else "unchanged edition"
    click.echo(f"{state} {published.edition[:12]}, {published.pages} pages online")
    for item in delivered:
        click.echo(
            f"{item.target}: {item.written} written, {item.unchanged} unchanged, {item.removed} removed; {item.where}"
        )
    for note in (*published.notes, *(f"{item.target}: {item.note}" for item in delivered if item.note)):
        click.echo(f"note: {note}", err=True)
    return 0
