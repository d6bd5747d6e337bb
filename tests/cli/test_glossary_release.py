"""`glosspress glossary release`, `diff`, `impact`, `restore` as a translator calls them."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from glosspress import steps
from glosspress.steps.releasing import Answer, approve, propose
from glosspress.workspace import Workspace

from .. import warm

BEFORE = "id,source,target,mode,status\nbdnf,BDNF,BDNF,pin,approved\nmood,mood,humor,prefer,approved\n"
AFTER = BEFORE.replace("BDNF,BDNF,pin", "BDNF,FNDC,pin")


def call(here: Workspace, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*warm.glosspress(), "--workspace", str(here.root), "glossary", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    """A published article, a first release, a changed term."""
    (workspace.root / "glosspress.yaml").write_text("locales: {en-XA: {}}\n")
    (workspace.sources / "notes").mkdir()
    (workspace.sources / "notes.yaml").write_text("title: N\nlicense: {status: owned}\nkind: folder\npath: notes\n")
    (workspace.sources / "notes" / "sleep.md").write_text("# Sleep\n\nBDNF falls at night. The mood follows.\n")
    (workspace.glossary / "en-en-XA.csv").write_text(BEFORE)
    assert call(workspace, "release", "--reviewer", "reviewer@example.org").returncode == 0
    steps.run(workspace.root, None, None)
    (workspace.glossary / "en-en-XA.csv").write_text(AFTER)
    return workspace


def test_a_change_is_shown_released_and_restored(here: Workspace, tmp_path: Path) -> None:
    """Difference and impact in each format, the release by name, the old files back; results on stdout, talk on stderr."""
    found = json.loads(call(here, "diff", "--format", "json").stdout)
    assert [(change["ids"], change["kind"]) for change in found["changes"]] == [(["bdnf"], "changed")]
    shown = call(here, "impact").stdout
    assert "FNDC" in shown
    told = "1 sentence on 1 page in 1 locale. At most 4 words to translate: about [0-9]+ s at the measured"
    assert re.search(told, " ".join(shown.split()))
    assert "- **after**: [FNDC" in call(here, "impact", "--format", "markdown").stdout.replace("\\", "")
    page = tmp_path / "impact.html"
    assert call(here, "impact", "--format", "html", "--out", str(page)).stdout == ""
    assert "<ins><mark>FNDC</mark></ins>" in page.read_text(encoding="utf-8")

    report = steps.run(here.root, None, None)
    assert [(problem.where, problem.fatal) for problem in report.problems] == [("glossary/en-en-XA.csv", False)]
    released = call(here, "release", "--reviewer", "reviewer@example.org", "--message", "FNDC in Portuguese.")
    version = released.stdout.strip()
    assert version.endswith(".2")
    assert "FNDC in Portuguese." in (here.glossary / "CHANGELOG.md").read_text()
    assert "nothing to release" in call(here, "release").stderr
    assert json.loads(call(here, "diff", "--format", "json").stdout)["changes"] == []
    assert call(here, "restore", version.removesuffix(".2")).stdout == "glossary/en-en-XA.csv\n"
    assert (here.glossary / "en-en-XA.csv").read_text() == BEFORE


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["diff", "nowhere"], 2, "neither a release nor a file, folder or git revision"),
        (["restore", "2020.01.01"], 2, "no release 2020.01.01"),
        (["restore", "last"], 2, "changes of no release would be lost: en-en-XA.csv"),
        (["release", "--except", "bdfn"], 2, "no change of this term"),
        (["diff", "--out", "/nowhere/x.md"], 2, "cannot be written"),
    ],
)
def test_mistakes_are_told(workspace: Workspace, arguments: list[str], code: int, told: str) -> None:
    """What is wrong, and nothing is done."""
    (workspace.glossary / "en-en-XA.csv").write_text(BEFORE)
    approve(propose(workspace.root), Answer("reviewer@example.org"))
    (workspace.glossary / "en-en-XA.csv").write_text(AFTER)
    done = call(workspace, *arguments)
    assert (done.returncode, told in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
