"""`glosspress housekeeping`: retention and disk budget."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import HELD_EXIT_CODE


@click.command()
@click.option("--dry-run", is_flag=True, help="Count what would go, remove nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@pass_options
def command(options: Options, dry_run: bool, as_json: bool) -> int:
    """Remove what `retention` in glosspress.yaml lets go, and say how large the workspace is.

    What is online, the newest version of each page, runs and the events of persons always stay. Ends with 3 when the
    workspace is larger than its disk budget.

    \b
    Example:
      glosspress housekeeping --dry-run
    """
    from glosspress.steps.housekeeping import keep_house

    done = keep_house(options.open_workspace().root, really=not dry_run)
    if as_json:
        click.echo(json.dumps(asdict(done), indent=2))
    else:
        click.echo(f"{'would go' if dry_run else 'removed'}: {done.page_versions:,} page versions, {done.snapshots:,} snapshots, "
                   f"{done.translations:,} translations, {done.visits:,} visits")  # fmt: skip
        click.echo(
            f"in use: ledger {_mb(done.ledger_bytes)}, output {_mb(done.output_bytes)}, packages {_mb(done.packages_bytes)}"
        )
    if done.over_budget:
        click.echo(f"{_mb(done.used_bytes)} are more than the budget of {_mb(done.budget_bytes)}\n  -> "
                   "lower retention in glosspress.yaml, or raise retention.disk_budget_gb", err=True)  # fmt: skip
        return HELD_EXIT_CODE
    return 0


def _mb(number: int) -> str:
    return f"{number / 1e6:,.1f} MB"
