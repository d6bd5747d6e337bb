"""The server: one process, on loopback."""

from __future__ import annotations

import secrets
import socket
from dataclasses import dataclass

import uvicorn

from glosspress.errors import UsageError
from glosspress.workbench.application import application
from glosspress.workspace import Workspace

_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the workbench listens, and the secret that opens it."""

    listening: socket.socket
    token: str

    @property
    def port(self) -> int:
        """The TCP port."""
        return int(self.listening.getsockname()[1])

    @property
    def url(self) -> str:
        """What a reviewer opens; whoever knows it can review."""
        return f"http://{_HOST}:{self.port}/enter?token={self.token}"

    @property
    def hosts(self) -> frozenset[str]:
        """Values of the `Host` header that are ours."""
        return frozenset({f"{_HOST}:{self.port}", f"localhost:{self.port}"})


def bind(port: int) -> Address:
    """Take a port of loopback (0: any free one). UsageError: it is in use."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_HOST, port))
    except OSError as error:
        listening.close()
        raise UsageError(f"port {port} cannot be used: {error.strerror}", _HOST, "--port 0 takes a free one") from None
    return Address(listening, secrets.token_urlsafe(32))


def serve(here: Workspace, address: Address) -> uvicorn.Server:
    """The server, ready for `run(sockets=[address.listening])`. Its log names no addresses: they hold the token."""
    config = uvicorn.Config(
        application(here, address.hosts, address.token),
        access_log=False,
        log_level="warning",
        lifespan="off",
        loop="asyncio",
        http="h11",
        ws="none",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)
