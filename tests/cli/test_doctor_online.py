"""`glosspress doctor --online` beside a real server: what is wrong is named, with the command that mends it."""

from __future__ import annotations

import json
import os
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from .serving import ask, filed, glosspress, serving, wait_for_worker

pytestmark = pytest.mark.server


def doctor(site: Path, expected: int, **settings: str) -> dict[str, dict[str, Any]]:
    """What the doctor found, by what was looked at; it ends with `expected`."""
    done = glosspress(site, "doctor", "--online", "--json", **settings)
    assert done.returncode == expected, done.stdout + done.stderr
    return {item["what"]: item for item in json.loads(done.stdout)}


def wrong(found: dict[str, dict[str, Any]]) -> set[str]:
    return {name for name, item in found.items() if not item["ok"] and item["required"]}


def test_all_is_well(site: Path, url: str) -> None:
    """After `up` nothing is wrong; what an operator may still want to switch on is a note."""
    found = doctor(site, 0)
    assert wrong(found) == set()
    assert found["server"]["found"].endswith(f"{url}/api")
    assert found["deployments"]["found"].startswith(f"{len(filed(site))}, ")
    assert "heard" in found["worker"]["found"]
    assert not found["alerts"]["ok"]
    assert "docs/operators.md" in found["alerts"]["mend"]


def test_drift_is_named(changing: Path, url: str) -> None:
    """A changed file, a changed flow, a deployment that somebody paused or made: each by name; `up` registers anew."""
    site = changing
    file, flow = site / "prefect.yaml", site / "flows/publish.py"
    before, code = file.read_text(), flow.read_text()
    file.write_text(before.replace('"40 * * * *"', '"20 * * * *"').replace("- name: withdraw", "- name: take-off"))
    flow.write_text(code + "\n# changed\n")
    nightly = ask(site, url, "/deployments/name/localize/nightly", method="GET")["id"]
    ask(site, url, f"/deployments/{nightly}", {"paused": True}, "PATCH")
    found = doctor(site, 4)
    assert wrong(found) == {"deployments"}
    for part in ("take-off is not registered", "withdraw is registered and not in the file", "watch: schedule differs",
                 "publish: the flow's file differs", "nightly is paused"):  # fmt: skip
        assert part in found["deployments"]["found"]
    assert "glosspress up" in found["deployments"]["mend"]
    file.write_text(before)
    ask(site, url, f"/deployments/{nightly}", {"paused": False}, "PATCH")
    glosspress(site, "up")
    assert wrong(doctor(site, 0)) == set()


def test_a_paused_pool_and_a_dead_worker(changing: Path, url: str) -> None:
    """Nothing starts: the doctor says why, names the runs that are late, and `up` mends the worker."""
    site = changing
    ask(site, url, "/work_pools/glosspress", {"is_paused": True}, "PATCH")
    os.kill(serving(site)["worker_pid"], signal.SIGKILL)
    publish = ask(site, url, "/deployments/name/publish/publish", method="GET")["id"]
    due = (datetime.now(UTC) - timedelta(minutes=3)).isoformat()
    state = {"type": "SCHEDULED", "state_details": {"scheduled_time": due}}
    run = ask(site, url, f"/deployments/{publish}/create_flow_run", {"name": "waits in vain", "state": state})
    try:
        until = time.monotonic() + 60
        while "waits in vain" not in (found := doctor(site, 4))["runs"]["found"]:
            assert time.monotonic() < until, found["runs"]
        assert wrong(found) == {"work pool", "worker", "runs"}
        assert "3 min" in found["runs"]["found"]
        assert "glosspress up" in found["worker"]["mend"]
    finally:
        ask(site, url, f"/flow_runs/{run['id']}", method="DELETE")
    ask(site, url, "/work_pools/glosspress", {"is_paused": False}, "PATCH")
    assert glosspress(site, "up").returncode == 0
    wait_for_worker(site, url)
    assert wrong(doctor(site, 0)) == set()


def test_no_server_and_a_wrong_password(site: Path, url: str, tmp_path: Path) -> None:
    """One sentence each, and no further questions."""
    found = doctor(site, 4, PREFECT_API_URL=f"{url}/api", PREFECT_API_AUTH_STRING="somebody:else")
    assert "refuses the password" in found["server"]["found"]
    assert "worker" not in found
    other = tmp_path / "other"
    glosspress(tmp_path, "init", str(other))
    found = doctor(other, 4)
    assert "glosspress up" in found["server"]["mend"]
    found = doctor(other, 4, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert "does not answer" in found["server"]["found"]
