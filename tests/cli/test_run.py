"""The main job from the command line: published, held, repeated, interrupted, and every kind of bad input."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .. import warm

ROOT = Path(__file__).resolve().parents[2]
GLOSSPRESS = [sys.executable, "-c", "from glosspress.cli import main; main()"]
SOURCE = "title: Tests\nlicense: {status: owned}\nkind: folder\npath: articles\n"
ARTICLE = "# Ketamine and NMDA\n\nKetamine blocks the NMDA receptor. Take 0.5 mg/kg over 40 min, not more than 26,494 times.\n"
CONFIG = "site:\n  base_url: https://example.org/\nlocales:\n  en-XA: {}\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A workspace with one article and a pseudo locale: no model, no Prefect."""
    root = tmp_path / "site"
    (root / "sources" / "articles").mkdir(parents=True)
    (root / "glosspress.yaml").write_text(CONFIG)
    (root / "sources" / "tests.yaml").write_text(SOURCE)
    (root / "sources" / "articles" / "ketamine.md").write_text(ARTICLE)
    return root


def call(root: Path, *arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*warm.glosspress(), "--workspace", str(root), *arguments],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env={**os.environ, **(env or {})},
    )


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return call(root, "run", "--direct", *arguments)


def report(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    value: dict[str, object] = json.loads(done.stdout)
    return value


def online(root: Path) -> dict[str, bytes]:
    """Every file a reader can get."""
    current = root / "output" / ".current"
    return {
        path.relative_to(current).as_posix(): path.read_bytes() for path in sorted(current.rglob("*")) if path.is_file()
    }


def wait_until_at_work(root: Path) -> None:
    """Return when the run has stored some of its articles; it is then far from its end."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with sqlite3.connect(root / ".glosspress" / "ledger.db") as ledger:
            [(count,)] = ledger.execute("SELECT count(*) FROM articles").fetchall()
        ledger.close()
        if count > 5:
            return
        time.sleep(0.05)
    pytest.fail("the run stored no article within a minute")


def test_a_run_publishes_and_says_where(site: Path) -> None:
    """A clean run ends with 0 and a page a reader can open, with the pins in it."""
    done = run(site)
    assert done.returncode == 0, done.stderr
    assert "open output/index.html" in done.stdout
    page = (site / "output" / "en-XA" / "ketamine" / "index.html").read_text(encoding="utf-8")
    for pin in ("NMDA", "0.5 mg/kg", "40 min", "26,494"):
        assert pin in page or pin == "NMDA"  # without a term base NMDA is an ordinary word of a pseudo locale
    assert call(site, "verify").returncode == 0


def test_a_second_run_asks_no_engine_and_changes_no_byte(site: Path) -> None:
    """The same input gives the same bytes, and all translations come from the ledger."""
    run(site)
    before = online(site)
    second = report(run(site, "--json"))
    [locale] = second["locales"]
    assert locale["translated_segments"] == 0
    assert locale["known_segments"] > 0
    assert second["published"]["changed"] is False
    assert online(site) == before


def test_a_term_that_cannot_be_kept_holds_the_page(site: Path) -> None:
    """A held page ends the run with 3 and its reason; the last good version stays online."""
    run(site, "--to", "pt-BR")
    before = online(site)
    (site / "glossary").mkdir()
    (site / "glossary" / "en-pt.csv").write_text(
        "id,source,target,mode,status,forbidden,reviewer,evidence\nnmda,NMDA,,forbid,approved,NMDA,r,e\n"
    )
    done = run(site, "--to", "pt-BR", "--json")
    assert done.returncode == 3, done.stdout + done.stderr
    [held] = report(done)["held"]
    assert held["id"] == "tests/ketamine"
    assert held["last_good"] is True
    assert any("forbidden" in reason for reason in held["reasons"])
    assert online(site) == before


def test_one_bad_article_does_not_stop_the_rest(site: Path) -> None:
    """Binary, empty and broken files are named with a reason; the good article is published; exit code 3."""
    articles = site / "sources" / "articles"
    (articles / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (articles / "empty.html").write_text("")
    (articles / "script.html").write_text("<html><body><script>document.write('x')</script></body></html>")
    done = run(site, "--json")
    assert done.returncode == 3
    where = {str(problem["where"]) for problem in report(done)["problems"]}
    assert {name for name in ("binary.txt", "empty.html", "script.html") if any(name in item for item in where)} == {
        "binary.txt",
        "empty.html",
        "script.html",
    }
    assert (site / "output" / "en-XA" / "ketamine" / "index.html").is_file()


def test_broken_utf8_is_read_and_noted(site: Path) -> None:
    """A file with a few broken bytes is still an article, or a named problem: never a traceback."""
    broken = ARTICLE.encode() + b"\nBroken \xff\xfe bytes stand here in the text.\n"
    (site / "sources" / "articles" / "broken.md").write_bytes(broken)
    done = run(site)
    assert done.returncode in (0, 3)
    assert "Traceback" not in done.stderr


def test_a_page_over_the_limit_is_refused(site: Path) -> None:
    """A file over 50 MB is refused with its size, without being read into memory first."""
    with (site / "sources" / "articles" / "huge.html").open("wb") as file:
        file.truncate(51_000_000)
    done = run(site, "--json")
    assert done.returncode == 3
    assert any("huge.html" in str(problem["where"]) for problem in report(done)["problems"])


@pytest.mark.parametrize(
    ("change", "arguments", "code", "says"),
    [
        ({}, ["--to", "xx-QQ"], 2, "xx-QQ"),
        ({}, ["--source", "nope"], 2, "no source `nope`"),
        ({}, ["--to", "de"], 8, "glosspress engine install en-de"),
        ({"glosspress.yaml": "locales:\n  en-XA: {}\ncolour: blue\n"}, [], 4, "glosspress.yaml:3:1"),
        ({"sources/tests.yaml": SOURCE + "colour: blue\n"}, [], 4, "tests.yaml:5:1"),
        ({"sources/tests.yaml": "title: [\n"}, [], 4, "tests.yaml:"),
        ({"glossary/en-en.csv": "id,source,target,colour\n1,a,b,c\n"}, [], 5, "colour"),
    ],
)
def test_what_people_write_is_checked_with_file_and_line(
    site: Path, change: dict[str, str], arguments: list[str], code: int, says: str
) -> None:
    """A wrong request or definition ends at once with its own exit code, the place, and no traceback; the site stays."""
    run(site)
    before = online(site)
    for name, text in change.items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(text)
    done = run(site, *arguments)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert online(site) == before


def test_an_output_that_cannot_be_written_is_said(site: Path) -> None:
    """Where `output` is a file, the run ends with 10 and what was translated is kept."""
    (site / "output").write_text("in the way")
    done = run(site)
    assert done.returncode == 10, done.stderr
    assert "Traceback" not in done.stderr
    (site / "output").unlink()
    [locale] = report(run(site, "--json"))["locales"]
    assert locale["translated_segments"] == 0


def test_a_missing_file_is_said() -> None:
    """`clean` and `translate` of a missing file end with 6 and name it."""
    for arguments in (["clean", "missing.html"], ["translate", "--to", "pt-BR", "missing.txt"]):
        done = subprocess.run([*warm.glosspress(), *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 6
        assert "missing." in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_an_interrupted_run_goes_on_where_it_stopped(site: Path, sent: signal.Signals, code: int) -> None:
    """Ctrl-C ends with 130 and one line, kill -9 with nothing; either way the site is whole and the next run completes it."""
    run(site)
    before = online(site)
    for number in range(40):
        text = ARTICLE.replace("Ketamine", f"Substance number {number}")
        (site / "sources" / "articles" / f"more-{number}.md").write_text(text * 20)
    process = subprocess.Popen(
        [*GLOSSPRESS, "--workspace", str(site), "run", "--direct", "--to", "pt-BR,en-XA"],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    )
    wait_until_at_work(site)
    process.send_signal(sent)
    _, said = process.communicate(timeout=60)
    assert process.returncode == code, said
    assert "Traceback" not in said
    assert online(site) == before
    assert call(site, "verify").returncode == 0
    done = run(site, "--json")
    assert done.returncode == 0, done.stdout
    assert report(done)["published"]["pages"] >= 41


def test_a_dry_run_writes_nothing(site: Path) -> None:
    """`--dry-run` counts articles and words and leaves neither ledger nor output."""
    done = run(site, "--dry-run", "--json")
    assert done.returncode == 0
    assert report(done)["articles"] == 1
    assert not (site / "output").exists()
    assert not (site / ".glosspress").exists()


def test_reproduce_asks_for_the_processor_where_all_inputs_are_the_same(site: Path) -> None:
    """A sentence that differs ends with 11; the processor is asked for only where nothing else explains it."""
    assert call(site, "run", "--direct").returncode == 0
    done = call(site, "reproduce", "tests/ketamine@en-XA")
    assert (done.returncode, "processor" in done.stderr) == (0, False)

    (record,) = (site / "output" / ".current" / "en-XA").glob("*/provenance.json")
    text = record.read_text()
    damaged = re.sub(r'"gp:targetSha256":"[0-9a-f]{64}"', f'"gp:targetSha256":"{"0" * 64}"', text, count=1)
    assert damaged != text
    record.write_text(damaged)
    done = call(site, "reproduce", "tests/ketamine@en-XA")
    assert done.returncode == 11, done.stderr
    assert "1 differ" in done.stderr
    assert "another kind of processor?" in done.stderr

    record.write_text(re.sub(r'"gp:checks":"[^"]*"', '"gp:checks":"before"', damaged))
    done = call(site, "reproduce", "tests/ketamine@en-XA")
    assert (done.returncode, "processor" in done.stderr) == (11, False)
    assert "checks: recorded before" in done.stdout
