"""`glosspress run`: the main job, through Prefect or directly."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import HELD_EXIT_CODE, UsageError

if TYPE_CHECKING:
    from glosspress.steps import DryRun, Report


@click.command()
@click.option(
    "--source", "sources", multiple=True, help="Id of a source definition; repeat for several (default: all)."
)
@click.option("--to", "to", help="Locales, comma-separated, such as pt-BR,en-XA (default: those of glosspress.yaml).")
@click.option("--direct", is_flag=True, help="Without Prefect: the same steps in this process, for a quick preview.")
@click.option("--runner", metavar="ADDRESS", help="Translate on a Dask cluster: dask://host:port (docs/sizing.md).")
@click.option("--dry-run", is_flag=True, help="Read and clean, count what would be translated, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@pass_options
def command(
    options: Options,
    sources: tuple[str, ...],
    to: str | None,
    direct: bool,
    runner: str | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Ingest, clean, translate, check and publish the articles of all sources.

    Ends with 0 when every page is published, with 3 when a page is held or an article could not be used.

    \b
    Example:
      glosspress run --source samples --to pt-BR --direct
    """
    from glosspress import steps
    from glosspress.cli.show_run import bar, fetch_lines, show

    root = options.open_workspace().root
    locales = _split(to)
    if direct and runner:
        raise UsageError("a direct run translates in its own process", "--runner", "leave out --direct")
    if dry_run:
        with fetch_lines():
            plan = steps.dry_run(root, list(sources) or None, locales)
        click.echo(json.dumps(asdict(plan), ensure_ascii=False, indent=2) if as_json else _plan_text(plan))
        return HELD_EXIT_CODE if plan.problems else 0
    with bar():
        report = _direct(root, sources, locales) if direct else _through_prefect(root, sources, locales, runner)
    if as_json:
        click.echo(json.dumps(steps.as_json(report), ensure_ascii=False, indent=2))
    else:
        show(report)
    return 0 if report.complete else HELD_EXIT_CODE


def _plan_text(plan: DryRun) -> str:
    lines = [f"{plan.articles} articles, {plan.words:,} words, into {', '.join(plan.locales)}; nothing was written"]
    lines += [f"unused  {problem.where}: {problem.what}" for problem in plan.problems]
    return "\n".join(lines)


def _split(to: str | None) -> list[str] | None:
    if to is None:
        return None
    return [tag.strip() for tag in to.split(",") if tag.strip()]


def _direct(root: Path, sources: tuple[str, ...], locales: list[str] | None) -> Report:
    from glosspress import steps

    return steps.run(root, list(sources) or None, locales)


def _through_prefect(root: Path, sources: tuple[str, ...], locales: list[str] | None, runner: str | None) -> Report:
    from glosspress import steps
    from glosspress.cli.prefect_run import run_flow

    job = steps.begin(root, list(sources) or None, locales)  # names are checked before a server is started
    asked: dict[str, Any] = {"sources": list(job.sources), "to": list(job.locales), "workspace": str(root)}
    if runner:
        asked["runner"] = runner
    report: Report = run_flow(root, "localize", asked)
    return report
