"""Run a flow of the workspace in this process. Prefect is loaded by the flow's own file, not from here."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

from glosspress.cli.serving import state
from glosspress.cli.serving.settings import QUIET, secret
from glosspress.errors import ConfigError

_SETTINGS = {
    **QUIET,
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "ERROR",  # a quiet terminal below the progress bar; the pages have it all
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}


def run_flow(root: Path, name: str, parameters: dict[str, Any]) -> Any:
    """Run `flows/<name>.py` and return what its flow returns.

    Uses the Prefect server that the environment or the user's profile names, else the one `glosspress up` started; without
    one, an ephemeral server whose database lies in the workspace. ConfigError: the flow's file is missing or holds no such
    flow, or no server starts.
    """
    for key, value in {**_SETTINGS, **_home(root)}.items():
        os.environ.setdefault(key, value)
    flow = _load(root / "flows" / f"{name}.py", name)
    try:
        return asyncio.run(flow(**parameters))
    except RuntimeError as error:
        if "ephemeral Prefect API server" not in str(error):
            raise
        raise ConfigError(
            "the Prefect server of this run did not start",
            "",
            "prefect server start, to see why; or glosspress run --direct",
        ) from error


def _home(root: Path) -> dict[str, str]:
    """A Prefect home inside the workspace, unless the user has set Prefect up."""
    own = Path(os.environ.get("PREFECT_HOME", Path.home() / ".prefect"))
    if "PREFECT_API_URL" in os.environ or "PREFECT_HOME" in os.environ or (own / "profiles.toml").exists():
        return {}
    home = root / ".glosspress" / "prefect"
    home.mkdir(parents=True, exist_ok=True)
    serving = state.read(root)
    if serving is None:
        return {"PREFECT_HOME": str(home)}
    return {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"{serving.url}/api",
        "PREFECT_API_AUTH_STRING": secret(root),
    }


def _load(path: Path, name: str) -> Any:
    if not path.is_file():
        raise ConfigError(
            "this workspace has no such flow", f"flows/{path.name}", "glosspress init, or copy it from a new one"
        )
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    if not hasattr(module, name):
        raise ConfigError(f"holds no flow named `{name}`", f"flows/{path.name}")
    return getattr(module, name)
