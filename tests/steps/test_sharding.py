"""Shards: a run deals its work out to other processes, and no sentence is translated twice."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from glosspress import steps
from glosspress.errors import ConfigError, UsageError
from glosspress.ledger import open_ledger
from glosspress.steps import Hold, Job, claiming, sharding
from glosspress.steps.job import ArticleRef, BatchResult, Gathered, HeldPage
from glosspress.workspace import Workspace, at

HOLD = """
import sys
from pathlib import Path
from glosspress.steps import sharding
with sharding.at_work(sharding.join(Path(sys.argv[1]), sys.argv[2]), 2) as mine:
    print(mine, flush=True)
    sys.stdin.readline()
"""
WORK = """
import sys, time
from pathlib import Path
from glosspress import steps
from glosspress.engines.synthetic import SyntheticEngine
from glosspress.steps import sharding
decode = SyntheticEngine.decode
def told(engine, requests):
    print("".join(f"{request.source}\\n" for request in requests), end="")
    Path(sys.argv[1], f"at-{sys.argv[3]}").touch()
    until = time.monotonic() + 60
    while len(list(Path(sys.argv[1]).glob("at-*"))) < 4 and time.monotonic() < until:
        time.sleep(0.05)  # nobody stores anything before all have come to the sentences they have in common
    return decode(engine, requests)
SyntheticEngine.decode = told
job = sharding.join(Path(sys.argv[1]), sys.argv[2])
sys.stdin.readline()
with sharding.at_work(job, int(sys.argv[3])):
    for number, batch in sharding.undone(job, int(sys.argv[3])):
        sharding.done(job, int(sys.argv[3]), number, steps.produce(job, batch))
