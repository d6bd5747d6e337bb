"""One Prefect server for all tests of the command line that need one: it takes about 20 s to start."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from .. import warm
from .serving import free_port, glosspress, settle, wait_for_worker


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace."""
    root = tmp_path_factory.mktemp("up") / "site"
    subprocess.run([*warm.glosspress(), "init", str(root)], check=True, capture_output=True)
    return root


@pytest.fixture(scope="session")
def url(site: Path) -> Iterator[str]:
    """Where `glosspress up` serves."""
    port = free_port()
    done = glosspress(site, "up", "--port", str(port), PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS="5")
    assert done.returncode == 0, done.stderr
    wait_for_worker(site, f"http://127.0.0.1:{port}")
    yield f"http://127.0.0.1:{port}"
    assert "stopped" in glosspress(site, "down").stderr
    assert not alive(f"http://127.0.0.1:{port}")


@pytest.fixture
def changing(site: Path, url: str) -> Iterator[Path]:
    """The workspace for a test that changes it or its server: afterwards, passed or failed, others find it as it was."""
    files = {path: path.read_bytes() for path in (*site.glob("*.yaml"), *site.glob("flows/*.py"))}
    yield site
    settle(site, url, files)


def alive(url: str) -> bool:
    try:
        httpx.get(f"{url}/api/health", timeout=5)
    except httpx.HTTPError:
        return False
    return True
