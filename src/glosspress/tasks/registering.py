"""`python -m glosspress.tasks.registering`: the deployments of prefect.yaml, as operators have switched them.

`prefect deploy --all` sets schedules and automations back to what the file says (off), and a service that starts again would
end every night's run. Here the file is registered with the switches that the server has now; what is new is off. The same
for `glosspress up` and for workers in containers; the server is the one that PREFECT_API_URL names.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml
from prefect.client.orchestration import get_client

FILE = Path("prefect.yaml")
POOL = "glosspress"
Switches = dict[tuple[str, str], bool]
"""(deployment, slug) of a schedule, ("", name) of an automation: on or off."""


async def switches() -> Switches:
    """What is switched on and off at the server."""
    found: Switches = {}
    async with get_client() as client:
        for deployment in await client.read_deployments(limit=200):
            found |= {(deployment.name, str(item.slug)): item.active for item in deployment.schedules}
        found |= {("", item.name): item.enabled for item in await client.read_automations()}
    return found


def switched(wanted: dict[str, Any], now: Switches) -> dict[str, Any]:
    """The content of prefect.yaml with the switches of `now`."""
    for deployment in wanted["deployments"]:
        for schedule in deployment.get("schedules", ()):
            schedule["active"] = now.get((deployment["name"], schedule["slug"]), schedule["active"])
        for trigger in deployment.get("triggers", ()):
            trigger["enabled"] = now.get(("", trigger["name"]), trigger["enabled"])
    return wanted


def register() -> int:
    """Make the work pool and register all deployments from the folder of the workspace; returns the exit code."""
    content = switched(yaml.safe_load(FILE.read_text(encoding="utf-8")), asyncio.run(switches()))
    done = _prefect("work-pool", "create", POOL, "--type", "process", "--overwrite")
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        yaml.safe_dump(content, file, sort_keys=False, allow_unicode=True)
        file.flush()
        return done or _prefect("--no-prompt", "deploy", "--all", "--prefect-file", file.name)


def _prefect(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "prefect", *arguments], check=False).returncode  # noqa: S603 - our own


if __name__ == "__main__":
    sys.exit(register())
