"""What a run plans: the articles that need work stand together, the others are spread over their batches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from glosspress import steps
from glosspress.steps import packing
from glosspress.workspace import Workspace

ARTICLES = 12


@pytest.fixture
def root(workspace: Workspace) -> Path:
    """Twelve articles, published once by the engine that copies."""
    root = workspace.root
    (root / "glosspress.yaml").write_text("locales:\n  pt-BR: {engine: echo}\n")
    (root / "sources" / "articles").mkdir()
    (root / "sources" / "tests.yaml").write_text("title: T\nlicense: {status: owned}\nkind: folder\npath: articles\n")
    for number in range(ARTICLES):
        (root / "sources" / "articles" / f"a{number:02}.md").write_text(f"# Article {number}\n\nIt is about sleep.\n")
    steps.run(root, None, None)
    return root


def planned(root: Path, to: Sequence[str] | None = None) -> list[list[str]]:
    job = steps.begin(root, None, to)
    batches = steps.plan(job, [steps.gather(job, source) for source in job.sources])
    assert [batch.number for batch in batches] == list(range(1, len(batches) + 1))
    assert all(batch.of == len(batches) for batch in batches)
    return [[article.slug for article in batch.articles] for batch in batches]


def change(root: Path, *numbers: int) -> None:
    for number in numbers:
        (root / "sources" / "articles" / f"a{number:02}.md").write_text(f"# Article {number}\n\nIt is about water.\n")


def test_an_unchanged_corpus_is_one_batch(root: Path) -> None:
    """It has to be looked at, and needs nothing else."""
    [batch] = planned(root)
    assert sorted(batch) == [f"a{number:02}" for number in range(ARTICLES)]


def test_changed_articles_come_together(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In as many batches as they fill; every article stands in one of them."""
    change(root, 1, 5, 9, 11)
    [batch] = planned(root)
    assert batch[:4] == ["a01", "a05", "a09", "a11"]
    monkeypatch.setattr(packing, "BATCH_WORDS", 10)
    first, second = planned(root)
    assert (first[:2], second[:2]) == (["a01", "a05"], ["a09", "a11"])
    assert len(first) == len(second) == ARTICLES / 2
    assert sorted(first + second) == [f"a{number:02}" for number in range(ARTICLES)]


def test_a_locale_that_no_engine_serves_is_planned_as_a_whole(root: Path) -> None:
    """The error is told by who works on its batches."""
    [batch] = planned(root, ["mi"])
    assert len(batch) == ARTICLES


def test_nothing_to_do(root: Path) -> None:
    """No articles, no batches."""
    job = steps.begin(root, None, None)
    assert steps.plan(job, []) == []
