"""What an operator sees over many runs: drift of the figures, and which pages are in which state."""

from __future__ import annotations

from pathlib import Path

import pytest

from glosspress import steps
from glosspress.ledger import Run, open_ledger
from glosspress.steps.charts import bars, data_url, line
from glosspress.steps.coverage import coverage
from glosspress.steps.dashboard import _row
from glosspress.steps.drift import drifts
from glosspress.workspace import Workspace


def run(number: int, *, held: int = 1, words: int = 1_000, milliseconds: int = 2_000, plain: int = 95) -> Run:
    counts = {
        "pages held": held,
        "pages passed": 100 - held,
        "rung plain": plain,
        "rung forced": 100 - plain,
        "source chars": 1_000,
        "target chars": 1_100,
        "milliseconds": milliseconds,
    }
    return Run(f"run-{number}", f"2026-01-{number:02}T00:00:00Z", words=words, counts=tuple(sorted(counts.items())))


def unusual(runs: list[Run]) -> set[str]:
    return {drift.name for drift in drifts(runs) if drift.unusual}


def test_figures() -> None:
    """The figures of the newest run are those of its counts."""
    now = {drift.name: drift.values[-1] for drift in drifts([run(1)])}
    assert now == {
        "held pages (share)": 0.01,
        "repaired sentences (share)": 0.05,
        "target length to source length": 1.1,
        "repetitions per 1,000 sentences": 0.0,
        "words per second": 500.0,
    }


def test_a_usual_run() -> None:
    """Runs that waver by a few percent raise nothing."""
    assert unusual([run(number, held=1 + number % 2, plain=94 + number % 3) for number in range(1, 12)]) == set()


@pytest.mark.parametrize(
    ("last", "name"),
    [
        (run(12, held=30), "held pages (share)"),
        (run(12, plain=60), "repaired sentences (share)"),
        (run(12, milliseconds=9_000), "words per second"),
    ],
)
def test_an_unusual_run(last: Run, name: str) -> None:
    """A figure far from what it was is named, and only that one."""
    assert unusual([*(run(number) for number in range(1, 12)), last]) == {name}


def test_too_few_runs_say_nothing() -> None:
    """Before five runs nothing is called unusual."""
    assert unusual([run(1), run(2), run(3, held=50)]) == set()


def test_runs_without_work_are_left_out() -> None:
    """A run that found everything in the ledger says nothing of quality or speed."""
    runs = [run(number) for number in range(1, 8)]
    assert drifts([*runs, run(9, words=0, held=100)]) == drifts(runs)


def test_counts_and_coverage_of_a_real_run(workspace: Workspace) -> None:
    """A run keeps its figures in the ledger, and every page stands in exactly one column of the matrix."""
    (workspace.sources / "articles").mkdir()
    (workspace.sources / "tests.yaml").write_text("title: T\nlicense: {status: owned}\nkind: folder\npath: articles\n")
    for name in ("one", "two"):
        (workspace.sources / "articles" / f"{name}.md").write_text(
            f"# Sleep {name}\n\nTake 5 mg {name} hours before bed.\n"
        )
    steps.run(workspace.root, None, ["en-XA"])
    with open_ledger(workspace.ledger_url) as ledger:
        counts = dict(ledger.runs()[0].counts)
        rows = coverage(ledger)
    assert counts["pages passed"] == 2
    assert counts["target chars"] > counts["source chars"] > 0
    assert [(row["locale"], row["machine-checked"], row["held"]) for row in rows] == [("en-XA", 2, 0)]


def test_charts_load_nothing() -> None:
    """A chart is one SVG document without scripts or addresses of other machines."""
    for svg in (line("Held", ["a", "b"], [0.1, 0.2]), bars("Coverage", {"pt-BR": {"held": 1, "approved": 2}})):
        assert svg.startswith("<svg")
        assert "<script" not in svg
        assert 'href="http' not in svg
        assert data_url(svg).startswith("data:image/svg+xml;base64,")


def test_workspace_folder_is_not_needed(tmp_path: Path) -> None:
    """A ledger without pages gives an empty matrix."""
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as ledger:
        assert coverage(ledger) == []


@pytest.mark.parametrize(("before", "verdict"), [(4, "too few runs to tell"), (5, "UNUSUAL")])
def test_verdicts(before: int, verdict: str) -> None:
    """Half of the pages held after four runs without any: nobody says that this is usual."""
    runs = [*(run(number, held=0) for number in range(1, before + 1)), run(12, held=50)]
    assert _row(drifts(runs)[0])["verdict"] == verdict
