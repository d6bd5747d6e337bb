"""What README promises runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_python_of_the_readme_runs(tmp_path: Path) -> None:
    """The Python example prints an article's text and a verified sentence."""
    [code] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert "5 mg" in done.stdout
    assert "NMDA" in done.stdout


def test_a_site_of_ones_own(tmp_path: Path) -> None:
    """The commands of "Your own site" work in order: init, a direct run, verify."""
    [block] = re.findall(r"```sh\n(pip install.*?)```", README, re.DOTALL)
    lines = [line.split("#")[0].strip() for line in block.splitlines()]
    assert "glosspress init clinic-news && cd clinic-news" in lines
    glosspress = f"{sys.executable} -c 'from glosspress.cli import main; main()'"
    script = "\n".join(line for line in lines if "pip install" not in line and line != "glosspress run")
    script = "set -e\n" + re.sub(r"\bglosspress (?=[a-z])", f"{glosspress} ", script)
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "clinic-news" / "output" / "pt-BR").is_dir()


def test_every_command_of_the_readme_exists() -> None:
    """The table of commands names the commands that there are, no other and no fewer."""
    from glosspress.cli import root

    named = set(re.findall(r"^\| `glosspress (\w+)", README, re.MULTILINE))
    assert named == set(root.list_commands(click.Context(root)))


def test_links_of_the_readme_lead_somewhere() -> None:
    """Relative links of README and CONTRIBUTING point at files that exist."""
    for name in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\((?!http)([^)#]+)", (ROOT / name).read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{name}: {target}"


@pytest.mark.parametrize("target", ["demo", "test"])
def test_the_two_commands_are_targets(target: str) -> None:
    """`make demo` and `make test` exist, and CI calls exactly the test command."""
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert "make test" in (ROOT / ".ci" / "run").read_text()
