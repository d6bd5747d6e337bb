"""`glosspress review` from the command line, in a pseudo locale that needs no model."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from .. import warm

ME = ("--as", "reviewer@example.org", "--role", "medical reviewer")
PAGE = "tests/ketamine"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    (root / "sources" / "articles").mkdir(parents=True)
    (root / "glosspress.yaml").write_text("site:\n  base_url: https://example.org/\nlocales:\n  en-XA: {}\n")
    (root / "sources" / "tests.yaml").write_text(
        "title: Tests\nlicense: {status: owned}\nkind: folder\npath: articles\n"
    )
    (root / "sources" / "articles" / "ketamine.md").write_text("# Ketamine\n\nTake 0.5 mg/kg. Rest for 40 min.\n")
    assert call(root, "run", "--direct").returncode == 0
    return root


def call(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != "GLOSSPRESS_REVIEWER"}
    command = [*warm.glosspress(), "--workspace", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=env)


def review(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return call(root, "review", *arguments)


def test_from_queue_to_approved_page(site: Path) -> None:
    """List, look, edit, approve: states and history agree, and the published page names no reviewer before."""
    assert PAGE in review(site, "list").stdout
    view = json.loads(review(site, "status", PAGE, "--json").stdout)
    assert {item["state"] for item in view["segments"]} == {"machine-checked"}
    where = next(item["where"] for item in view["segments"] if item["source"].startswith("Take"))
    edited = review(site, "edit", PAGE, "--at", where, "--text", "Tåkê 0.5 mg/kg.", *ME)
    assert edited.returncode == 0, edited.stderr
    approved = review(site, "approve", PAGE, *ME, "--comment", "fine")
    assert approved.returncode == 0, approved.stderr
    assert "approved" in review(site, "status").stdout
    history = [json.loads(line) for line in review(site, "history", "--json").stdout.splitlines()]
    assert history[0]["kind"] == "segment-edited"
    assert history[-1]["kind"] == "page-approved"
    assert review(site, "list").stdout == ""
    assert call(site, "run", "--direct").returncode == 0
    assert "Tåkê" in (site / "output" / "en-XA" / "ketamine" / "index.html").read_text(encoding="utf-8")
    reopened = review(site, "reopen", PAGE, *ME)
    assert reopened.returncode == 0
    assert "post-edited" in review(site, "status").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["approve", PAGE], 2, "needs a name"),
        (["approve", "tests/nothing", *ME], 2, "no page"),
        (["edit", PAGE, "--at", "9.9#9", "--text", "x", *ME], 2, "no sentence"),
        (["edit", PAGE, "--at", "0#0", "--text", "Tåkê 5 mg/kg.", *ME], 14, "0.5 mg/kg"),
        (["edit", PAGE, "--at", "0#0", "--text", "Tåkê 0.5 mg/kg.</1>", *ME], 0, ""),
        (["export", "--format", "docx"], 2, "no format"),
        (["import", "missing.xlf", *ME], 13, "missing.xlf"),
        (["comment", PAGE, " ", *ME], 2, "empty"),
    ],
)
def test_mistakes_end_with_their_own_code_and_no_traceback(
    site: Path, arguments: list[str], code: int, says: str
) -> None:
    """Each says what, where and the next command."""
    done = review(site, *arguments)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_goes_out_and_comes_back(site: Path, tmp_path: Path) -> None:
    """Export, change one sentence, import: told what became of it; a conflict ends with 12 and changes nothing."""
    out = tmp_path / "pages.xlf"
    assert review(site, "export", "--output", str(out)).returncode == 0
    text = out.read_text(encoding="utf-8")
    old = json.loads(review(site, "status", PAGE, "--json").stdout)["segments"][0]["target"]
    out.write_text(text.replace(f"<target>{old}</target>", "<target>Kêtåmîñê</target>"), encoding="utf-8")
    done = review(site, "import", str(out), *ME, "--json")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["edited"]) == 1
    out.write_text(text.replace(f"<target>{old}</target>", "<target>Ötĥêŕ</target>"), encoding="utf-8")
    again = review(site, "import", str(out), *ME)
    assert again.returncode == 12
    assert "changed this meanwhile" in again.stdout


def test_a_broken_chain_is_said(site: Path) -> None:
    """Who changes an event in the database is found out."""
    import sqlite3

    review(site, "comment", PAGE, "one", *ME)
    with sqlite3.connect(site / ".glosspress" / "ledger.db") as database:
        database.execute("UPDATE events SET actor = 'somebody else'")
    database.close()
    done = review(site, "history")
    assert done.returncode == 9
    assert "broken at event 1" in done.stderr
