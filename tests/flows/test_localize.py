"""The flow `localize` on a real Prefect server."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from .loading import load_flow

SOURCE = "title: Tests\nlicense: {status: owned}\nkind: folder\npath: articles\n"
GOOD = "# Good\n\nTake 5 mg of the medicine once a day, at the same time, with a glass of water.\n"

pytestmark = [
    pytest.mark.server,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of Prefect's own modules
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def flow(repository: Path) -> Any:
    """The flow as `glosspress run` loads it."""
    return load_flow(repository, "localize")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A workspace with a good and a bad article."""
    root = tmp_path / "site"
    (root / "sources" / "articles").mkdir(parents=True)
    (root / "glosspress.yaml").write_text("locales:\n  en-XA: {}\n  ar-XB: {}\n")
    (root / "sources" / "tests.yaml").write_text(SOURCE)
    (root / "sources" / "articles" / "good.md").write_text(GOOD)
    (root / "sources" / "articles" / "bad.txt").write_bytes(bytes(range(256)) * 20)
    return root


async def artifacts(key: str) -> list[Any]:
    """Newest first: other tests run flows on the same server."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

    async with get_client() as client:
        found = await client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])))
        return sorted(found, key=lambda item: item.created, reverse=True)


async def event(name: str, run: str) -> Any:
    """The event of a name and run; events are stored in the background, so they are waited for."""
    from prefect.client.orchestration import get_client

    for _ in range(100):
        async with get_client() as client:
            answer = await client._client.post("/events/filter", json={"filter": {"event": {"name": [name]}}})
        mine = [item for item in answer.json()["events"] if item["payload"]["run"] == run]
        if mine:
            return mine[0]
        await asyncio.sleep(0.2)
    return pytest.fail(f"no event {name}")


async def task_names() -> list[str]:
    from prefect.client.orchestration import get_client

    async with get_client() as client:
        return sorted(run.name for run in await client.read_task_runs())


def test_a_run_publishes_and_leaves_its_artifacts(prefect_server: None, flow: Any, site: Path) -> None:
    """Pages are online; summary, held pages with reasons, and progress are artifacts; tasks are named for a person."""

    async def story() -> tuple[Any, dict[str, list[Any]], list[str], Any]:
        report = await flow(workspace=str(site))
        keys = (
            "run-summary",
            "held-pages",
            "translation-progress",
            "coverage",
            "throughput",
            "drift",
            "coverage-chart",
        )
        kept = {key: await artifacts(key) for key in keys}
        return report, kept, await task_names(), await event("glosspress.edition.published", report.job.run)

    report, kept, names, announced = asyncio.run(story())
    assert report.published.pages == 2
    assert (site / "output" / "ar-XB" / "good" / "index.html").is_file()
    assert [problem.where for problem in report.problems]
    assert "New edition" in kept["run-summary"][0].data
    assert "bad.txt" in str(kept["held-pages"][0].data)
    assert kept["translation-progress"][0].data == 100.0
    assert '"machine-checked": 1' in kept["coverage"][0].data
    assert "held pages (share)" in kept["drift"][0].data
    assert "words/s" in kept["throughput"][0].data
    assert kept["coverage-chart"][0].data.startswith("data:image/svg+xml;base64,")
    assert announced["payload"]["edition"] == report.published.edition
    assert "gather tests" in names
    assert any(name.startswith("translate ar-XB 1/1 (1 articles") for name in names)


def test_the_prefect_file_is_accepted(prefect_server: None, repository: Path, tmp_path: Path) -> None:
    """`prefect deploy --all` registers every deployment, with its schedule off."""
    import os
    import shutil
    import subprocess

    from prefect.settings import PREFECT_API_URL

    work = tmp_path / "workspace"
    shutil.copytree(repository / "flows", work / "flows")
    shutil.copy(repository / "prefect.yaml", work)
    env = {**os.environ, "PREFECT_API_URL": str(PREFECT_API_URL.value())}
    prefect = [sys.executable, "-m", "prefect"]
    for command in (["work-pool", "create", "glosspress", "--type", "process"], ["--no-prompt", "deploy", "--all"]):
        done = subprocess.run(
            [*prefect, *command], cwd=work, env=env, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    shown = subprocess.run(
        [*prefect, "deployment", "inspect", "localize/nightly"],
        cwd=work,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "15 2 * * *" in shown.stdout
    assert "'active': False" in shown.stdout


def test_run_starts_a_server_of_its_own(site: Path, repository: Path) -> None:
    """`glosspress run` in a fresh workspace without any Prefect set up: an ephemeral server, a home in the workspace."""
    import os
    import shutil
    import subprocess

    shutil.copytree(repository / "flows", site / "flows")
    env = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")} | {
        "HOME": str(site.parent)
    }
    command = [
        sys.executable,
        "-c",
        "from glosspress.cli import main; main()",
        "--workspace",
        str(site),
        "run",
        "--json",
    ]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 3, done.stderr  # one article is binary
    assert '"pages": 2' in done.stdout
    assert (site / ".glosspress" / "prefect").is_dir()
