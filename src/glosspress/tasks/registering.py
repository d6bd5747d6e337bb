"""`python -m glosspress.tasks.registering`: the deployments of prefect.yaml, as operators have switched them.

`prefect deploy --all` sets schedules and automations back to what the file says (off), and a service that starts again would
end every night's run. Here the file is registered with the switches that the server has now; what is new is off. A work pool
that is there stays as it is: paused, or with a limit. The same for `glosspress up` and for workers in containers; the server is
the one that PREFECT_API_URL names.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName
from prefect.exceptions import ObjectNotFound

FILE = Path("prefect.yaml")
POOL = "glosspress"
Switches = dict[tuple[str, str], bool]
"""(deployment, slug) of a schedule, ("", name) of an automation: on or off."""


async def switches(names: Sequence[str]) -> Switches:
    """What is switched on and off at the server, of the deployments with these names."""
    found: Switches = {}
    ours = DeploymentFilter(name=DeploymentFilterName(any_=list(names)))
    async with get_client() as client:
        for deployment in await client.read_deployments(deployment_filter=ours, limit=200):
            found |= {(deployment.name, str(item.slug)): item.active for item in deployment.schedules}
        found |= {("", item.name): item.enabled for item in await client.read_automations()}
    return found


async def has_pool() -> bool:
    """Whether the work pool is there."""
    async with get_client() as client:
        try:
            await client.read_work_pool(POOL)
        except ObjectNotFound:
            return False
    return True


def switched(wanted: dict[str, Any], now: Switches) -> dict[str, Any]:
    """The content of prefect.yaml with the switches of `now`."""
    for deployment in wanted["deployments"]:
        for schedule in deployment.get("schedules", ()):
            schedule["active"] = now.get((deployment["name"], schedule["slug"]), schedule["active"])
        for trigger in deployment.get("triggers", ()):
            trigger["enabled"] = now.get(("", trigger["name"]), trigger["enabled"])
    return wanted


def register() -> int:
    """Make the work pool if there is none, register all deployments from the workspace's folder; returns the exit code."""
    filed = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    content = switched(filed, asyncio.run(switches([item["name"] for item in filed["deployments"]])))
    create = ("work-pool", "create", POOL, "--type", "process", "--overwrite")  # two may begin at once
    done = 0 if asyncio.run(has_pool()) else _prefect(*create)
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        yaml.safe_dump(content, file, sort_keys=False, allow_unicode=True)
        file.flush()
        return done or _prefect("--no-prompt", "deploy", "--all", "--prefect-file", file.name)


def _prefect(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "prefect", *arguments], check=False).returncode  # noqa: S603 - our own


if __name__ == "__main__":
    sys.exit(register())
