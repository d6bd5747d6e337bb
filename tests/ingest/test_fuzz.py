"""The short form of `python tests/ingest/fuzz.py --minutes 10`: no bytes crash or hang what reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from .fuzz import CORPUS, ENTRY_POINTS, attempt, run

_COUNTS = {"feed": 150, "sitemap": 300, "yaml": 300, "html": 40, "document": 60, "archive": 150}


@pytest.mark.parametrize("name", [*ENTRY_POINTS])
def test_damaged_input(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random and damaged bytes give a result or an error that says why."""
    monkeypatch.chdir(tmp_path)
    assert run(name, 20, seed=7, most=_COUNTS[name]) > 10


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*-*")), ids=lambda path: path.name)
def test_corpus(path: Path) -> None:
    """Every input that was once interesting is read without harm."""
    attempt(path.name.partition("-")[0], path.read_bytes())
