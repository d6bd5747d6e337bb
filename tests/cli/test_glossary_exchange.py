"""`glosspress glossary import` and `export`, as a person calls them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEADER = "id,source,target,mode,case,forms,forbidden,context,domain,status,note,evidence,reviewer,reviewed_at\n"
ROWS = "bdnf,BDNF,BDNF,pin,exact,,,,neuro,approved,,HGNC,e,2026-01-31\nms,MS,EM,pin,exact,,,(?i)nerve,,approved,,e,e,\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "glosspress.yaml").write_text(
        "site: {title: t, base_url: https://example.org/}\nlocales: {pt-BR: {}}\n"
    )
    (tmp_path / "glossary").mkdir()
    (tmp_path / "glossary" / "en-pt.csv").write_text(HEADER + ROWS, encoding="utf-8")
    return tmp_path


def call(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from glosspress.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, "glossary", *arguments],
        cwd=workspace,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_term_base_travels_and_comes_home(workspace: Path) -> None:
    """Out as TBX, back into an empty pair: the same rows, as proposed."""
    out = call(workspace, "export", "--pair", "en-pt")
    assert (out.returncode, out.stdout, out.stderr) == (0, "", "en-pt.tbx: 2 terms as tbx\n")
    (workspace / "glossary" / "en-pt.csv").rename(workspace / "before.csv")
    back = call(workspace, "import", "en-pt.tbx", "--pair", "en-pt")
    assert (back.returncode, back.stdout.splitlines()) == (0, ["+ BDNF -> BDNF  [bdnf]", "+ MS -> EM  [ms]"])
    assert call(workspace, "diff", "before.csv", "glossary/en-pt.csv", "--format", "json").returncode == 0
    text = (workspace / "glossary" / "en-pt.csv").read_text(encoding="utf-8")
    assert "bdnf,BDNF,BDNF,pin,exact,,,,,neuro,proposed,,HGNC,," in text


def test_what_stays_behind_is_told(workspace: Path) -> None:
    """On stderr for a person, in JSON for a program; stdout can be the file itself."""
    out = call(workspace, "export", "--pair", "en-pt", "--format", "deepl", "-")
    assert out.stdout == "BDNF,BDNF\n"
    assert "1 rows stay behind, bound to a context, which the service would not heed: ms" in out.stderr
    told = json.loads(call(workspace, "export", "--pair", "en-pt", "--format", "deepl", "--json").stdout)
    assert (told["file"], told["terms"], len(told["lost"])) == ("en-pt.csv", 1, 2)


def test_conflicts_stop_the_import(workspace: Path) -> None:
    """Nothing is written, exit code 5, the next command is named; skip and a dry run do as they say."""
    (workspace / "list.csv").write_text("BDNF,FNDC\nsevere,grave\n")
    before = (workspace / "glossary" / "en-pt.csv").read_bytes()
    out = call(workspace, "import", "list.csv", "--pair", "en-pt")
    assert out.returncode == 5
    assert "! list.csv:1: 'BDNF': the file says 'FNDC', the approved row in line 2 'BDNF'" in out.stdout
    assert "--conflicts skip" in out.stderr
    told = json.loads(call(workspace, "import", "list.csv", "--pair", "en-pt", "--json").stdout)
    assert (told["written"], told["conflicts"][0]["where"]) == (False, "list.csv:1")
    call(workspace, "import", "list.csv", "--pair", "en-pt", "--conflicts", "skip", "--dry-run")
    assert (workspace / "glossary" / "en-pt.csv").read_bytes() == before
    assert call(workspace, "import", "list.csv", "--pair", "en-pt", "--conflicts", "skip").returncode == 0
    after = (workspace / "glossary" / "en-pt.csv").read_bytes()
    assert after == before + b"severe,severe,grave,pin,smart,,,,,proposed,,,,\n"


def test_a_damaged_file_is_a_clear_error(workspace: Path) -> None:
    """File, line, exit code 13, no traceback."""
    (workspace / "x.tbx").write_text("<tbx>\n<body>")
    out = call(workspace, "import", "x.tbx", "--pair", "en-pt")
    assert (out.returncode, out.stderr.startswith("glosspress: x.tbx:2: is not well-formed")) == (13, True)


def test_the_names_of_formats_are_those_that_exist() -> None:
    """The list that --help shows without loading the formats."""
    from glosspress.cli.glossary.pairs import FORMAT_NAMES
    from glosspress.exchange.term_formats import FORMATS

    assert tuple(FORMATS) == FORMAT_NAMES
