"""Several runs on one ledger: no sentence is translated twice, and the dead hold nothing back."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import pytest

from glosspress import steps
from glosspress.engines import threads
from glosspress.ledger import Ledger, open_ledger
from glosspress.ledger.claims import Claims
from glosspress.steps import claiming, progress
from glosspress.steps.claiming import claimed, free_of_dead, name_of
from glosspress.steps.housekeeping import keep_house
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
HUNG = HOLD.replace(
    "import sys, time", "import sys, time\nfrom glosspress.steps import claiming\nclaiming.HUNG_S = 0.5"
).replace(", batch):", ", batch, 2):")
"""It is at work, renews its claim, and gets nowhere."""
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


class Clock:
    """Of the database and of this process: it goes on when somebody sleeps, and when a test says so."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.renewals = threading.Semaphore(0)

    def monotonic(self) -> float:
        """As `time` has it."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Takes no time."""
        self.now += seconds

    def go_on(self, seconds: float) -> None:
        """Returns when claims were renewed at the later time."""
        self.now += seconds
        while self.renewals.acquire(blocking=False):
            pass
        for _ in range(2):  # the first renewal may have begun before
            assert self.renewals.acquire(timeout=60)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock in place of the real ones: no test waits for it, and none fails on a busy machine."""
    made, renew_all = Clock(), Claims.renew_all

    def counted(self: Claims, owner: str, lease_s: int) -> None:
        renew_all(self, owner, lease_s)
        made.renewals.release()

    monkeypatch.setattr(Claims, "renew_all", counted)
    monkeypatch.setattr(Claims, "_now", lambda self, connection: int(made.now))
    monkeypatch.setattr(claiming, "_RENEW_S", 0.02)
    monkeypatch.setattr(claiming, "time", made)
    for counting in (progress, threads):
        monkeypatch.setattr(counting, "time", made)
        monkeypatch.setattr(counting, "_last", made.now)
    return made


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


def test_a_dead_machine_gives_its_claim_back_with_the_lease(ledger: Ledger, clock: Clock) -> None:
    """Of an owner on another machine only the lease is known; it is waited for, and not longer."""
    assert ledger.claim(name_of(BATCH), f"elsewhere|1|1|{uuid.uuid4().hex}", 60)
    started = clock.now
    with claimed(ledger, BATCH):
        assert 60 <= clock.now - started <= 62


def test_a_living_owner_keeps_its_claim(ledger: Ledger, clock: Clock) -> None:
    """Longer than its lease: it is renewed while the work goes on."""
    with claimed(ledger, BATCH, lease_s=2):
        for _ in range(4):
            clock.go_on(1)
        assert not ledger.claim(name_of(BATCH), "another", 2)


def test_a_process_id_that_was_given_again_is_not_the_owner(ledger: Ledger, clock: Clock) -> None:
    """The claim of a dead process whose id another process has now is given back."""
    with claimed(ledger, BATCH):
        mine = ledger.claimed_by(name_of(BATCH))
    assert mine is not None
    machine, pid, _born, _random = mine.split("|")
    assert int(pid) == os.getpid()
    assert ledger.claim(name_of(BATCH), f"{machine}|{pid}|1|old", 60)
    started = clock.now
    with claimed(ledger, BATCH):
        assert clock.now == started


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


def test_a_clock_that_was_set_back_blocks_nobody(ledger: Ledger) -> None:
    """A claim that was made a year ahead of the database's clock is free, and goes with the next housekeeping."""
    assert ledger.claim(name_of(BATCH), "elsewhere|1|1|x", 365 * 86_400)
    assert ledger.claim(name_of(BATCH), "another", 120)
    assert ledger.claim("batch:other", "elsewhere|1|1|x", 365 * 86_400)
    assert ledger.purge_claims() == 1


@pytest.mark.parametrize("wrong_s", [-3600, 3600])
def test_a_machine_whose_clock_is_wrong(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, wrong_s: int) -> None:
    """Whatever a worker's own clock says: it takes nothing that is held, and holds nothing longer than its lease."""
    real = time.time
    assert ledger.claim("held", "right", 120)
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: real() + wrong_s)
        assert not ledger.claim("held", "wrong", 120)
        assert ledger.claimed_by("held") == "right"
        assert ledger.claim("mine", "wrong", 120)
        assert ledger.claim("over", "late", 0)
        ledger.renew_all("wrong", 120)
    assert [ledger.claimed_by(name) for name in ("mine", "over")] == ["wrong", None]
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: real() + wrong_s)
        ledger.renew_all("wrong", 0)
    assert ledger.claim("mine", "right", 120)


def test_claims_of_the_gone_are_purged(ledger: Ledger) -> None:
    """A day after its lease a claim that nobody took goes; one that ended just now still tells who held it."""
    assert ledger.claim("long ago", "elsewhere|1|1|x", -2 * 86_400)
    assert ledger.claim("just now", "elsewhere|1|1|x", -10)
    assert ledger.claim("held", "elsewhere|1|1|y", 60)
    assert ledger.purge_claims() == 1
    assert ledger.holders(["long ago", "just now", "held"]) == {"elsewhere|1|1|x", "elsewhere|1|1|y"}


def test_housekeeping_purges_claims(workspace: Workspace) -> None:
    """Nobody has to know of them."""
    with open_ledger(workspace.ledger_url) as ledger:
        ledger.claim("long ago", "elsewhere|1|1|x", -2 * 86_400)
        keep_house(workspace.root, really=False)
        assert ledger.holders(["long ago"])
        keep_house(workspace.root)
        assert not ledger.holders(["long ago"])


def test_a_hung_owner_is_not_waited_for_without_end(url: str, ledger: Ledger) -> None:
    """A process that lives and gets nowhere stops renewing its claim; who waits goes on when the lease is over."""
    held = subprocess.Popen(
        [sys.executable, "-c", HUNG, url], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert held.stdout is not None
    assert held.stdout.readline() == "held\n"
    assert held.stderr is not None
    try:
        assert not free_of_dead(ledger, [name_of(BATCH)])
        with claimed(ledger, BATCH):
            assert held.poll() is None
        assert "no step forward" in held.stderr.readline()
    finally:
        held.kill()
        held.communicate()


def test_who_goes_on_keeps_its_claim(ledger: Ledger, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the work is: each step forward counts."""
    monkeypatch.setattr(claiming, "HUNG_S", 1.5)
    with claimed(ledger, BATCH, lease_s=2):
        for _ in range(12):
            progress.go_on()
            clock.go_on(1)
        assert not ledger.claim(name_of(BATCH), "another", 2)


def test_who_waits_says_for_whom(ledger: Ledger, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    """After a while, once, with the machine, the process and the end of its patience; waiting is no standstill."""
    assert ledger.claim(name_of(BATCH), "host-a/1/x|42|1|x", 300)
    started = clock.now
    with claimed(ledger, BATCH):
        assert progress.idle_s() <= 1 < 300 <= clock.now - started
        [told] = [record.getMessage() for record in caplog.records]
    assert "(host-a, process 42)" in told
    assert "until 30 min after its last step forward" in told
