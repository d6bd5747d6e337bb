"""`glosspress glossary export`: a term base for another tool, with what the file cannot hold."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from glosspress.cli.glossary.pairs import FORMAT_NAMES, PAIR, split
from glosspress.cli.options import Options, pass_options
from glosspress.errors import UsageError


@click.command("export")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--pair", required=True, metavar=PAIR, help="Language pair of the term base, `en-pt`.")
@click.option("--format", "form", type=click.Choice(FORMAT_NAMES), default="tbx", show_default=True)
@click.option("--approved", is_flag=True, help="Approved rows only; translation services never get others.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written and what stayed behind as JSON.")
@pass_options
def export_command(options: Options, out: Path | None, pair: str, form: str, approved: bool, as_json: bool) -> int:
    """Write the term base of a language pair to OUT (default: PAIR with the suffix of the format; `-` is stdout).

    What the format cannot carry is told on stderr, by column and by row.

    \b
    Example:
      glosspress glossary export --pair en-pt --format xlsx
      glosspress glossary export --pair en-pt --format deepl for-deepl.csv
    """
    from glosspress.exchange.term_formats import by_name, export
    from glosspress.glossary import Status, read_terms

    source, target = split(pair)
    path = options.open_workspace().glossary / f"{pair}.csv"
    kind = by_name(form)
    terms = [term for term in read_terms(path) if not approved or term.status is Status.APPROVED]
    made = export(terms, kind, source, target)
    if out == Path("-"):
        sys.stdout.buffer.write(made.data)
        place = "stdout"
    else:
        written = out or Path(f"{pair}{kind.suffix}")
        if written.resolve() == path.resolve():
            raise UsageError("is the term base itself", str(written), "give another file")
        written.write_bytes(made.data)
        place = str(written)
    if as_json and place != "stdout":
        click.echo(json.dumps({"file": place, "terms": made.terms, "lost": made.lost}, ensure_ascii=False, indent=1))
    for line in made.lost:
        click.echo(f"not in the file: {line}", err=True)
    click.echo(f"{place}: {made.terms} terms as {form}", err=True)
    return 0
