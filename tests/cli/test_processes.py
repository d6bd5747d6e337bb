"""What `up` and `down` start and stop comes to an end, also where a process hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glosspress.cli.serving import processes
from glosspress.errors import ConfigError


def test_a_command_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`up` gives up on a server that never answers, and says what to do."""
    (tmp_path / "hanging.py").write_text("import time; time.sleep(600)")
    monkeypatch.setattr(processes, "_RUN_S", 1.0)
    with pytest.raises(ConfigError, match=r"`hanging` was not done within 1 s") as told:
        processes.run(tmp_path, [], dict(os.environ), module="hanging")
    assert told.value.next_step == "glosspress down; glosspress up"


def test_a_process_that_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """`down` asks, waits for a while, then does not ask any more."""
    monkeypatch.setattr(processes, "_STOP_S", 1.0)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(600)"
    hung = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE, start_new_session=True)
    assert hung.stdout is not None
    hung.stdout.readline()
    begun = time.monotonic()
    assert processes.stop(hung.pid, lambda _: hung.poll() is None)
    hung.communicate()
    assert hung.returncode == -signal.SIGKILL
    assert time.monotonic() - begun < 10
