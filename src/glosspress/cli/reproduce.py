"""`glosspress reproduce`: make a published page again from its record and compare."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import IntegrityError

_OTHER_PROCESSOR = "all inputs are as recorded; was the page made on another kind of processor? (docs/pinning.md, Keys)"


@click.command()
@click.argument("page", metavar="URL|PAGE")
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
@pass_options
def command(options: Options, page: str, as_json: bool) -> int:
    """Make a page again: snapshot, cleaning, glossary, model and checks as its record names them, without any memory.

    PAGE is `<source>/<slug>@<locale>` or the page's address. Ends with 0 when every machine sentence comes out as it was
    published, with 11 when one does not; inputs that differ (another model, glossary or version) are named either way. On
    another kind of processor the same model writes some sentences otherwise.

    \b
    Example:
      glosspress reproduce samples/sleep-and-memory@pt-BR
    """
    from glosspress import steps

    result = steps.reproduce(options.open_workspace(), page)
    if as_json:
        click.echo(json.dumps(asdict(result), ensure_ascii=False, indent=2))
    else:
        for item in (*result.inputs, *result.sentences):
            click.echo(f"{item.what}: recorded {item.recorded or 'nothing'}, now {item.now or 'nothing'}")
        human = f", {result.human} written by persons" if result.human else ""
        click.echo(f"{result.same} sentences as published, {len(result.sentences)} differ{human}", err=True)
        if result.sentences and not result.inputs:
            click.echo(_OTHER_PROCESSOR, err=True)
    return IntegrityError.exit_code if result.sentences else 0
