"""Several runs on one ledger: no sentence is translated twice, and the dead hold nothing back."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from glosspress import steps
from glosspress.ledger import Ledger, open_ledger
from glosspress.steps.claiming import claimed, free_of_dead, name_of
from glosspress.steps.job import ArticleRef, Batch
from glosspress.workspace import Workspace

BATCH = Batch("pt-BR", 1, 1, (ArticleRef("s/a", "a", "s", "file:a", "0" * 64, 10),))
HOLD = """
import sys, time
from glosspress.ledger import open_ledger
from glosspress.steps.claiming import claimed
from glosspress.steps.job import ArticleRef, Batch
batch = Batch("pt-BR", 1, 1, (ArticleRef("s/a", "a", "s", "file:a", "0" * 64, 10),))
with claimed(open_ledger(sys.argv[1]), batch):
    print("held", flush=True)
    time.sleep(600)
"""
RUN = """
import sys
from pathlib import Path
from glosspress import steps
sys.stdin.readline()
report = steps.run(Path(sys.argv[1]), None, None)
print(sum(batch.misses for batch in report.batches), report.published.pages)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, workspace: Workspace) -> str:
    """Of an empty ledger, the same for all who work in the workspace."""
    if request.param == "sqlite":
        return workspace.ledger_url
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def ledger(url: str) -> Ledger:
    return open_ledger(url)


def test_two_runs_at_once_share_the_work(workspace: Workspace, url: str) -> None:
    """Two processes start the same run at the same instant: together they translate every sentence once."""
    root = workspace.root
    (root / "glosspress.yaml").write_text(f"locales:\n  en-XA: {{}}\nledger: {url}\n")
    (root / "sources" / "tests.yaml").write_text("title: T\nlicense: {status: owned}\nkind: folder\npath: made\n")
    (root / "sources" / "made").mkdir()
    for number in range(24):
        body = "\n\n".join(f"Group {number} took {place + 2} tablets a day for weeks." for place in range(30))
        (root / "sources" / "made" / f"a{number:02}.md").write_text(f"# Article {number}\n\n{body}\n")
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", RUN, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [run.communicate("go\n", timeout=200)[0].split() for run in runs]
    assert [pages for _, pages in said] == ["24", "24"]
    assert sum(int(misses) for misses, _ in said) == 24 * 31
    again = steps.run(root, None, None)
    assert sum(batch.misses for batch in again.batches) == 0


def test_a_killed_owner_gives_its_claim_back_at_once(url: str, ledger: Ledger) -> None:
    """On the same machine nobody waits for the lease of a process that was killed."""
    held = subprocess.Popen([sys.executable, "-c", HOLD, url], stdout=subprocess.PIPE, text=True)
    assert held.stdout is not None
    assert held.stdout.readline() == "held\n"
    assert not ledger.claim(name_of(BATCH), "another", 60)
    held.kill()
    held.communicate()
    started = time.monotonic()
    with claimed(ledger, BATCH):
        assert time.monotonic() - started < 5
    assert ledger.claimed_by(name_of(BATCH)) is None


def test_a_dead_machine_gives_its_claim_back_with_the_lease(ledger: Ledger) -> None:
    """Of an owner on another machine only the lease is known; it is waited for, and not longer."""
    assert ledger.claim(name_of(BATCH), f"elsewhere|1|1|{uuid.uuid4().hex}", 2)
    started = time.monotonic()
    with claimed(ledger, BATCH, lease_s=2):
        assert 0.9 < time.monotonic() - started < 20


def test_a_living_owner_keeps_its_claim(ledger: Ledger) -> None:
    """Longer than its lease: it is renewed while the work goes on."""
    with claimed(ledger, BATCH, lease_s=2):
        time.sleep(3.5)
        assert not ledger.claim(name_of(BATCH), "another", 2)


def test_a_process_id_that_was_given_again_is_not_the_owner(ledger: Ledger) -> None:
    """The claim of a dead process whose id another process has now is given back."""
    with claimed(ledger, BATCH):
        mine = ledger.claimed_by(name_of(BATCH))
    assert mine is not None
    machine, pid, _born, _random = mine.split("|")
    assert int(pid) == os.getpid()
    assert ledger.claim(name_of(BATCH), f"{machine}|{pid}|1|old", 60)
    started = time.monotonic()
    with claimed(ledger, BATCH):
        assert time.monotonic() - started < 5


@pytest.mark.parametrize(("answer", "free"), [(PermissionError, False), (ProcessLookupError, True)])
def test_a_process_that_is_only_hidden_is_not_dead(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, answer: type[OSError], free: bool
) -> None:
    """Where /proc shows nobody else's processes (`hidepid`), a process of another user that lives keeps its claim."""
    with claimed(ledger, BATCH):
        mine = ledger.claimed_by(name_of(BATCH))
    assert mine is not None
    nobody = int(Path("/proc/sys/kernel/pid_max").read_text()) + 1
    assert ledger.claim(name_of(BATCH), f"{mine.split('|')[0]}|{nobody}|1|other", 60)

    def kill(pid: int, number: int) -> None:
        assert (pid, number) == (nobody, 0)
        raise answer

    monkeypatch.setattr(os, "kill", kill)
    assert free_of_dead(ledger, [name_of(BATCH)]) is free


def test_a_clock_that_was_set_back_blocks_nobody(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim that was made a year ahead of the clock is free."""
    now = time.time()
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: now + 365 * 86_400)
        assert ledger.claim(name_of(BATCH), "elsewhere|1|1|x", 120)
    assert ledger.claim(name_of(BATCH), "another", 120)
