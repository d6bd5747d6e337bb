"""A workspace that `glosspress up` serves, and how tests speak to it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import yaml

from glosspress.cli.serving import state
from glosspress.cli.serving.patience import patiently

from .. import warm


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def glosspress(root: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a workspace, with no Prefect settings but `settings`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment["HOME"] = str(root.parent)  # no Prefect profile of whoever runs the tests
    command = [*warm.glosspress(), "--workspace", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment | settings, check=False, timeout=240)


def filed(site: Path) -> set[str]:
    """Names of the deployments in the workspace's prefect.yaml."""
    return {item["name"] for item in yaml.safe_load((site / "prefect.yaml").read_text())["deployments"]}


def ask(site: Path, url: str, path: str, fields: dict[str, Any] | None = None, method: str = "POST") -> Any:
    """A question or change with the password and a CSRF token, as the pages send it; again while the server is busy."""
    user, _, password = (site / ".glosspress/server/auth").read_text().partition(":")
    with httpx.Client(base_url=f"{url}/api", auth=(user, password), timeout=30) as client:
        token = patiently(lambda: client.get("/csrf-token", params={"client": "test"})).json()["token"]
        headers = {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "test"}
        sent = None if method == "GET" else fields or {}
        answer = patiently(lambda: client.request(method, path, json=sent, headers=headers))
        answer.raise_for_status()
        return answer.json() if answer.content else None


def serving(site: Path) -> dict[str, Any]:
    """Process ids and address of what `up` started."""
    found: dict[str, Any] = json.loads((site / ".glosspress/server/serving.json").read_text())
    return found


def settle(site: Path, url: str, files: dict[Path, bytes]) -> None:
    """Bring the site back to what `files` and a first `up` made of it; nothing to do costs three questions."""
    changed = [path for path, content in files.items() if path.read_bytes() != content]
    for path in changed:
        path.write_bytes(files[path])
    _switch_back(site, url)
    told = [item for item in ask(site, url, "/automations/filter") if item["name"].startswith("tell when")]
    if changed or told or not state.is_ours(site, serving(site)["worker_pid"]):
        done = glosspress(site, "up")
        assert done.returncode == 0, done.stderr
        wait_for_worker(site, url)


def wait_for_worker(site: Path, url: str) -> None:
    """Until the worker that `up` started last was heard: it loads Prefect first."""
    started = (site / ".glosspress/server/serving.json").stat().st_mtime
    until = time.monotonic() + 120
    while not any(
        datetime.fromisoformat(item["last_heartbeat_time"]).timestamp() > started
        for item in ask(site, url, "/work_pools/glosspress/workers/filter")
    ):
        assert time.monotonic() < until, (site / ".glosspress/server/worker.log").read_text()[-2000:]
        time.sleep(0.3)


def _switch_back(site: Path, url: str) -> None:
    """The pool is open and without a limit; no deployment is paused; schedules and automations are off."""
    for pool in ask(site, url, "/work_pools/filter"):
        if pool["is_paused"] or pool["concurrency_limit"]:
            ask(site, url, f"/work_pools/{pool['name']}", {"is_paused": False, "concurrency_limit": None}, "PATCH")
    for item in ask(site, url, "/deployments/filter"):
        if item["paused"]:
            ask(site, url, f"/deployments/{item['id']}", {"paused": False}, "PATCH")
        for schedule in item["schedules"]:
            if schedule["active"]:
                ask(site, url, f"/deployments/{item['id']}/schedules/{schedule['id']}", {"active": False}, "PATCH")
    for automation in ask(site, url, "/automations/filter"):
        if automation["enabled"]:
            ask(site, url, f"/automations/{automation['id']}", {"enabled": False}, "PATCH")
