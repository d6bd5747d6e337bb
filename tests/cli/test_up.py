"""`glosspress up` and `down`: a server that asks for a password, a worker, the deployments; all on loopback."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

COMMAND = [sys.executable, "-c", "from glosspress.cli import main; main()"]
pytestmark = pytest.mark.server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def glosspress(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment["HOME"] = str(root.parent)  # no Prefect profile of whoever runs the tests
    command = [*COMMAND, "--workspace", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=240)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace."""
    root = tmp_path_factory.mktemp("up") / "site"
    subprocess.run([*COMMAND, "init", str(root)], check=True, capture_output=True)
    return root


@pytest.fixture(scope="module")
def url(site: Path) -> Iterator[str]:
    """Where `glosspress up` serves."""
    port = free_port()
    done = glosspress(site, "up", "--port", str(port))
    assert done.returncode == 0, done.stderr
    yield f"http://127.0.0.1:{port}"
    assert "stopped" in glosspress(site, "down").stderr
    assert not alive(f"http://127.0.0.1:{port}")


def alive(url: str) -> bool:
    try:
        httpx.get(f"{url}/api/health", timeout=5)
    except httpx.HTTPError:
        return False
    return True


def ask(site: Path, url: str, path: str) -> Any:
    """A POST with the password and a CSRF token, as the pages send it."""
    user, _, password = (site / ".glosspress/server/auth").read_text().partition(":")
    with httpx.Client(base_url=f"{url}/api", auth=(user, password)) as client:
        token = client.get("/csrf-token", params={"client": "test"}).json()["token"]
        answer = client.post(path, json={}, headers={"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "test"})
        answer.raise_for_status()
        return answer.json()


def test_nobody_gets_in_without_the_password(site: Path, url: str) -> None:
    """Requests without a password, and changes without a CSRF token, are refused; the password is its owner's to read."""
    assert httpx.get(f"{url}/api/deployments/name/localize/nightly").status_code == 401
    user, _, password = (site / ".glosspress/server/auth").read_text().partition(":")
    assert httpx.post(f"{url}/api/deployments/filter", json={}, auth=(user, password)).status_code == 403
    assert (site / ".glosspress/server/auth").stat().st_mode & 0o077 == 0


def test_everything_is_registered(site: Path, url: str) -> None:
    """The deployments of prefect.yaml are there, none of them runs by itself before somebody turns its schedule on."""
    deployments = ask(site, url, "/deployments/filter")
    assert "nightly" in {item["name"] for item in deployments}
    assert not [item["name"] for item in deployments if any(schedule["active"] for schedule in item["schedules"])]
    assert [pool["name"] for pool in ask(site, url, "/work_pools/filter")] == ["glosspress"]


def test_run_uses_the_server(site: Path, url: str) -> None:
    """`glosspress run` shows its run on the pages of the server that is up."""
    done = glosspress(site, "run", "--to", "en-XA")
    assert done.returncode == 0, done.stderr
    assert "localize" in {run["name"].split()[0] for run in ask(site, url, "/flow_runs/filter")}


def test_up_again_mends(site: Path, url: str) -> None:
    """A second `up` keeps what runs and starts a worker that was killed."""
    before = json.loads((site / ".glosspress/server/serving.json").read_text())
    os.kill(before["worker_pid"], signal.SIGKILL)
    done = glosspress(site, "up")
    assert f"already up: {url}" in done.stderr
    after = json.loads((site / ".glosspress/server/serving.json").read_text())
    assert after["server_pid"] == before["server_pid"]
    assert after["worker_pid"] != before["worker_pid"]


def test_port_in_use(tmp_path: Path, site: Path) -> None:
    """A port that somebody else listens on is said so; nothing is started."""
    other = tmp_path / "other"
    subprocess.run([*COMMAND, "init", str(other)], check=True, capture_output=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = glosspress(other, "up", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "is in use" in done.stderr
    assert not (other / ".glosspress/server/serving.json").exists()
