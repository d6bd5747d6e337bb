"""Start and stop Prefect's processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import httpx

from glosspress.cli.serving.settings import server_folder
from glosspress.errors import ConfigError

_START_S = 180.0
"""A first start makes the database: 20 s on a quiet machine of two cores, more on a busy one."""
_STOP_S = 20.0
_RUN_S = 300.0
"""For registering: 10 s on a quiet machine. A server that takes connections and never answers must not hold `up`."""


def port_free(host: str, port: int) -> bool:
    """True when a server can be started there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def start(root: Path, name: str, arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start `prefect <arguments>` in a session of its own; it writes to `<name>.log` beside the state."""
    folder = server_folder(root)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - our own arguments
            [sys.executable, "-m", "prefect", *arguments],
            cwd=root,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def run(root: Path, arguments: Sequence[str], environment: Mapping[str, str], module: str = "prefect") -> str:
    """Run `python -m <module> <arguments>` to its end; returns what it printed.

    ConfigError: it failed, with its last words, or is not at its end within five minutes.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            [sys.executable, "-m", module, *arguments],
            cwd=root, env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            timeout=_RUN_S,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        what = f"`{' '.join((module, *arguments))}` was not done within {_RUN_S:.0f} s: the server may hang"
        raise ConfigError(what, str(server_folder(root) / "server.log"), "glosspress down; glosspress up") from None
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
        raise ConfigError(f"`{' '.join((module, *arguments))}` failed:\n{said}", "prefect.yaml")
    return done.stdout


def wait_until_healthy(url: str, alive: Callable[[], bool], log: Path) -> None:
    """Return when the server answers. ConfigError: it ended, or took too long."""
    until = time.monotonic() + _START_S
    while time.monotonic() < until:
        if healthy(url):
            return
        if not alive():
            raise ConfigError("the Prefect server ended while it started", str(log), "read its last lines")
        time.sleep(0.3)
    raise ConfigError(f"the Prefect server did not answer within {_START_S:.0f} s", str(log), "read its last lines")


def healthy(url: str) -> bool:
    """True when a Prefect server answers there; health needs no password."""
    try:
        return httpx.get(f"{url}/api/health", timeout=5, trust_env=False).status_code in {200, 401, 403}
    except httpx.HTTPError:
        return False


def stop(pid: int, alive: Callable[[int], bool]) -> bool:
    """Ask a process and its children to end, then make them; False: it was not there."""
    if not alive(pid):
        return False
    _signal(pid, signal.SIGTERM)
    until = time.monotonic() + _STOP_S
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.1)
    if alive(pid):
        _signal(pid, signal.SIGKILL)
    return True


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)  # the session that `start` made
    except ProcessLookupError:
        return
