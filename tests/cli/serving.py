"""A workspace that `glosspress up` serves, and how tests speak to it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import yaml

COMMAND = [sys.executable, "-c", "from glosspress.cli import main; main()"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def glosspress(root: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a workspace, with no Prefect settings but `settings`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment["HOME"] = str(root.parent)  # no Prefect profile of whoever runs the tests
    command = [*COMMAND, "--workspace", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment | settings, check=False, timeout=240)


def filed(site: Path) -> set[str]:
    """Names of the deployments in the workspace's prefect.yaml."""
    return {item["name"] for item in yaml.safe_load((site / "prefect.yaml").read_text())["deployments"]}


def ask(site: Path, url: str, path: str, fields: dict[str, Any] | None = None, method: str = "POST") -> Any:
    """A question or change with the password and a CSRF token, as the pages send it."""
    user, _, password = (site / ".glosspress/server/auth").read_text().partition(":")
    with httpx.Client(base_url=f"{url}/api", auth=(user, password), timeout=30) as client:
        token = client.get("/csrf-token", params={"client": "test"}).json()["token"]
        headers = {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "test"}
        answer = client.request(method, path, json=None if method == "GET" else fields or {}, headers=headers)
        answer.raise_for_status()
        return answer.json() if answer.content else None
