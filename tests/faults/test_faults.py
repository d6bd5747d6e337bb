"""A few faults of the kinds that need no Prefect server; all of them, and many: `make faults`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_faults_cost_no_stored_work_and_no_page() -> None:
    """After SIGKILL, a full disk and two runs at once: no stored work is repeated, no page lost, doubled or broken."""
    command = [sys.executable, str(Path(__file__).parent / "run.py"), "--kills", "4"]
    done = subprocess.run(
        [*command, "--only", "direct,disk full,two at once"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
