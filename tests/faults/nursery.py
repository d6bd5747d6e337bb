"""Runs that begin at once: a process that has loaded everything forks one for each line it reads.

A line is JSON: arguments of `glosspress`, and after how many seconds SIGKILL comes (null: never). The answer is the exit
code, or minus the signal. Python's start costs seconds on a busy machine, in which a kill meets nothing worth killing.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time


def main() -> None:
    """Until the input ends."""
    from glosspress import cli, steps
    from glosspress.cli import run, show_run

    assert all((cli, steps, run, show_run))
    for line in sys.stdin:
        arguments, after_s = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _be(arguments)
        print(_ended(pid, after_s), flush=True)


def _ended(pid: int, after_s: float | None) -> int:
    until = time.monotonic() + (600 if after_s is None else after_s)
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= until:
            os.kill(pid, signal.SIGKILL)
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        time.sleep(0.001)


def _be(arguments: list[str]) -> None:
    from glosspress.cli import main as glosspress

    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    sys.argv = ["glosspress", *arguments]
    code = 1
    try:
        glosspress()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
