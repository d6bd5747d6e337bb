"""`glosspress` for tests that call it often: loading it costs 1.5 s of CPU, a fork of a process that has loaded it nothing.

The commands are processes all the same, with arguments, folder, environment, stdin, exit code of their own. Not for tests of what
loading costs (tests/cli/test_startup.py), nor for those that send a signal to the command: it would reach the client.
"""

from __future__ import annotations

import atexit
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def glosspress() -> tuple[str, ...]:
    """The command, to be followed by arguments; the first call in a test process starts the process that forks."""
    folder = tempfile.TemporaryDirectory(prefix="warm-")
    path = f"{folder.name}/socket"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(64)
        code = (_HERE / "warm_server.py").read_text(encoding="utf-8")
        server = subprocess.Popen(
            [sys.executable, "-c", code, str(listening.fileno())],
            stdin=subprocess.PIPE,
            pass_fds=[listening.fileno()],
            cwd=folder.name,
        )
    atexit.register(_stop, server, folder)
    return (sys.executable, "-SE", str(_HERE / "warm_client.py"), path)


def _stop(server: subprocess.Popen[bytes], folder: tempfile.TemporaryDirectory[str]) -> None:
    server.communicate()
    folder.cleanup()
