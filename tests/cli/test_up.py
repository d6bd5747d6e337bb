"""`glosspress up` and `down`: a server that asks for a password, a worker, the deployments; all on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from .. import warm
from .serving import ask, glosspress, serving

pytestmark = pytest.mark.server


def test_nobody_gets_in_without_the_password(site: Path, url: str) -> None:
    """Requests without a password, and changes without a CSRF token, are refused; the password is its owner's to read."""
    assert httpx.get(f"{url}/api/deployments/name/localize/nightly", timeout=60).status_code == 401
    user, _, password = (site / ".glosspress/server/auth").read_text().partition(":")
    assert httpx.post(f"{url}/api/deployments/filter", json={}, auth=(user, password), timeout=60).status_code == 403
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


def test_up_again_mends(changing: Path, url: str) -> None:
    """A second `up` keeps what runs and starts a worker that was killed."""
    before = serving(changing)
    os.kill(before["worker_pid"], signal.SIGKILL)
    done = glosspress(changing, "up")
    assert f"already up: {url}" in done.stderr
    after = serving(changing)
    assert after["server_pid"] == before["server_pid"]
    assert after["worker_pid"] != before["worker_pid"]


def test_up_again_keeps_what_operators_switched(changing: Path, url: str) -> None:
    """A schedule and an automation that somebody turned on are on after a restart; the others stay off."""
    nightly = ask(changing, url, "/deployments/name/localize/nightly", method="GET")
    [schedule] = nightly["schedules"]
    [automation] = ask(changing, url, "/automations/filter")
    assert (schedule["active"], automation["enabled"]) == (False, False)
    ask(changing, url, f"/deployments/{nightly['id']}/schedules/{schedule['id']}", {"active": True}, "PATCH")
    ask(changing, url, f"/automations/{automation['id']}", {"enabled": True}, "PATCH")
    assert glosspress(changing, "up").returncode == 0
    schedules = {item["name"]: item["schedules"] for item in ask(changing, url, "/deployments/filter")}
    assert {name for name, found in schedules.items() if any(one["active"] for one in found)} == {"nightly"}
    assert [item["enabled"] for item in ask(changing, url, "/automations/filter")] == [True]


def test_a_schedule_that_is_on_makes_runs(changing: Path, url: str) -> None:
    """What an operator switches on is planned by the server: the runs to come are there, at the hour of the schedule."""
    nightly = ask(changing, url, "/deployments/name/localize/nightly", method="GET")
    [schedule] = nightly["schedules"]
    ask(changing, url, f"/deployments/{nightly['id']}/schedules/{schedule['id']}", {"active": True}, "PATCH")
    wanted = {"deployments": {"id": {"any_": [nightly["id"]]}}}
    until = time.monotonic() + 60
    while not (planned := ask(changing, url, "/flow_runs/filter", wanted)):
        assert time.monotonic() < until, (changing / ".glosspress/server/server.log").read_text()[-2000:]
        time.sleep(0.5)
    assert {run["state_name"] for run in planned} == {"Scheduled"}
    assert {run["expected_start_time"][11:16] for run in planned} == {"02:15"}


def test_up_again_keeps_the_work_pool(changing: Path, url: str) -> None:
    """A pool that somebody paused, or gave a limit, is not opened by a worker that starts again."""
    ask(changing, url, "/work_pools/glosspress", {"is_paused": True, "concurrency_limit": 3}, "PATCH")
    assert glosspress(changing, "up").returncode == 0
    pool = ask(changing, url, "/work_pools/glosspress", method="GET")
    assert (pool["is_paused"], pool["concurrency_limit"]) == (True, 3)


def test_port_in_use(tmp_path: Path, site: Path) -> None:
    """A port that somebody else listens on is said so; nothing is started."""
    other = tmp_path / "other"
    subprocess.run([*warm.glosspress(), "init", str(other)], check=True, capture_output=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = glosspress(other, "up", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "is in use" in done.stderr
    assert not (other / ".glosspress/server/serving.json").exists()