"""
RESULT = BatchResult(
    "en-XA", 1, (HeldPage("a/b", "en-XA", ("why",), last_good=True),), 3, 4, 50, 0.5, (("plain", 7),), (("numbers", 1),)
)


def sentence(article: int, place: int) -> str:
    """Two of three stand in every article."""
    return f"Group {article if place % 3 == 0 else 'one'} took {place + 2} tablets a day."


@pytest.fixture(params=["sqlite", "postgresql"])
def job(request: pytest.FixtureRequest, workspace: Workspace) -> Job:
    """A run in a workspace whose 40 articles have most sentences in common."""
    url = workspace.ledger_url if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    root = workspace.root
    (root / "glosspress.yaml").write_text(f"locales:\n  en-XA: {{}}\nledger: {url}\n")
    (root / "sources" / "tests.yaml").write_text("title: T\nlicense: {status: owned}\nkind: folder\npath: made\n")
    (root / "sources" / "made").mkdir()
    for number in range(40):
        body = "\n\n".join(sentence(number, place) for place in range(30))
        (root / "sources" / "made" / f"a{number:02}.md").write_text(f"# Article {number}\n\n{body}\n")
    return steps.begin(root, None, None)


def test_an_article_stays_in_its_shard() -> None:
    """Every article is in one shard, about as many in each, whatever else is in the corpus."""
    refs = [ArticleRef(f"s/{number}", str(number), "s", f"file:{number}", "0" * 64, 300) for number in range(900)]
    dealt = sharding.split([Gathered("s", tuple(refs), ())], ["pt-BR", "de"], 3)
    ids = [[ref.id for batch in batches if batch.locale == "de" for ref in batch.articles] for batches in dealt]
    assert sorted(page for part in ids for page in part) == sorted(ref.id for ref in refs)
    assert all(len(part) == pytest.approx(300, abs=60) for part in ids)
    fewer = sharding.split([Gathered("s", tuple(refs[:100]), ())], ["de"], 3)
    assert all({ref.id for batch in fewer[n] for ref in batch.articles} <= set(ids[n]) for n in range(3))


def test_results_come_back_as_they_were(job: Job) -> None:
    """Dealt out, worked on, collected: every batch once, and the ledger forgets them."""
    dealt = sharding.deal(job, [steps.gather(job, "tests")], 3)
    assert sum(dealt.values()) == sum(sharding.open_shards(job).values()) >= 3
    with pytest.raises(UsageError, match="not finished"):
        sharding.collect(job)
    for shard in dealt:
        for number, batch in sharding.undone(job, shard):
            assert all(sharding.shard_of(ref.id, 3) == shard for ref in batch.articles)
            sharding.done(job, shard, number, RESULT)
            sharding.not_done(job, shard, number, batch, "too late: the first result counts")
    assert sharding.collect(job) == [RESULT] * sum(dealt.values())
    assert sharding.collect(job) == []


def test_what_is_not_done_is_named(job: Job) -> None:
    """Every page of a batch that could not be made is held, with the reason."""
    sharding.deal(job, [steps.gather(job, "tests")], 1)
    for number, batch in sharding.undone(job, 1):
        sharding.not_done(job, 1, number, batch, "no engine package")
    held = [page for result in sharding.collect(job) for page in result.held]
    assert len(held) == 40
    assert {page.reasons for page in held if page.id == "tests/a07"} == {
        ("shard 1, batch 1 was not finished: no engine package",)
    }


def _older_terms(root: Path) -> None:
    (root / "glossary" / "en-pt.csv").write_text("id,source,target\n")


def _other_policy(root: Path) -> None:
    config = root / "glosspress.yaml"
    config.write_text(config.read_text().replace("en-XA: {}", "en-XA: {review: {publish: reviewed}}"))


def _other_source(root: Path) -> None:
    with (root / "sources" / "tests.yaml").open("a") as definition:
        definition.write("publisher: Example Press\n")


@pytest.mark.parametrize("change", [_older_terms, _other_policy, _other_source])
def test_another_copy_of_the_workspace_takes_nothing(job: Job, tmp_path: Path, change: Callable[[Path], None]) -> None:
    """A machine with other terms, policies or sources would make other pages than the run: it is refused before the first."""
    sharding.deal(job, [steps.gather(job, "tests")], 2)
    copy = tmp_path / "copy"
    shutil.copytree(job.workspace, copy, ignore=shutil.ignore_patterns(".glosspress"))
    assert sharding.undone(sharding.join(copy, job.run), 1)
    change(copy)
    with pytest.raises(ConfigError, match="not those of the run"):
        sharding.join(copy, job.run)


def test_what_the_run_was_asked_for_goes_with_its_shards(job: Job) -> None:
    """When it began, and that it uses the release in force only: so do those who share it."""
    asked = replace(job, started="2026-01-01T00:00:00Z", only_released=True)
    sharding.deal(asked, [steps.gather(job, "tests")], 2)
    joined = sharding.join(Path(job.workspace), job.run)
    assert (joined.started, joined.only_released) == (asked.started, True)


def test_who_works_on_a_shard(job: Job) -> None:
    """One at a time; of a killed process it is known at once, and its shard is free."""
    sharding.deal(job, [steps.gather(job, "tests")], 2)
    assert sharding.hold_on(job, 2) is Hold.NEVER
    with _another(job) as other:
        assert sharding.hold_on(job, 2) is Hold.ALIVE
        with sharding.at_work(job, 2) as mine:
            assert not mine
        other.kill()
        other.wait()
        assert sharding.hold_on(job, 2) is Hold.DEAD
    with sharding.at_work(job, 2) as mine:
        assert mine


@contextmanager
def _another(job: Job) -> Iterator[subprocess.Popen[str]]:
    """A process that works on the second shard, until it is killed or the block ends."""
    command = [sys.executable, "-c", HOLD, job.workspace, job.run]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        yield other


def test_who_hangs_does_not_hold_a_shard(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that lives and gets nowhere counts as gone after its lease: the run goes on with its shard."""
    monkeypatch.setattr(claiming, "HUNG_S", 0.5)
    with sharding.at_work(job, 2, lease_s=2) as mine:
        assert mine
        until = time.monotonic() + 120
        while sharding.hold_on(job, 2) is Hold.ALIVE and time.monotonic() < until:
            time.sleep(0.2)
        assert sharding.hold_on(job, 2) is Hold.DEAD
        with _another(job):  # in this process, to ask for it would be the step forward that was missing
            assert sharding.hold_on(job, 2) is Hold.ALIVE


def test_a_sentence_on_pages_of_two_shards_is_asked_for_once(job: Job) -> None:
    """Four processes at the same instant, most sentences in all shards: the engines hear each sentence once."""
    sharding.deal(job, [steps.gather(job, "tests")], 4)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WORK, job.workspace, job.run, str(shard)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for shard in range(1, 5)
    ]  # fmt: skip
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    heard = Counter(line for process in running for line in process.communicate(timeout=200)[0].splitlines())
    wanted = {f"Article {n}" for n in range(40)} | {sentence(n, place) for n in range(40) for place in range(30)}
    assert len(wanted) < 40 * 31 / 2
    assert set(heard) == wanted
    assert set(heard.values()) == {1}
    results = sharding.collect(job)
    assert sum(result.misses for result in results) == len(wanted)
    assert sum(result.passed for result in results) == 40
    ledger = open_ledger(at(Path(job.workspace)).ledger_url)
    assert ledger.open_shards(job.run) == {}
