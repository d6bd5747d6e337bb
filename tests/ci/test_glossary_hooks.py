"""Where translators already work: the commit hook and the CI workflow, really run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HEADER = "id,source,target,mode,status,reviewer,evidence\n"
GOOD = HEADER + "nmda,NMDA,NMDA,pin,approved,r,e\n"


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=translator", "-c", "user.email=translator@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A PATH with `glosspress` as it is here, and nothing of this machine's git settings."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "glosspress"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from glosspress.cli import main; main()" "$@"\n')
    command.chmod(0o755)
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    return {
        **bare,
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A repository that holds a term base, with one commit on `main`."""
    folder = tmp_path / "site"
    (folder / "glossary").mkdir(parents=True)
    (folder / "glosspress.yaml").write_text("locales: {pt-BR: {}}\n")
    (folder / "glossary" / "en-pt.csv").write_text(GOOD)
    git(tmp_path, "init", "-q", "-b", "main", "site")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def test_the_hook_stops_a_commit_with_a_fault(workspace: Path, environment: dict[str, str], tmp_path: Path) -> None:
    """Another repository references the hook; a good change is committed, a fault is refused with its place and mend."""
    if not shutil.which("pre-commit", path=str(Path(sys.executable).parent)):
        pytest.skip("pre-commit is not installed")
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    git(tmp_path, "init", "-q", "hooks")
    git(hooks, "add", "-A")
    git(hooks, "commit", "-q", "-m", "hooks")
    wanted = {
        "repo": str(hooks),
        "rev": git(hooks, "rev-parse", "HEAD"),
        "hooks": [{"id": "glosspress-glossary-system"}],
    }
    (workspace / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [wanted]}))

    def run() -> subprocess.CompletedProcess[str]:
        git(workspace, "add", "-A")
        command = [sys.executable, "-m", "pre_commit", "run"]
        return subprocess.run(command, cwd=workspace, env=environment, capture_output=True, text=True, check=False)

    (workspace / "glossary" / "en-pt.csv").write_text(GOOD + "bdnf,BDNF,BDNF,pin,approved,r,e\n")
    good = run()
    assert good.returncode == 0, good.stdout + good.stderr
    assert "Passed" in good.stdout
    (workspace / "glossary" / "en-pt.csv").write_text(GOOD + "bdnf,BDNF,=BDNF,pin,approved,r,e\n")
    bad = run()
    assert bad.returncode == 1
    assert "glossary/en-pt.csv:3:11: error: the cell 'target' begins with '='" in bad.stdout
    assert "-> Remove the character" in bad.stdout


def test_both_hooks_run_the_same_command_on_term_bases_only() -> None:
    """Release copies, lists elsewhere and other files are not theirs."""
    import re

    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["entry"] for hook in hooks} == {"glosspress glossary check"}
    names = [
        "glossary/en-pt.csv",
        "site/glossary/en-pt-BR.csv",
        "glossary/README.md",
        "glossary/releases/1/en-pt.csv",
        "a.csv",
    ]
    for hook in hooks:
        assert [name for name in names if re.search(hook["files"], name)] == names[:2]


def steps_of_the_workflow() -> dict[str, dict[str, Any]]:
    data = yaml.safe_load((ROOT / "docs" / "ci" / "glossary.yml").read_text(encoding="utf-8"))
    return {step["name"]: step for step in data["jobs"]["glossary"]["steps"] if "name" in step}


def test_the_workflow_writes_the_difference(workspace: Path, environment: dict[str, str]) -> None:
    """Its own shell lines, run on a branch that changes a term: the check passes and the comment names the change."""
    git(workspace, "switch", "-q", "-c", "change")
    (workspace / "glossary" / "en-pt.csv").write_text(GOOD + "bdnf,BDNF,FNDC,pin,approved,r,e\n")
    git(workspace, "commit", "-q", "-a", "-m", "BDNF")
    summary = workspace / "summary.md"
    steps = steps_of_the_workflow()
    for name in ("Ledger", "Check", "Difference and impact"):
        told = {**environment, "BASE": "main", "GITHUB_STEP_SUMMARY": str(summary)}
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", steps[name]["run"]],
            cwd=workspace, env=told, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    comment = (workspace / "glossary.md").read_text(encoding="utf-8")
    assert comment == summary.read_text(encoding="utf-8")
    assert comment.startswith("<!-- glosspress -->\n")
    assert "BDNF" in comment
    assert "FNDC" in comment
    assert "NMDA" not in comment
    assert "No ledger here" in comment
