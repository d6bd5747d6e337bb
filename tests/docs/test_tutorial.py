"""The newcomer's hour, followed literally."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from .. import warm

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")


def followed(folder: Path, *, server: bool) -> subprocess.CompletedProcess[str]:
    """All code blocks in one shell, in an empty folder; those marked `server` only when wanted."""
    blocks = re.findall(r"```sh( server)?\n(.*?)```", TUTORIAL, re.DOTALL)
    script = "set -e\n" + "".join(text for marked, text in blocks if server or not marked)
    programs = folder / "bin"
    programs.mkdir()
    (programs / "glosspress").write_text(f'#!/bin/sh\nexec {shlex.join(warm.glosspress())} "$@"\n')
    (programs / "glosspress").chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "GLOSSPRESS_"))}
    environment = kept | {"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(folder)}
    return subprocess.run(
        ["sh", "-c", script], capture_output=True, text=True, cwd=folder, env=environment, check=False
    )


def test_the_tutorial_works_as_written(tmp_path: Path) -> None:
    """Own source, own term, review, publish, backup: every command succeeds, and the delivered page shows all of it."""
    done = followed(tmp_path, server=False)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "live/pt-BR/sleep-hygiene/index.html").read_text(encoding="utf-8")
    for wanted in ("ambulatório noturno", "NMDA", "mg/kg", "reviewer@example.org"):
        assert wanted in page
    assert "Share this page" not in page
    assert list((tmp_path / "backups").iterdir())


@pytest.mark.server
@pytest.mark.skipif(
    "GLOSSPRESS_OPERATORS_UI" not in os.environ, reason="starts a server on port 4200: make operators-ui"
)
def test_with_the_server(tmp_path: Path) -> None:
    """The same with `glosspress up` and `down` in their places."""
    done = followed(tmp_path, server=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "schedules are off" in done.stdout
