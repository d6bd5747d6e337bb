"""Several workers of one pool share a run: a real server, two real workers, one ledger; one of the workers dies half-way."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from glosspress import steps
from glosspress.errors import ConfigError, UsageError

from .loading import load_flow

ARTICLES, SENTENCES = 30, 60


def sentence(article: int, place: int) -> str:
    """Two of three stand in every article."""
    return f"Group {article if place % 3 == 0 else 'one'} took {place + 2} tablets a day with water."


ALL = {f"Article {n}" for n in range(ARTICLES)} | {
    sentence(n, place) for n in range(ARTICLES) for place in range(SENTENCES)
}
TELL = """
import os, signal
from pathlib import Path
from glosspress.engines.synthetic import SyntheticEngine
_decode, _calls = SyntheticEngine.decode, []
def _told(engine, requests):
    worker = os.environ.get("TEST_WORKER", "parent")
    _calls.append(engine)
    if worker == os.environ.get("TEST_DIES") and len(_calls) > 2:
        os.kill(os.getppid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)
    with open({log!r}, "a") as log:
        log.write("".join(f"{{worker}}\\t{{engine.label}}\\t{{request.source}}\\n" for request in requests))
    return _decode(engine, requests)
SyntheticEngine.decode = _told
"""
"""Put before a flow: each engine call is written down; one worker and its flow are killed in the middle."""

LONG = pytest.mark.skipif("GLOSSPRESS_LONG" not in os.environ, reason="the same once more: make long")
pytestmark = [
    pytest.mark.server,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of Prefect's own modules
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(autouse=True)
def sockets_of_prefect() -> Iterator[None]:
    """Prefect's clients leave sockets to the garbage collector, which would warn in some later test."""
    yield
    gc.collect()


