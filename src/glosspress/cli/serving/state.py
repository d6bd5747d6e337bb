"""What runs for a workspace: a small file of process ids, believed only when the processes are really ours."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from glosspress.cli.serving.settings import server_folder


@dataclass(frozen=True, slots=True)
class Serving:
    """A server and its worker."""

    url: str
    """`http://127.0.0.1:4200`."""
    port: int
    server_pid: int
    worker_pid: int
    """0: not started yet."""
    database: str = ""
    """Of the server, for people: `PostgreSQL at db.example.org`; never a password."""


def write(root: Path, serving: Serving) -> None:
    """Remember what runs."""
    file = _file(root)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(serving)), encoding="utf-8")


def read(root: Path) -> Serving | None:
    """What runs for this workspace; None: nothing that is alive."""
    try:
        serving = Serving(**json.loads(_file(root).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return serving if is_ours(root, serving.server_pid) else None


def remembered(root: Path) -> Serving | None:
    """What ran last, alive or not."""
    try:
        return Serving(**json.loads(_file(root).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def forget(root: Path) -> None:
    """Nothing runs any more."""
    _file(root).unlink(missing_ok=True)


def is_ours(root: Path, pid: int) -> bool:
    """True when a process is alive and one of Prefect's in this workspace: process ids are given again to others."""
    if pid <= 0:
        return False
    process = Path(f"/proc/{pid}")
    if process.with_name("self").exists():
        return _runs_on_linux(root, process)
    asked = ["ps", "-p", str(pid), "-o", "stat=,args="]
    shown = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - a number
    condition, _, command = shown.stdout.strip().partition(" ")
    return "prefect" in command and not condition.startswith("Z")


def _runs_on_linux(root: Path, process: Path) -> bool:
    """Started in the folder of the workspace, where `processes.start` starts them; after a boot another workspace's may have
    the number.
    """
    try:
        return b"prefect" in _command(process) and (process / "cwd").samefile(root)
    except OSError:
        return False


def _command(process: Path) -> bytes:
    """The arguments of a living process. They are empty for some milliseconds after its start, and always where it has ended."""
    until = time.monotonic() + _STARTS_WITHIN_S
    while True:
        said = (process / "cmdline").read_bytes()
        if said or time.monotonic() > until or "State:\tZ" in (process / "status").read_text(encoding="utf-8"):
            return said
        time.sleep(0.01)


_STARTS_WITHIN_S = 2.0


def _file(root: Path) -> Path:
    return server_folder(root) / "serving.json"
