"""Pages whose inputs are what they were are not made again; whatever a page depends on makes exactly that page again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from glosspress import steps, workspace
from glosspress.event import Draft, EventKind, segment_subject
from glosspress.ledger import open_ledger
from glosspress.steps import producing
from glosspress.workspace import Workspace

HEAD = "id,source,target,mode,case,pos,forms,forbidden,context,domain,status,note,evidence,reviewer,reviewed_at\n"


@pytest.fixture
def site(workspace: Workspace) -> Path:
    """Two published articles, one of which speaks of sleep."""
    root = workspace.root
    (root / "glosspress.yaml").write_text("locales:\n  pt-BR: {engine: echo}\n")
    (root / "glossary" / "en-pt.csv").write_text(HEAD + "nap,nap,nap,pin,smart,noun,,,,,approved,,,,\n")
    (root / "sources" / "articles").mkdir()
    (root / "sources" / "tests.yaml").write_text("title: T\nlicense: {status: owned}\nkind: folder\npath: articles\n")
    (root / "sources" / "articles" / "sleep.md").write_text("# Sleep\n\nSleep helps the memory of most people.\n")
    (root / "sources" / "articles" / "water.md").write_text("# Water\n\nDrink a glass of water with the tablets.\n")
    steps.run(root, None, None)
    return root


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the pages that runs make from now on."""
    seen: list[str] = []
    page = producing._page

    def counted(*arguments: Any) -> Any:
        result = page(*arguments)
        seen.append(result.id)
        return result

    monkeypatch.setattr(producing, "_page", counted)
    return seen


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def term(root: Path) -> None:
    append(root / "glossary" / "en-pt.csv", "sleep,sleep,sono,advise,smart,noun,,,,,approved,,,,\n")


def other_term(root: Path) -> None:
    append(root / "glossary" / "en-pt.csv", "kidney,kidney,rim,prefer,smart,noun,,,,,approved,,,,\n")


def policy(root: Path) -> None:
    (root / "glosspress.yaml").write_text("locales:\n  pt-BR: {engine: echo, indexing: true}\n")


def engine(root: Path) -> None:
    (root / "glosspress.yaml").write_text("locales:\n  pt-BR: {engine: pseudo}\n")


def definition(root: Path) -> None:
    append(root / "sources" / "tests.yaml", "publisher: Example Press\n")


def text(root: Path) -> None:
    append(root / "sources" / "articles" / "sleep.md", "\nIt is good.\n")


def segment_event(root: Path) -> None:
    with open_ledger(workspace.at(root).ledger_url) as ledger:
        subject = segment_subject("Sleep helps the memory of most people.", "pt-BR")
        ledger.append([Draft(EventKind.COMMENTED, subject, "a@example.org", locale="pt-BR")])


def nothing(root: Path) -> None:
    assert root.is_dir()


BOTH = {"tests/sleep", "tests/water"}


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (nothing, set()),
        (other_term, set()),
        (segment_event, set()),  # a comment changes no page
        (term, {"tests/sleep"}),
        (text, {"tests/sleep"}),
        (policy, BOTH),
        (engine, BOTH),
        (definition, BOTH),
    ],
)
def test_what_is_made_again(site: Path, made: list[str], change: Callable[[Path], None], again: set[str]) -> None:
    """Exactly the pages that depend on what changed; the counts of a run are the same whether pages are spared or not."""
    change(site)
    report = steps.run(site, None, None)
    assert set(made) == again
    [batch] = report.batches
    assert batch.passed == 2
    assert batch.hits + batch.misses == sum(number for _, number in batch.rungs)
    made.clear()
    steps.run(site, None, None)
    assert made == []


def test_spared_pages_stay_online(site: Path, made: list[str]) -> None:
    """What is published does not change by a byte."""
    before = {path: path.read_bytes() for path in (site / "output").rglob("*.html")}
    steps.run(site, None, None)
    assert {path: path.read_bytes() for path in (site / "output").rglob("*.html")} == before


def test_a_held_page_is_reported_each_time(site: Path, made: list[str]) -> None:
    """A page that is held and spared is told as held, with the same reasons."""
    (site / "glosspress.yaml").write_text("locales:\n  pt-BR: {engine: echo, review: {publish: reviewed}}\n")
    first, second = steps.run(site, None, None), steps.run(site, None, None)
    assert [(page.id, page.reasons) for page in first.held] == [(page.id, page.reasons) for page in second.held]
    assert len(second.held) == 2
    assert len(made) == 2


def test_a_run_that_ends_late_does_not_bring_back_old_text(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run reads an article, a later one reads its new text and publishes it; the first one leaves it, the next may go back."""
    article = site / "sources" / "articles" / "water.md"
    old = article.read_text().replace("a glass", "half a glass")
    new = old.replace("half a glass", "two glasses")

    def at(moment: int) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(4_000_000_000 + moment))

    def online(text: str) -> bool:
        return text in (site / "output" / "pt-BR" / "water" / "index.html").read_text()

    at(0)
    article.write_text(old)
    late = steps.begin(site, None, None)
    gathered = [steps.gather(late, "tests")]
    at(60)
    article.write_text(new)
    steps.run(site, None, None)
    assert online("two glasses")
    at(120)
    results = [steps.produce(late, batch) for batch in steps.plan(late, gathered)]
    assert sum(result.passed for result in results) == 2
    steps.publish(late)
    assert online("two glasses")
    at(180)
    article.write_text(old)
    steps.run(site, None, None)
    assert online("half a glass")


def test_a_clock_that_ran_ahead_keeps_no_old_text(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page was made under a clock years ahead; when it is right again, a changed article is published."""
    article = site / "sources" / "articles" / "water.md"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4000000000")
    article.write_text(article.read_text().replace("a glass", "half a glass"))
    steps.run(site, None, None)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")
    article.write_text(article.read_text().replace("half a glass", "two glasses"))
    steps.run(site, None, None)
    assert "two glasses" in (site / "output" / "pt-BR" / "water" / "index.html").read_text()
