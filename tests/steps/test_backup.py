"""A backup brings everything back that a person made, on SQLite and on PostgreSQL; a damaged one is refused."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from glosspress import steps, workspace
from glosspress.errors import InputError, UsageError
from glosspress.event import Draft, EventKind
from glosspress.ledger import open_ledger
from glosspress.steps.backup import back_up, restore
from glosspress.workspace import Workspace


@pytest.fixture
def used(workspace: Workspace) -> Path:
    """A workspace with a published page and an event."""
    return fill(workspace.root)


def fill(root: Path) -> Path:
    (root / "sources" / "articles").mkdir()
    (root / "sources" / "tests.yaml").write_text("title: T\nlicense: {status: owned}\nkind: folder\npath: articles\n")
    (root / "sources" / "articles" / "one.md").write_text("# Sleep\n\nTake 5 mg one hour before bed.\n")
    steps.run(root, None, ["en-XA"])
    with open_ledger(workspace.at(root).ledger_url) as ledger:
        ledger.append([Draft(EventKind.COMMENTED, "x", "reviewer@example.org", comment="good")])
    return root


def same_site(root: Path, other: Path) -> None:
    """The restored workspace publishes the same bytes without translating anything."""
    report = steps.run(other, None, ["en-XA"])
    assert sum(batch.misses for batch in report.batches) == 0
    page = Path("output") / "en-XA" / "one" / "index.html"
    assert (other / page).read_bytes() == (root / page).read_bytes()


def test_there_and_back(used: Path, tmp_path: Path) -> None:
    """Files, ledger and event chain come back; the next run finds its work done."""
    made = back_up(used, tmp_path / "backups")
    assert made.events == 1
    back = restore(made.path, tmp_path / "back")
    assert back.events == 1
    with open_ledger(workspace.at(tmp_path / "back").ledger_url) as ledger:
        assert [event.comment for event in ledger.events()] == ["good"]
        assert ledger.broken_event() is None
    same_site(used, tmp_path / "back")


def test_postgresql(postgres: Any, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with the ledger on a real server, through its own pg_dump and pg_restore."""
    monkeypatch.setenv("PATH", f"{postgres.programs}{os.pathsep}{os.environ['PATH']}")
    old, new = postgres.create("backup_old"), postgres.create("backup_new")
    config = workspace.root / "glosspress.yaml"
    config.write_text(f"{config.read_text()}ledger: {old}\n")
    made = back_up(fill(workspace.root), tmp_path / "backups")
    restore(made.path, tmp_path / "back", new)
    config = tmp_path / "back" / "glosspress.yaml"
    config.write_text(config.read_text().replace(old, new))
    same_site(workspace.root, tmp_path / "back")


@pytest.mark.parametrize("damage", ["cut", "flip", "text"])
def test_a_damaged_archive(used: Path, tmp_path: Path, damage: str) -> None:
    """Cut off, changed, or no archive: refused, and nothing is written."""
    archive = back_up(used, tmp_path).path
    data = bytearray(archive.read_bytes())
    if damage == "flip":
        data[len(data) // 2] ^= 0x10
    archive.write_bytes({"cut": bytes(data[: len(data) // 2]), "flip": bytes(data), "text": b"no archive"}[damage])
    with pytest.raises(InputError):
        restore(archive, tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_nothing_is_overwritten(used: Path, tmp_path: Path) -> None:
    """A folder that holds anything is left alone."""
    archive = shutil.move(back_up(used, tmp_path).path, tmp_path / "archive")
    before = sorted(path.name for path in used.rglob("*"))
    with pytest.raises(UsageError, match="not empty"):
        restore(Path(archive), used)
    assert sorted(path.name for path in used.rglob("*")) == before
