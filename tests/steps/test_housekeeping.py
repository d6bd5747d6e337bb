"""Retention and disk budget of a workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from glosspress import steps
from glosspress.steps.housekeeping import keep_house
from glosspress.workspace import Workspace

RETENTION = "retention: {page_versions_days: 30, snapshots_days: 30, translations_days: 30, disk_budget_gb: 0.00001}\n"


@pytest.fixture
def used(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose article was changed three times, the last time a year after the first."""
    (workspace.sources / "articles").mkdir()
    (workspace.sources / "tests.yaml").write_text("title: T\nlicense: {status: owned}\nkind: folder\npath: articles\n")
    for year, dose in ((2020, 5), (2020, 7), (2021, 9)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str((year - 1970) * 31_556_952 + dose))
        article = f"# Sleep\n\nTake {dose} mg one hour before bed.\n"
        (workspace.sources / "articles" / "one.md").write_text(article)
        steps.run(workspace.root, None, ["en-XA"])
    return workspace.root


def test_nothing_goes_by_itself(used: Path) -> None:
    """Without a retention everything stays, and there is no budget to exceed."""
    done = keep_house(used)
    assert (done.page_versions, done.snapshots, done.translations, done.visits) == (0, 0, 0, 0)
    assert not done.over_budget
    assert done.ledger_bytes > 0
    assert done.output_bytes > 0


def test_what_is_old_and_unused_goes(used: Path) -> None:
    """A dry run counts, a real one removes; what is online is the same before and after, and so is the next run."""
    config = used / "glosspress.yaml"
    config.write_text(config.read_text() + RETENTION)
    online = (used / "output" / "en-XA" / "one" / "index.html").read_bytes()
    planned = keep_house(used, really=False)
    done = keep_house(used)
    assert (done.page_versions, done.snapshots) == (planned.page_versions, 2) == (2, 2)
    assert done.translations >= 2
    assert done.over_budget
    assert keep_house(used).page_versions == 0
    report = steps.run(used, None, ["en-XA"])
    assert sum(batch.misses for batch in report.batches) == 0
    assert (used / "output" / "en-XA" / "one" / "index.html").read_bytes() == online


def test_files_that_editions_share_count_once(used: Path) -> None:
    """Three editions are on the disk; their style sheet is there once."""
    editions = list((used / "output" / ".editions").iterdir())
    sheets = [path for edition in editions if edition.is_dir() for path in edition.glob("assets/*.css")]
    assert len(sheets) == 3
    files = [path for path in (used / "output").rglob("*") if path.is_file() and not path.is_symlink()]
    names = sum(path.stat().st_size / path.stat().st_nlink for path in files)
    assert (
        keep_house(used).output_bytes
        == round(names)
        <= sum(path.stat().st_size for path in files) - 2 * sheets[0].stat().st_size
    )
