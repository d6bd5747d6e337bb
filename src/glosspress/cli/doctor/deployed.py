"""Deployments at the server beside prefect.yaml and the flows' files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from glosspress.cli.serving.api import Api
from glosspress.errors import ConfigError

_TAG = "glosspress"
_FOLDER = "prefect.deployments.steps.set_working_directory"


def read_deployments(api: Api) -> list[dict[str, Any]]:
    """Those of this project; others on the same server are not ours to judge."""
    return api.every("/deployments/filter", {"deployments": {"tags": {"all_": [_TAG]}}, "sort": "NAME_ASC"})


def drift(there: list[dict[str, Any]], root: Path) -> Iterator[str]:
    """What differs, each as a sentence's part. Whether a schedule is on is the operator's: not compared."""
    wanted = _filed(root)
    found = {item["name"]: item for item in there}
    for name in sorted(wanted.keys() - found.keys()):
        yield f"{name} is not registered"
    for name in sorted(found.keys() - wanted.keys()):
        yield f"{name} is registered and not in the file"
    for name in sorted(wanted.keys() & found.keys()):
        expected, actual = wanted[name], _found(found[name])
        differing = [field for field in expected if expected[field] != actual[field]]
        if differing:
            yield f"{name}: {', '.join(differing)} differ{'s' if len(differing) == 1 else ''}"
        if found[name]["paused"]:
            yield f"{name} is paused"


def _filed(root: Path) -> dict[str, dict[str, Any]]:
    """By name, what the file says. ConfigError: it cannot be read, or lacks a field."""
    import yaml

    try:
        filed = yaml.safe_load((root / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
        return {item["name"]: _wanted(item, root) for item in filed}
    except (OSError, ValueError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        what = f"cannot be read ({type(error).__name__}: {error})"
        raise ConfigError(what, "prefect.yaml", "take it from a new workspace: glosspress init DIR") from error


def _wanted(item: dict[str, Any], root: Path) -> dict[str, Any]:
    file = root / item["entrypoint"].partition(":")[0]
    return {
        "entrypoint": item["entrypoint"],
        "folder": str(root),
        "description": item["description"].strip(),
        "tags": sorted(item["tags"]),
        "parameters": item.get("parameters") or {},
        "work pool": item["work_pool"]["name"],
        "schedule": {one["slug"]: (one.get("cron"), one.get("timezone")) for one in item.get("schedules") or ()},
        "the flow's file": hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest() if file.is_file() else "",
    }


def _found(item: dict[str, Any]) -> dict[str, Any]:
    folders = [step[_FOLDER]["directory"] for step in item["pull_steps"] or () if _FOLDER in step]
    return {
        "entrypoint": item["entrypoint"],
        "folder": folders[0] if folders else "",
        "description": (item["description"] or "").strip(),
        "tags": sorted(item["tags"]),
        "parameters": item["parameters"],
        "work pool": item["work_pool_name"],
        "schedule": {
            one["slug"]: (one["schedule"].get("cron"), one["schedule"].get("timezone")) for one in item["schedules"]
        },
        "the flow's file": item["version"],  # Prefect's version of a flow is the MD5 of its file
    }
