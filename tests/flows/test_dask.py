"""`glosspress run --runner dask://...`: batches on a real Dask scheduler with two worker processes."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glosspress import steps
from glosspress.errors import UsageError

from .loading import load_flow

EPOCH = "1760000000"
"""Pages say when they were made."""

pytestmark = [
    pytest.mark.skipif("GLOSSPRESS_LONG" not in os.environ, reason="takes a minute: make long"),
    pytest.mark.server,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of Prefect's and Dask's own modules
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:distributed"),
]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler and two workers of one thread each."""
    pytest.importorskip("prefect_dask", reason="pip install 'glosspress[dask]'")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    host, port = address.split(":")
    dask = [sys.executable, "-m", "dask"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    quiet["env"] = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    quiet["cwd"] = tmp_path_factory.mktemp("dask")
    worker = [*dask, "worker", f"tcp://{address}", "--nthreads", "1", "--no-dashboard", "--host", host]
    running = [subprocess.Popen([*dask, "scheduler", "--host", host, "--port", port, "--no-dashboard"], **quiet)]
    running += [subprocess.Popen(worker, **quiet) for _ in range(2)]
    yield f"dask://{address}"
    for process in reversed(running):
        os.killpg(process.pid, 9)
        process.wait()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A workspace of several batches a locale."""
    root = tmp_path / "site"
    (root / "sources" / "articles").mkdir(parents=True)
    (root / "glosspress.yaml").write_text("locales:\n  en-XA: {}\n  ar-XB: {}\n")
    (root / "sources" / "tests.yaml").write_text("title: T\nlicense: {status: owned}\nkind: folder\npath: articles\n")
    for number in range(12):
        text = "\n\n".join(f"Group {number} took {place + 2} tablets a day with water." for place in range(60))
        (root / "sources" / "articles" / f"a{number:02}.md").write_text(f"# Article {number}\n\n{text}\n")
    return root


def pages(root: Path) -> dict[str, bytes]:
    """What readers see: every page without the records of how it was made, which name the run."""
    found = {path.relative_to(root).as_posix(): path for path in (root / "output").glob("[a-z]*/*/index.*")}
    return {name: path.read_bytes() for name, path in found.items()}


def misses(report: steps.Report) -> Counter[str]:
    """Sentences that were translated, by locale."""
    found: Counter[str] = Counter()
    for batch in report.batches:
        found[batch.locale] += batch.misses
    return found


def test_the_same_pages_as_in_one_process(
    prefect_server: None, cluster: str, repository: Path, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workers share the batches, and what is published is byte for byte what a direct run publishes."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    alone = tmp_path / "alone"
    shutil.copytree(site, alone)
    direct = steps.run(alone, None, None)
    report = asyncio.run(load_flow(repository, "localize")(workspace=str(site), runner=cluster))
    assert len(report.batches) >= 4
    assert misses(report) == misses(direct)
    assert pages(site) == pages(alone)
    assert len(pages(site)) == 2 * 12 * 2


def test_not_a_cluster() -> None:
    """Anything but `dask://host:port` is refused before work begins."""
    from glosspress.tasks import distributing

    for wrong in ("tcp://127.0.0.1:1", "dask://", "dask://host", "dask://host:port"):
        with pytest.raises(UsageError, match="Dask scheduler"):
            distributing._address(wrong)
