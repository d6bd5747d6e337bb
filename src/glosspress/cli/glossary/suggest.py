"""`glosspress glossary suggest`: terms that the articles need and the term base lacks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from glosspress.cli.options import Options, pass_options
from glosspress.errors import UsageError

if TYPE_CHECKING:
    from glosspress.steps.suggesting import Suggestion
    from glosspress.translate import FormSuggestion
    from glosspress.workspace import Workspace


@click.command("suggest")
@click.option("--locale", "tag", required=True, metavar="TAG", help="Whose pages are read, `pt-BR`.")
@click.option("--limit", default=20, show_default=True, help="The most urgent ones only.")
@click.option("--least", default=2, show_default=True, help="Sentences that must hold an expression.")
@click.option("--forms", is_flag=True, help="Instead: forms of `prefer` rows that the model writes and no row lists.")
@click.option("--write", is_flag=True, help="Append those with a rendering to the term base as proposed rows.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@pass_options
def suggest_command(options: Options, tag: str, limit: int, least: int, forms: bool, write: bool, as_json: bool) -> int:
    """Show acronyms and noun phrases that pages render inconsistently, copy, or that persons often corrected.

    Each comes with its sentences. Nothing is approved: `--write` appends rows with the status `proposed`.

    \b
    Example:
      glosspress glossary suggest --locale pt-BR
      glosspress glossary suggest --locale pt-BR --limit 5 --write
    """
    from glosspress.steps.suggesting import suggest

    here = options.open_workspace()
    if forms and write:
        raise UsageError("forms are not written", "--write", "put the right ones into the cell `forms` of their row")
    if forms:
        return _forms(here, tag, limit, as_json)
    found = suggest(here, tag, least=least)
    shown = found[:limit]
    if as_json:
        click.echo(json.dumps([_json(item) for item in shown], ensure_ascii=False, indent=1))
    else:
        _print(shown)
    if not found:
        click.echo(
            f"nothing to suggest: the pages in {tag} have no acronym without a row and nothing divided", err=True
        )
    elif write:
        _write(here, tag, shown)
    else:
        click.echo(f"{len(shown)} of {len(found)} suggestions", err=True)
    return 0


def _write(here: Workspace, tag: str, shown: Sequence[Suggestion]) -> None:
    from glosspress.cli.glossary.importing import summary
    from glosspress.glossary.bringing import Conflicts, bring_in, plan
    from glosspress.steps.suggesting import base_of, proposals

    made = plan(base_of(here, tag), proposals(shown), Conflicts.SKIP)
    bring_in(made)
    click.echo(summary(made, dry_run=False), err=True)


def _print(shown: Sequence[Suggestion]) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    out = Console(highlight=False)
    for number, item in enumerate(shown):
        if number:
            out.print()
        line = Text(item.term.source, style="bold")
        line.append(f" -> {item.term.target or '?'}", style="green" if item.term.target else "yellow")
        line.append(f"   {item.count} sentences", style="dim")
        out.print(line)
        out.print(Padding(Text("; ".join(item.reasons)), (0, 0, 0, 2)))
        for pair in item.contexts:
            out.print(Text(f"  {pair.page}", style="dim"))
            out.print(Padding(Text(pair.source), (0, 0, 0, 4)))
            out.print(Padding(Text(pair.target, style="italic"), (0, 0, 0, 4)))


def _json(item: Suggestion) -> dict[str, Any]:
    return {
        "source": item.term.source,
        "target": item.term.target,
        "forms": list(item.term.forms),
        "mode": item.term.mode.value,
        "sentences": item.count,
        "reasons": list(item.reasons),
        "score": round(item.score, 3),
        "contexts": [asdict(pair) for pair in item.contexts],
    }


def _forms(here: Workspace, tag: str, limit: int, as_json: bool) -> int:
    from glosspress.steps.suggesting_forms import suggest_forms

    found = suggest_forms(here, tag)[:limit]
    if as_json:
        click.echo(json.dumps([asdict(item) for item in found], ensure_ascii=False, indent=1))
        return 0
    for item in found:
        _print_form(item)
    click.echo(f"{len(found)} forms; put the right ones into `forms`, the wrong ones into `forbidden`", err=True)
    return 0


def _print_form(item: FormSuggestion) -> None:
    click.echo(f"{item.term_id}: {item.form}   {item.count} sentences, {item.share:.0%}")
    click.echo(f"    {item.example_source}\n    {item.example_target}")
