"""`glosspress source check`: definitions, and with --online what they promise."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import HELD_EXIT_CODE, ConfigError


@click.command("check")
@click.argument("source", required=False)
@click.option("--online", is_flag=True, help="Also fetch and clean everything once, storing nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@pass_options
def command(options: Options, source: str | None, online: bool, as_json: bool) -> int:
    """Check one definition or all: fields, permission, patterns; sources of files are read and counted too.

    Ends with 4 when a definition is invalid, with 3 when a source breaks what it promises, else with 0.

    \b
    Example:
      glosspress source check
      glosspress source check samples --json
    """
    from glosspress.cli.show_run import fetch_lines
    from glosspress.steps.checking_sources import check_sources

    with fetch_lines():
        findings = check_sources(options.open_workspace(), source, online=online)
    if as_json:
        click.echo(json.dumps([asdict(item) for item in findings], ensure_ascii=False, indent=2))
    else:
        for item in findings:
            click.echo(
                f"{item.grade:<8}{item.where}: {item.what}"
                + (f"\n        -> {item.next_step}" if item.next_step else "")
            )
    grades = {item.grade for item in findings}
    if "invalid" in grades:
        return ConfigError.exit_code
    return HELD_EXIT_CODE if "broken" in grades else 0
