"""Prefect's settings as this project runs it (docs/adr/0003 and docs/operators.md say why), and the secret of its server."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from glosspress.errors import ConfigError

QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
}
"""Everywhere: no telemetry, nothing that asks the network."""
_SERVER = {
    "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
    "PREFECT_UI_API_URL": "/api",  # else the pages of another port call :4200
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_WORKER_QUERY_SECONDS": "5",
    "PREFECT_CLIENT_RETRY_EXTRA_CODES": "500",  # what a server says whose PostgreSQL starts again: runs wait a minute
}
_AUTH, _CLIENT_AUTH = "PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"
USER = "glosspress"
POOL = "glosspress"
"""The work pool of `prefect.yaml`."""


def server_folder(root: Path) -> Path:
    """Where the state of a workspace's server lies."""
    return root / ".glosspress" / "server"


def environment(root: Path, url: str, port: int) -> dict[str, str]:
    """The environment of the server, the worker and the commands that speak to them. What the user has set wins.

    An empty password is not set: the server would let everybody in.
    """
    auth = secret(root)
    scratch = server_folder(root) / "tmp"  # Prefect's workers share one folder of fixed name: two users would collide
    scratch.mkdir(parents=True, exist_ok=True)
    wanted = {
        **QUIET,
        **_SERVER,
        "PREFECT_HOME": str(root / ".glosspress" / "prefect"),
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_API_URL": f"{url}/api",
        _AUTH: auth,
        _CLIENT_AUTH: auth,
        "TMPDIR": str(scratch),
    }
    own = {name: value for name, value in os.environ.items() if value.strip() or name not in (_AUTH, _CLIENT_AUTH)}
    return {**wanted, **own, "PREFECT_API_URL": wanted["PREFECT_API_URL"]}


def database(environment: Mapping[str, str]) -> str:
    """Where a server with these settings keeps its runs, for people; without user and password."""
    url = environment.get("PREFECT_API_DATABASE_CONNECTION_URL") or environment.get(
        "PREFECT_SERVER_DATABASE_CONNECTION_URL", ""
    )
    if url.startswith("postgresql"):
        parts = urlsplit(url)
        return f"PostgreSQL at {parts.hostname}, {parts.path.strip('/')}"
    return "SQLite, for one worker"


def secret(root: Path) -> str:
    """`user:password` of the server: the user's own setting, else one made at the first start, readable by its owner only.

    ConfigError: the file holds no password; a server that is given none would let everybody in.
    """
    own = os.environ.get(_AUTH, "")
    if own.strip():
        return own
    file = server_folder(root) / "auth"
    if not file.exists():
        _make_secret(file)
    found = file.read_text(encoding="ascii").strip()
    if not found.partition(":")[2]:
        raise ConfigError("holds no user:password", str(file), "remove it, glosspress down, glosspress up")
    return found


def _make_secret(file: Path) -> None:
    """The file is there whole or not at all: a full disk leaves no empty one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    scratch = file.with_name(f"auth.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(f"{USER}:{secrets.token_urlsafe(24)}")
        scratch.replace(file)
    finally:
        scratch.unlink(missing_ok=True)
