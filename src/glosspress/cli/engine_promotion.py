"""`glosspress engine promote` and `rollback`."""

from __future__ import annotations

import getpass
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import HELD_EXIT_CODE

if TYPE_CHECKING:
    from glosspress.steps.promoting import Promotion


@click.command("promote")
@click.argument("pair")
@click.argument("version")
@click.option("--beam", default=2, show_default=True, type=click.IntRange(1, 16), help="Decoding: width of the beam.")
@click.option(
    "--golden", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="YAML file with your own sentences."
)
@click.option("--by", "actor", default=getpass.getuser, show_default="your user name", help="Who decides.")
@click.option("--in-spite-of", "force", default="", metavar="REASON", help="Let it serve though a sentence got worse.")
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
@pass_options
def promote_command(
    options: Options, pair: str, version: str, beam: int, golden: Path | None, actor: str, force: str, as_json: bool
) -> int:
    """Let an installed package serve, if the golden set is translated no worse than now. Ends with 3 when it is refused.

    \b
    Example:
      glosspress engine promote en-pt 0.2
    """
    from glosspress.steps.promoting import promote

    root = options.open_workspace().root
    done = promote(root, pair, version, actor=actor, beam=beam, golden=golden, force=force)
    if as_json:
        click.echo(json.dumps(_as_json(done), ensure_ascii=False, indent=2))
    else:
        _show(done)
    return 0 if done.done else HELD_EXIT_CODE


@click.command("rollback")
@click.argument("pair")
@click.option("--by", "actor", default=getpass.getuser, show_default="your user name", help="Who decides.")
@click.option("--reason", default="", help="Why; kept with the event.")
@pass_options
def rollback_command(options: Options, pair: str, actor: str, reason: str) -> None:
    """Let the package that served before serve again.

    \b
    Example:
      glosspress engine rollback en-pt
    """
    from glosspress.steps.promoting import roll_back

    serving = roll_back(options.open_workspace().root, pair, actor=actor, reason=reason)
    click.echo(f"{pair}: version {serving.version} serves again ({serving.model_sha256[:12]}, beam {serving.beam})")


def _show(done: Promotion) -> None:
    from rich.console import Console
    from rich.table import Table

    from glosspress.steps.canary import canary_rows

    rows = canary_rows(done.canary)
    click.echo(f"serves now  {done.canary.old}\nwants to    {done.canary.new}")
    table = Table()
    for name in rows[0]:
        table.add_column(name, justify="left" if name == "tried" else "right")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    Console().print(table)
    for line in done.canary.regressions:
        click.echo(f"worse  {line}")
    if done.done:
        click.echo(f"{done.pair}: version {done.serving.version} serves now; engines.lock says so")
    else:
        click.echo(
            "refused: nothing was changed\n  -> glosspress engine promote ... --in-spite-of REASON, if you must",
            err=True,
        )


def _as_json(done: Promotion) -> dict[str, Any]:
    return {
        "pair": done.pair,
        "serving": done.serving.model_dump(),
        "serves": done.done,
        "regressions": done.canary.regressions,
        "trials": [
            {
                "group": trial.group,
                "source": trial.source,
                "verdict": trial.verdict,
                "old": trial.old.target.text,
                "new": trial.new.target.text,
                "findings": [asdict(found) for found in trial.new.findings],
            }
            for trial in done.canary.trials
        ],
    }
