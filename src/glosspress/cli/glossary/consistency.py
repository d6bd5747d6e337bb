"""`glosspress glossary consistency`: one source term, its renderings, where they stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import UsageError

if TYPE_CHECKING:
    from glosspress.steps.consistency import Consistency


@click.command("consistency")
@click.option("--locale", "tags", multiple=True, metavar="TAG", help="Only this locale; may be repeated.")
@click.option("--all", "every", is_flag=True, help="Terms with one rendering too.")
@click.option(
    "--html", "out", type=click.Path(path_type=Path, dir_okay=False), help="Write a report with all sentences."
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@pass_options
def consistency_command(options: Options, tags: tuple[str, ...], every: bool, out: Path | None, as_json: bool) -> int:
    """Show the terms that stand in more than one rendering on the newest pages, and where.

    \b
    Example:
      glosspress glossary consistency --locale pt-BR
      glosspress glossary consistency --html consistency.html
    """
    from glosspress.reports.consistency import consistency_html, consistency_json
    from glosspress.steps.consistency import consistency

    found = consistency(options.open_workspace(), tags, every=every)
    if as_json:
        click.echo(json.dumps(consistency_json(found), ensure_ascii=False, indent=1))
    elif out is None:
        _print(found)
    if out is not None:
        try:
            out.write_text(consistency_html(found), encoding="utf-8")
        except OSError as error:
            raise UsageError(f"cannot be written: {error.strerror or error}", str(out)) from error
        click.echo(f"written: {out}", err=True)
    click.echo(f"{len(found.uses)} of {found.terms} terms in use on {found.pages} pages", err=True)
    return 0


def _print(found: Consistency) -> None:
    from rich.console import Console
    from rich.table import Table

    from glosspress.reports.consistency import consistency_rows

    rows = consistency_rows(found)
    if not rows:
        return
    table = Table()
    for name in rows[0]:
        number = name in ("times", "pages")
        table.add_column(name, justify="right" if number else "left", overflow="fold", no_wrap=number)
    last = None
    for row in rows:
        key = (row["locale"], row["term"])
        if last not in (None, key):
            table.add_section()
        shown = {**row, "where": str(row["where"]).replace(", ", "\n")}
        shown |= {"locale": "", "term": ""} if key == last else {}
        table.add_row(*(str(value) for value in shown.values()))
        last = key
    Console().print(table, markup=False)
