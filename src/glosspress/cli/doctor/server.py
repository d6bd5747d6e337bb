"""What only the running Prefect server tells: is it closed, does somebody work, is what is registered what the files say?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

from glosspress.cli.doctor.deployed import drift, read_deployments
from glosspress.cli.doctor.diagnosis import Diagnosis, looked_at
from glosspress.cli.serving import state
from glosspress.cli.serving.api import Api, address
from glosspress.cli.serving.settings import POOL
from glosspress.errors import ConfigError, GlosspressError
from glosspress.settings import ALERT

_LOG = ".glosspress/server/worker.log"
_UNAUTHORIZED = 401
_SHOWN = 5


def server(root: Path) -> Iterator[Diagnosis]:
    """Everything about the server; the rest is left out when it does not let us in."""
    try:
        api = Api(*address(root))
        with api:
            yield Diagnosis("server", ok=True, found=_answers(api))
            yield from looked_at({"password": partial(_closed, api), "CSRF": partial(_csrf, api)})
            yield from _looks(api, root)
    except GlosspressError as error:
        where = f"{error.where}: " if error.where else ""
        yield Diagnosis("server", ok=False, found=f"{where}{error.what}", mend=error.next_step)


def _looks(api: Api, root: Path) -> Iterator[Diagnosis]:
    api.protect()
    deployments = read_deployments(api)
    yield from looked_at(
        {
            "work pool": partial(_pool, api),
            "worker": partial(_worker, api, root),
            "deployments": partial(_as_filed, deployments, root),
            "runs": partial(_late, api),
        }
    )
    yield _schedules(deployments)
    yield from _automations(api)


def _answers(api: Api) -> str:
    """ConfigError: it does not answer, or does not take our password."""
    version, ours = str(api.get("/admin/version")), metadata.version("prefect")
    if version.split(".")[:2] != ours.split(".")[:2]:
        raise ConfigError(f"is Prefect {version}, here is {ours}", api.url, "glosspress down; glosspress up")
    return f"Prefect {version} at {api.url}"


def _closed(api: Api) -> str:
    if api.status("/admin/version", anonymous=True) != _UNAUTHORIZED:
        raise ConfigError(
            "anybody gets in", api.url, "set PREFECT_SERVER_API_AUTH_STRING=user:password, start it again"
        )
    return "nobody gets in without it"


def _csrf(api: Api) -> str:
    if not api.protect():
        raise ConfigError("is off", api.url, "set PREFECT_SERVER_CSRF_PROTECTION_ENABLED=true, start it again")
    return "changes need a token"


def _pool(api: Api) -> str:
    pools = {pool["name"]: pool for pool in api.every("/work_pools/filter", {})}
    if POOL not in pools:
        raise ConfigError(f"there is no work pool {POOL}", api.url, "glosspress up")
    if pools[POOL]["is_paused"]:
        raise ConfigError("is paused: nothing starts", POOL, f"pages -> Work Pools -> {POOL} -> the switch")
    return POOL


def _worker(api: Api, root: Path) -> str:
    """Prefect calls a worker offline after three heartbeats that did not come (30 s each); the one of `up` is seen at once."""
    ours = state.read(root)
    if ours and api.url == f"{ours.url}/api" and not state.is_ours(root, ours.worker_pid):
        raise ConfigError("the one of `glosspress up` has ended", "", f"glosspress up; {_LOG}")
    workers = api.every(f"/work_pools/{POOL}/workers/filter", {})
    alive = [item for item in workers if item["status"] == "ONLINE"]
    if not alive:
        seen = max((item["last_heartbeat_time"] for item in workers), default="")
        what = f"none is alive; the last was heard {_ago(seen)} ago" if seen else "none was ever there"
        raise ConfigError(what, "", f"glosspress up; {_LOG}")
    return ", ".join(f"{item['name']}, heard {_ago(item['last_heartbeat_time'])} ago" for item in alive)


def _as_filed(deployments: list[dict[str, Any]], root: Path) -> str:
    differences = list(drift(deployments, root))
    if differences:
        raise ConfigError("; ".join(differences), "prefect.yaml", "glosspress up registers what the files say")
    return f"{len(deployments)}, as prefect.yaml and the flows say"


def _late(api: Api) -> str:
    late = {"flow_runs": {"state": {"name": {"any_": ["Late"]}}}, "sort": "EXPECTED_START_TIME_ASC"}
    runs = api.every("/flow_runs/filter", late)
    if runs:
        named = ", ".join(f"{run['name']} ({_ago(run['expected_start_time'])})" for run in runs[:_SHOWN])
        raise ConfigError(f"{len(runs)} late: {named}", "", "look at the worker and the work pool above")
    return "none is late"


def _schedules(deployments: list[dict[str, Any]]) -> Diagnosis:
    every = [(item["name"], one["active"]) for item in deployments for one in item["schedules"]]
    on = [name for name, active in every if active]
    off = ", ".join(name for name, active in every if not active)
    if not on:
        mend = "pages -> Deployments -> the switch beside the schedule"
        return Diagnosis("schedules", ok=False, found=f"all are off ({off})", mend=mend, required=False)
    return Diagnosis("schedules", ok=True, found=f"on: {', '.join(on)}; off: {off or 'none'}")


def _automations(api: Api) -> Iterator[Diagnosis]:
    found = {item["name"]: item["enabled"] for item in api.every("/automations/filter", {})}
    shown = ", ".join(f"{name} ({'on' if on else 'off'})" for name, on in sorted(found.items()))
    yield Diagnosis("automations", ok=True, found=shown or "none")
    if not found.get(ALERT):
        what = "are switched off" if ALERT in found else "nobody is told when pages are held or the disk fills"
        yield Diagnosis(
            "alerts", ok=False, found=what, mend="docs/operators.md, Events and automations", required=False
        )


def _ago(moment: str) -> str:
    """How long a moment (RFC 3339) is past: `12 s`, `3 min`, `5 h`, `2 days`."""
    then = datetime.fromisoformat(moment)
    seconds = max(0.0, (datetime.now(UTC) - then).total_seconds())
    for size, unit in ((86_400, "days"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
