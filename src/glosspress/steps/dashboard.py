"""What an operator sees after a run: coverage, drift, and their charts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glosspress import workspace
from glosspress.ledger import Run, open_ledger
from glosspress.steps import charts
from glosspress.steps.coverage import coverage
from glosspress.steps.drift import LEAST_RUNS, Drift, drifts
from glosspress.steps.job import Report
from glosspress.steps.tables import markdown_table

_RUNS = 20
"""As many of the latest runs are compared and drawn."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Rows and charts, ready to be shown."""

    coverage: list[dict[str, Any]]
    drift: list[dict[str, Any]]
    unusual: tuple[str, ...]
    """Names of the figures that are far from what they were."""
    charts: tuple[tuple[str, str], ...]
    """(key, SVG)."""


def dashboard(report: Report) -> Dashboard:
    """Of the workspace as it is after a run that is in the ledger."""
    here = workspace.at(Path(report.job.workspace))
    with open_ledger(here.ledger_url) as ledger:
        matrix = coverage(ledger)
        runs = [run for run in reversed(ledger.runs(_RUNS)) if run.words]
    found = drifts(runs)
    return Dashboard(
        coverage=matrix,
        drift=[_row(item) for item in found],
        unusual=tuple(item.name for item in found if item.unusual),
        charts=tuple(_charts(matrix, found, runs)),
    )


def dashboard_markdown(shown: Dashboard) -> str:
    """Coverage and drift as a part of the run summary."""
    return f"\n## Coverage\n\n{markdown_table(shown.coverage)}\n\n## Drift\n\n{markdown_table(shown.drift)}\n"


def _row(item: Drift) -> dict[str, Any]:
    return {
        "figure": item.name,
        "this run": float(f"{item.values[-1]:.4g}"),
        "usual": float(f"{item.usual:.4g}"),
        "runs": len(item.values),
        "verdict": _verdict(item),
    }


def _verdict(item: Drift) -> str:
    """Before there are enough runs nothing is usual."""
    if len(item.values) <= LEAST_RUNS:
        return "too few runs to tell"
    return "UNUSUAL" if item.unusual else "as usual"


def _charts(matrix: list[dict[str, str | int]], found: list[Drift], runs: list[Run]) -> list[tuple[str, str]]:
    made = []
    if matrix:
        rows = {
            str(row["locale"]): {name: int(value) for name, value in row.items() if name != "locale"} for row in matrix
        }
        made.append(("coverage-chart", charts.bars("Pages by state", rows)))
    made += [(f"drift-{_slug(item.name)}", charts.line(item.name, _labels(runs), item.values)) for item in found]
    return made


def _labels(runs: list[Run]) -> list[str]:
    """When the runs began: the days, or the times where all were on one day."""
    days = {run.started[:10] for run in runs}
    return [run.started[11:16] if len(days) == 1 else run.started[5:10] for run in runs]


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
