"""The command line starts fast and fails clearly."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = ["init", "run", "clean", "translate", "glossary", "engine", "verify", "doctor"]
GLOSSPRESS = [sys.executable, "-c", "from glosspress.cli import main; main()"]


def call(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*GLOSSPRESS, *arguments], capture_output=True, text=True, timeout=120, cwd=cwd, check=False)


def cpu_seconds(code: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_help_starts_fast() -> None:
    """`glosspress --help` takes less than 0.4 s of CPU (the best of five; machines are noisy)."""
    code = "import sys; sys.argv = ['glosspress', '--help']\nfrom glosspress.cli import main\nmain()"
    assert min(cpu_seconds(code) for _ in range(5)) < 0.4


@pytest.mark.parametrize("command", COMMANDS)
def test_no_help_loads_a_heavy_package(command: str) -> None:
    """Asking for help loads neither Prefect nor a model, an extractor or the ledger."""
    code = (
        f"import sys; sys.argv = ['glosspress', '{command}', '--help']\n"
        "from glosspress.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'prefect', 'ctranslate2', 'argostranslate', 'trafilatura', 'extruct', 'sqlalchemy'}\n"
        "heavy &= set(sys.modules)\n"
        "print('heavy:', sorted(heavy), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "heavy: []" in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_an_example(command: str) -> None:
    """Help of each command (and of each command of a group) shows an example."""
    done = call(command, "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout


def test_outside_a_workspace_the_error_names_init(tmp_path: Path) -> None:
    """Without a workspace the error says what to do, with the exit code of a configuration error."""
    done = call("run", cwd=tmp_path)
    assert done.returncode == 4
    assert "glosspress init" in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_command_is_a_usage_error() -> None:
    """A mistyped command gives exit code 2 and no traceback."""
    done = call("pubish")
    assert done.returncode == 2
    assert "No such command" in done.stderr
