"""`glosspress snapshot`: what was fetched, for other tools."""

from __future__ import annotations

from pathlib import Path

import click

from glosspress.cli.options import Options, pass_options


@click.group("snapshot")
def group() -> None:
    """Hand on what was fetched.

    \b
    Example:
      glosspress snapshot export evidence.warc.gz
    """


@group.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--source", help="Only snapshots of this source.")
@pass_options
def export_command(options: Options, file: Path, source: str | None) -> None:
    """Write all snapshots of the ledger to FILE, a WARC 1.1 web archive (compressed when it ends with `.gz`).

    Each page has the bytes that came, headers without cookies, digests, and the record's id that the provenance of
    published pages names. The network is not used; an existing file is not overwritten.

    \b
    Example:
      glosspress snapshot export all.warc.gz
      glosspress snapshot export --source samples samples.warc
    """
    from glosspress.ingest.archiving import export
    from glosspress.ledger import open_ledger

    with open_ledger(options.open_workspace().ledger_url) as ledger:
        count = export(ledger, file, source)
    click.echo(f"{file}: {count} snapshots")
