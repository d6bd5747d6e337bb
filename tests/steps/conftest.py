"""A small workspace that was translated once by the embedded English-Portuguese package."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from glosspress import steps
from glosspress.workspace import Workspace, at

CONFIG = "site:\n  base_url: https://example.org/\nlocales:\n  pt-BR: {}\n"
SOURCE = "title: Tests\nlicense: {status: owned}\nkind: folder\npath: articles\n"
KETAMINE = (
    "# Ketamine and sleep\n\nKetamine blocks the [NMDA receptor](https://example.org/nmda). Take 0.5 mg/kg over 40 min. "
    "Do not stop the tablets at once.\n"
)
TABLETS = "# A long day\n\nIt was a long day for all. Do not stop the tablets at once.\n"
TERMS = "id,source,target,mode,status,reviewer,evidence\nnmda,NMDA,NMDA,pin,approved,r,e\n"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("review") / "site"
    (root / "sources" / "articles").mkdir(parents=True)
    (root / "glossary").mkdir()
    (root / "glosspress.yaml").write_text(CONFIG)
    (root / "glossary" / "en-pt.csv").write_text(TERMS)
    (root / "sources" / "tests.yaml").write_text(SOURCE)
    (root / "sources" / "articles" / "ketamine.md").write_text(KETAMINE)
    (root / "sources" / "articles" / "tablets.md").write_text(TABLETS)
    work(root)
    return root


@pytest.fixture
def site(template: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(template, tmp_path / "site")
    return at(tmp_path / "site")


def work(root: Path) -> list[steps.HeldPage]:
    """A run without publishing: gather, translate, decide."""
    job = steps.begin(root, None, None)
    gathered = [steps.gather(job, source) for source in job.sources]
    return [page for batch in steps.plan(job, gathered) for page in steps.produce(job, batch).held]
