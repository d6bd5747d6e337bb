"""`glosspress source schema`: for editors that complete and check YAML."""

from __future__ import annotations

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of source definitions (draft 2020-12).

    \b
    Example:
      glosspress source schema > source.schema.json
    """
    from glosspress.sources import schema

    click.echo(schema(), nl=False)