@pytest.fixture
def site(repository: Path, tmp_path: Path) -> Path:
    """A workspace whose articles have most sentences in common, with flows that write down what engines are asked."""
    root = tmp_path / "site"
    (root / "sources" / "articles").mkdir(parents=True)
    shutil.copytree(repository / "flows", root / "flows", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(repository / "prefect.yaml", root)
    for name in ("localize.py", "localize_shard.py"):
        file = root / "flows" / name
        file.write_text(TELL.format(log=str(tmp_path / "asked")) + file.read_text())
    (root / "glosspress.yaml").write_text("locales:\n  en-XA: {}\n  ar-XB: {}\n")
    (root / "sources" / "tests.yaml").write_text("title: T\nlicense: {status: owned}\nkind: folder\npath: articles\n")
    for number in range(ARTICLES):
        text = "\n\n".join(sentence(number, place) for place in range(SENTENCES))
        (root / "sources" / "articles" / f"a{number:02}.md").write_text(f"# Article {number}\n\n{text}\n")
    return root


@pytest.fixture
def deployed(prefect_server: None, site: Path) -> dict[str, str]:
    """The deployment of shards on the server, from prefect.yaml; the environment of who works with it."""
    from prefect.settings import PREFECT_API_URL

    env = {**os.environ, "PREFECT_API_URL": str(PREFECT_API_URL.value()), "PREFECT_WORKER_QUERY_SECONDS": "1"}
    asyncio.run(make_pool())
    prefect = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--name", "shard"]
    subprocess.run(prefect, cwd=site, env=env, check=True, timeout=120, capture_output=True)
    return env


@pytest.fixture
def workers(deployed: dict[str, str], site: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """Two workers of one pool, each with one run at a time; one of them may be marked to die."""
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "glosspress", "--limit", "1"]
    running = []
    for name in ("first", "second"):
        env = {**deployed, "TEST_WORKER": name, "TEST_DIES": request.param}
        with (tmp_path / f"{name}.log").open("wb") as log:
            running.append(
                subprocess.Popen([*command, "--name", name], cwd=site, env=env, stdout=log, stderr=log)
            )  # fmt: skip
        until = time.monotonic() + 60  # both at the same instant find the server's database locked on a busy machine
        while b"started" not in (tmp_path / f"{name}.log").read_bytes() and time.monotonic() < until:
            time.sleep(0.2)
        assert b"started" in (tmp_path / f"{name}.log").read_bytes()
    yield
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:  # a worker that still looks after a run
            process.kill()
            process.wait()
    for name in ("first", "second"):
        print((tmp_path / f"{name}.log").read_text())


async def make_pool() -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate

    async with get_client() as client:
        await client.create_work_pool(WorkPoolCreate(name="glosspress", type="process"), overwrite=True)


async def shard_runs(run: str) -> list[str]:
    """States of the runs that a run has started."""
    from prefect.client.orchestration import get_client

    async with get_client() as client:
        found = await client.read_flow_runs()
        return sorted(
            str(item.state_name) for item in found if item.parameters.get("run") == run and "shard" in item.parameters
        )


@pytest.mark.parametrize(
    ("workers", "database", "states"),
    [
        ("second", "sqlite", ["Completed", "Crashed"]),
        pytest.param("nobody", "postgresql", ["Completed", "Completed"], marks=LONG),
    ],
    indirect=["workers"],
)
def test_workers_share_a_run(
    workers: None, request: pytest.FixtureRequest, site: Path, tmp_path: Path, database: str, states: list[str]
) -> None:
    """Every page is online once, every sentence was asked for once, all took part; also when a worker is killed half-way."""
    if database == "postgresql":
        with (site / "glosspress.yaml").open("a") as config:
            config.write(f"ledger: {request.getfixturevalue('postgres_url')}\n")

    async def story() -> tuple[steps.Report, list[str]]:
        report = await load_flow(site, "localize")(workspace=str(site), shards=3)
        return report, await shard_runs(report.job.run)

    report, ended = asyncio.run(story())
    asked = [line.split("\t") for line in (tmp_path / "asked").read_text().splitlines()]
    assert report.published is not None
    assert report.published.pages == 2 * ARTICLES
    assert sum(batch.passed for batch in report.batches) == 2 * ARTICLES
    assert report.held == ()
    assert Counter((engine, source) for _, engine, source in asked) == Counter(
        dict.fromkeys([(f"pseudo-{tag}@1", source) for tag in ("en-XA", "ar-XB") for source in ALL], 1)
    )
    assert {worker for worker, _, _ in asked} == {"parent", "first", "second"}
    assert ended == states


def test_a_shard_that_fails_everywhere(deployed: dict[str, str], site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker is free, and no engine serves a locale: its pages are named with the reason, the other locale is whole."""
    from glosspress.tasks import sharing

    monkeypatch.setattr(sharing, "START_S", 1.0)
    (site / "glosspress.yaml").write_text("locales:\n  en-XA: {}\n  sw: {engine: argos}\n")
    report = asyncio.run(load_flow(site, "localize")(workspace=str(site), shards=2))
    assert report.published.pages == ARTICLES
    assert {page.locale for page in report.held} == {"sw"}
    assert len(report.held) == ARTICLES
    assert all("no engine package translates en into sw" in page.reasons[0] for page in report.held)
    assert asyncio.run(shard_runs(report.job.run)) == ["Cancelled"]


def test_what_cannot_be_shared(prefect_server: None, repository: Path, site: Path) -> None:
    """Dask and shards exclude each other; without the deployment the run says how to register it."""
    flow = load_flow(repository, "localize")
    with pytest.raises(UsageError, match="either a Dask cluster or shards"):
        asyncio.run(flow(workspace=str(site), shards=2, runner="dask://127.0.0.1:1"))


def test_without_the_deployment(prefect_server: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run says how to register it."""
    from glosspress.tasks import sharing

    monkeypatch.setattr(sharing, "DEPLOYMENT", "localize-shard/nowhere")
    job = steps.Job("20260101T000000Z-abc", "", "", (), ())
    with pytest.raises(ConfigError, match=r"no deployment localize-shard/nowhere\n.*registering"):
        asyncio.run(sharing._start(job, 2))


def test_nothing_to_share(prefect_server: None, site: Path) -> None:
    """No source gave an article: there is nothing to deal out, and the run goes on."""
    from prefect import flow

    from glosspress.tasks import sharing

    job = steps.begin(site, None, None)

    @flow(name="share nothing")
    async def share() -> list[steps.BatchResult]:
        return await sharing.translate_shared(job, [], 2)

    assert asyncio.run(share()) == []


def test_a_run_that_somebody_deleted(prefect_server: None) -> None:
    """A run of a shard that is gone from the pages has ended; the results of the others are not lost with it."""
    from glosspress.tasks import sharing

    assert asyncio.run(sharing._ended(uuid4()))
    asyncio.run(sharing._close({2: uuid4()}))
