"""`glosspress glossary import`: terms of another tool as proposed rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glosspress.cli.glossary.pairs import FORMAT_NAMES, PAIR, split
from glosspress.cli.options import Options, pass_options

if TYPE_CHECKING:
    from glosspress.glossary.bringing import Plan


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--pair", required=True, metavar=PAIR, help="Language pair of the term base, `en-pt`.")
@click.option("--format", "form", type=click.Choice(FORMAT_NAMES), help="Default: what the file name says.")
@click.option(
    "--conflicts",
    type=click.Choice(["refuse", "skip", "propose"]),
    default="refuse",
    show_default=True,
    help="Rows that contradict the term base: write nothing, write the others, or put them beside as proposed.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@pass_options
def import_command(
    options: Options, file: Path, pair: str, form: str | None, conflicts: str, dry_run: bool, as_json: bool
) -> int:
    """Bring the terms of FILE (TBX, TMX, XLSX, CSV, TSV) into a term base as proposed rows.

    Nothing is approved and no row that stands there is overwritten: a row with another target, or one that asks an approved row
    for something else, is a conflict. Exit code 5 when conflicts forbid writing.

    \b
    Example:
      glosspress glossary import terms.tbx --pair en-pt --dry-run
      glosspress glossary import agency.xlsx --pair en-fr --conflicts skip
    """
    from glosspress.exchange.term_formats import read
    from glosspress.glossary.bringing import Conflicts, bring_in, plan, refused

    source, target = split(pair)
    path = options.open_workspace().glossary / f"{pair}.csv"
    policy = Conflicts(conflicts)
    made = plan(path, read(file.read_bytes(), file, source, target, form or ""), policy)
    error = refused(made, policy)
    if as_json:
        click.echo(json.dumps(_json(made, written=not (error or dry_run)), ensure_ascii=False, indent=1))
    else:
        show(made)
    if error:
        raise error
    if not dry_run:
        bring_in(made)
    click.echo(summary(made, dry_run), err=True)
    return 0


def show(made: Plan) -> None:
    """New rows, then what was refused and why."""
    for term in made.added:
        click.echo(f"+ {term.source} -> {term.target or '(forbidden: ' + ', '.join(term.forbidden) + ')'}  [{term.id}]")
    for term in made.filled:
        click.echo(f"~ {term.source} -> {term.target}  [{term.id}, line {term.line}: empty cells filled]")
    for fault in made.faults:
        place = fault.path if f":{fault.line}" in fault.path else f"{fault.path}:{fault.line}"
        click.echo(f"! {place}: {fault.message}\n  -> {fault.mend}")
    for conflict in made.conflicts:
        click.echo(f"! {conflict}")


def summary(made: Plan, dry_run: bool) -> str:
    """One line of counts."""
    counts = f"{len(made.added)} proposed, {len(made.filled)} filled, {made.same} known"
    left = f"{len(made.conflicts)} in conflict, {len(made.faults)} faulty"
    return f"{made.path.name}: {counts}, {left}{' (nothing written)' if dry_run else ''}"


def _json(made: Plan, *, written: bool) -> dict[str, object]:
    from glosspress.exchange.term_columns import cells_of

    return {
        "file": str(made.path),
        "written": written,
        "added": [cells_of(term) for term in made.added],
        "filled": [cells_of(term) for term in made.filled],
        "known": made.same,
        "conflicts": [
            {
                "where": item.proposal.where,
                "source": item.proposal.term.source,
                "target": item.proposal.term.target,
                "standing": {"id": item.standing.id, "line": item.standing.line, "target": item.standing.target},
                "reason": item.reason,
            }
            for item in made.conflicts
        ],
        "faults": [{"where": item.path, "message": item.message, "mend": item.mend} for item in made.faults],
    }
