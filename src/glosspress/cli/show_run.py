"""What a run looks like on the terminal: a progress bar while it works (stderr), a table at its end (stdout)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from glosspress.steps import locale_rows, progress

if TYPE_CHECKING:
    from glosspress.steps import Report


class _Speed(ProgressColumn):
    """Words a second and held pages; pages of a source that is fetched."""

    def render(self, task: Task) -> Text:
        if "held" not in task.fields:
            return Text(f"{task.completed:,.0f} of {task.total or 0:,.0f} pages")
        speed = f"{task.speed:,.0f} words/s" if task.speed else ""
        held = f"  {task.fields['held']} held" if task.fields["held"] else ""
        return Text(speed + held)


@contextmanager
def bar() -> Iterator[None]:
    """Show how far the run is on stderr; plain lines where stderr is no terminal."""
    with _shown() as shown:
        task = shown.add_task("starting", total=None, held=0)

        def on_step(step: progress.Progress) -> None:
            if step.fetched is not None:
                shown.update(task, description=step.stage)
                return
            if step.planned_words:
                shown.update(task, total=(shown.tasks[0].total or 0) + step.planned_words)
            held = shown.tasks[0].fields["held"] + step.held
            shown.update(task, description=step.stage, advance=step.words, held=held)

        with progress.listening(on_step), fetch_lines(shown):
            yield


@contextmanager
def fetch_lines(within: Progress | None = None) -> Iterator[None]:
    """Show on stderr how far each source is fetched, a line for each while it lasts; nothing where stderr is no terminal."""
    if within is None:
        with _shown() as shown, fetch_lines(shown):
            yield
        return
    lines: dict[str, TaskID] = {}

    def on_step(step: progress.Progress) -> None:
        if step.fetched is None:
            return
        source, done, known = step.fetched
        if source not in lines:
            lines[source] = within.add_task(f"  {source}", total=known)
        within.update(lines[source], completed=done, total=known, visible=done < known)

    with progress.listening(on_step):
        yield


def _shown() -> Progress:
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    return Progress(*columns, _Speed(), TimeElapsedColumn(), console=console, disable=not console.is_terminal)


def show(report: Report) -> None:
    """Print the summary table, held pages with reasons, problems, and where to look."""
    out = Console()
    out.print(_summary(report))
    for page in report.held:
        out.print(f"held  {page.id}  {page.locale}", style="yellow", markup=False)
        for reason in page.reasons:
            out.print(f"      {reason}", markup=False)
        if page.last_good:
            out.print("      the last good version stays online", markup=False)
    for problem in report.problems:
        out.print(
            f"{'unused' if problem.fatal else 'note'}  {problem.where}: {problem.what}", style="yellow", markup=False
        )
        if problem.next_step:
            out.print(f"      -> {problem.next_step}", markup=False)
    if report.published:
        state = "new edition" if report.published.changed else "unchanged edition"
        out.print(f"{state} {report.published.edition[:12]}, {report.published.pages} pages online", markup=False)
        for note in report.published.notes:
            out.print(f"note  {note}", style="yellow", markup=False)
        out.print(f"open {report.published.index}", style="bold", markup=False, soft_wrap=True)


def _summary(report: Report) -> Table:
    table = Table(title=f"Run {report.job.run}", title_justify="left")
    rows = locale_rows(report)
    for name in rows[0]:
        table.add_column(name, justify="left" if name == "locale" else "right")
    for row in rows:
        table.add_row(*(f"{value:,}" if isinstance(value, int) else str(value) for value in row.values()))
    return table
