"""A difference of term bases and its impact in the four formats of the commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glosspress.errors import UsageError

if TYPE_CHECKING:
    from glosspress.glossary.diff import Diff
    from glosspress.steps.impact import Impact

FORMATS = click.Choice(["terminal", "markdown", "html", "json"])


def show(found: Diff | Impact, form: str, out: Path | None) -> None:
    """Print, or write to a file. UsageError: the file cannot be written."""
    if form == "terminal" and out is None:
        _print(found)
        return
    text = _text(found, "markdown" if form == "terminal" else form)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror or error}", str(out)) from error
    click.echo(f"written: {out}", err=True)


def _text(found: Diff | Impact, form: str) -> str:
    from glosspress.reports import changes
    from glosspress.steps.impact import Impact

    if form == "html":
        from glosspress.reports.page import html

        return html(found)
    if isinstance(found, Impact):
        data: Any = changes.impact_json(found) if form == "json" else changes.impact_markdown(found)
    else:
        data = changes.diff_json(found) if form == "json" else changes.diff_markdown(found)
    return data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _print(found: Diff | Impact) -> None:
    from rich.console import Console

    from glosspress.reports import changes
    from glosspress.steps.impact import Impact

    out = Console()
    diff = found.diff if isinstance(found, Impact) else found
    rows = changes.change_impact_rows(found) if isinstance(found, Impact) else changes.change_rows(diff)
    _table(out, f"{diff.before} → {diff.after}", rows)
    if not isinstance(found, Impact):
        return
    if found.segments:
        _table(out, "What it touches", changes.locale_rows(found))
    for item in found.previews:
        out.print(f"\n{item.page}  {item.touched.locale}  {', '.join(item.touched.terms)}", style="bold", markup=False)
        out.print(f"  source  {item.before.source.text}", markup=False, highlight=False)
        out.print(f"  before  {item.before.target.text}", style="red", markup=False, highlight=False)
        label = "asked " if item.proposal else "after "
        out.print(f"  {label}  {item.after.target.text}", style="green", markup=False, highlight=False)
        for reason in item.after.reasons:
            out.print(f"  held    {reason}", style="yellow", markup=False, highlight=False)
    out.print(changes.cost(found), markup=False, highlight=False)
    for note in found.notes:
        out.print(note, style="yellow", markup=False)


def _table(out: Any, title: str, rows: list[dict[str, Any]]) -> None:
    from rich.table import Table
    from rich.text import Text

    if not rows:
        out.print(f"{title}: no difference", markup=False)
        return
    made = Table(title=title, title_justify="left")
    for name, value in rows[0].items():
        made.add_column(name, justify="right" if isinstance(value, int) else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text(f"{value:,}" if isinstance(value, int) else str(value)) for value in row.values()))
    out.print(made)
