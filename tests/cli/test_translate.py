"""`glosspress translate`: text files in, translations out, held units marked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .. import warm

KEYS = ["source", "target", "held", "reasons", "rung", "pins", "score"]


def call(
    *arguments: str | Path, cwd: Path, given: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = [*warm.glosspress(), *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, timeout=120, cwd=cwd, env=env, check=False)


def rows(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    path = tmp_path / "terms.csv"
    path.write_text("source,target\nNMDA receptor,receptor NMDA\nbrain,encéfalo\n", encoding="utf-8")
    return path


def test_each_line_gives_one_object_in_order(tmp_path: Path, glossary: Path) -> None:
    """With --lines --jsonl: one object a line, empty lines included, with the keys of the contract in their order."""
    lines = [
        "Ketamine blocks the NMDA receptor.",
        "",
        "Of 571,678 patients, most slept well. The NMDA receptor is in the brain.",
        "   ",
        "🙂",
        "Ketamine blocks the NMDA receptor.",
        "",
    ]
    (tmp_path / "in.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = call("translate", "--to", "pt-BR", "--glossary", glossary, "--lines", "--jsonl", "in.txt", cwd=tmp_path)
    found = rows(done)
    assert [row["source"] for row in found] == lines
    assert all(list(row) == KEYS for row in found)
    assert done.returncode == (3 if any(row["held"] for row in found) else 0)
    assert done.stderr == b""
    first, empty, third = found[:3]
    assert first["pins"] == [{"source": "NMDA receptor", "target": "receptor NMDA", "found": True}]
    assert first["held"] is False
    assert first["reasons"] == []
    assert "receptor NMDA" in first["target"]
    assert isinstance(first["score"], float)
    assert (empty["target"], empty["held"], empty["pins"], empty["score"]) == ("", False, [], None)
    assert [pin["source"] for pin in third["pins"]] == ["571,678", "NMDA receptor", "brain"]
    if not third["held"]:
        assert "571.678" in third["target"]
        assert third["target"].count("receptor NMDA") == 1
    assert found[5] == first


@pytest.mark.parametrize(
    ("given", "sources"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"one", ["one"]),
        (b"one\ntwo", ["one", "two"]),
        (b"one\r\ntwo\r\n", ["one", "two"]),
        (b"\xef\xbb\xbfone\n", ["one"]),
        ("a\u2028b\x0cc\x85d\x1ee\n".encode(), ["a\u2028b\x0cc\x85d\x1ee"]),
    ],
)
def test_a_line_is_what_a_line_feed_ends(tmp_path: Path, given: bytes, sources: list[str]) -> None:
    """As many objects as lines: other line breaks of Unicode are characters, and stay escaped in the output."""
    done = call("translate", "--to", "en-XA", "--lines", "--jsonl", "-", cwd=tmp_path, given=given)
    assert done.returncode == 0
    assert [row["source"] for row in rows(done)] == sources


def test_lines_stay_lines_in_plain_output(tmp_path: Path) -> None:
    """Without --jsonl: as many lines out as in."""
    done = call("translate", "--to", "en-XA", "--lines", "-", cwd=tmp_path, given=b"one\n\ntwo\n")
    assert done.stdout.decode() == "[ööñéé]\n\n[ţŵöö]\n"


def test_paragraphs_are_the_default(tmp_path: Path) -> None:
    """Paragraphs are parted by empty lines; their lines are joined."""
    done = call("translate", "--to", "en-XA", "-", cwd=tmp_path, given=b"one\ntwo\n\n\nthree\n")
    assert done.stdout.decode() == "[ööñéé ţŵöö]\n\n[ţĥŕéééé]\n\n"


def test_held_units_end_with_three(tmp_path: Path) -> None:
    """A held unit: exit code 3, the reason on stderr, the source between marks instead of an unverified translation."""
    bad = tmp_path / "bad.csv"
    bad.write_text("source,target,forbidden\nbrain,brain,ööƒ\n", encoding="utf-8")
    given = b"All is well.\nA part of the brain.\n"
    plain = call("translate", "--to", "en-XA", "--glossary", bad, "--lines", "-", cwd=tmp_path, given=given)
    assert plain.returncode == 3
    assert plain.stdout.decode().splitlines()[1] == "[[held: A part of the brain.]]"
    assert "held line 2: " in plain.stderr.decode()
    as_rows = call(
        "translate", "--to", "en-XA", "--glossary", bad, "--lines", "--jsonl", "-", cwd=tmp_path, given=given
    )
    assert as_rows.returncode == 3
    held = rows(as_rows)[1]
    assert held["held"] is True
    assert held["rung"] == "held"
    assert held["reasons"]
    assert held["target"]


def test_the_workspace_term_base_is_used(tmp_path: Path) -> None:
    """Inside a workspace its term base of the pair binds without being named; the region's goes first."""
    (tmp_path / "glosspress.yaml").write_text(
        "site: {title: T, base_url: https://example.org/, publisher: P, contact: c@example.org}\nlocales: {pt-BR: {}}\n",
        encoding="utf-8",
    )
    (tmp_path / "glossary").mkdir()
    (tmp_path / "glossary" / "en-pt.csv").write_text("source,target\nbrain,cérebro\n", encoding="utf-8")
    (tmp_path / "glossary" / "en-pt-BR.csv").write_text("source,target\nbrain,encéfalo\n", encoding="utf-8")
    inner = tmp_path / "sources"
    inner.mkdir()
    for origin in ("en", "en-US"):
        done = call(
            "translate", "--from", origin, "--to", "pt-br", "--lines", "--jsonl", "-", cwd=inner, given=b"The brain.\n"
        )
        assert rows(done)[0]["pins"] == [{"source": "brain", "target": "encéfalo", "found": True}]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--to", "de", "-"], 8, "glosspress engine install en-de"),
        (["--to", "xx-QQ", "-"], 2, "xx-QQ"),
        (["--to", "pt_BR", "-"], 2, "pt-BR"),
        (["-"], 2, "--to"),
        (["--to", "pt-BR", "nowhere.txt"], 6, "nowhere.txt"),
        (["--to", "pt-BR", "."], 6, "directory"),
        (["--to", "pt-BR", "--glossary", "nowhere.csv", "-"], 5, "nowhere.csv"),
    ],
)
def test_errors_say_what_and_end_with_their_code(tmp_path: Path, arguments: list[str], code: int, says: str) -> None:
    """No traceback, the exit code of the error tree, the words that help."""
    done = call("translate", *arguments, cwd=tmp_path, given=b"Good morning.\n")
    assert done.returncode == code
    assert says in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert done.stdout == b""


def test_other_encodings_are_named(tmp_path: Path) -> None:
    """A file that is not UTF-8 is refused with its line."""
    (tmp_path / "latin.txt").write_bytes("one\ndépression\n".encode("latin-1"))
    done = call("translate", "--to", "pt-BR", "latin.txt", cwd=tmp_path)
    assert done.returncode == 6
    assert "latin.txt:2" in done.stderr.decode()


def test_a_term_base_that_contradicts_itself(tmp_path: Path) -> None:
    """Nothing is translated; file and line are named."""
    path = tmp_path / "bad.csv"
    path.write_text("source,target\nbrain,a\nbrain,b\n", encoding="utf-8")
    done = call("translate", "--to", "pt-BR", "--glossary", path, "-", cwd=tmp_path, given=b"The brain.\n")
    assert done.returncode == 5
    assert "bad.csv:3" in done.stderr.decode()


def test_a_closed_pipe_is_no_fault(tmp_path: Path) -> None:
    """`glosspress translate ... | head -1` ends without a traceback."""
    given = b"one two three\n" * 3000
    command = (
        f'"{sys.executable}" -c "from glosspress.cli import main; main()" translate --to en-XA --lines - | head -n 1'
    )
    done = subprocess.run(
        ["bash", "-c", command], input=given, capture_output=True, timeout=60, cwd=tmp_path, check=True
    )
    assert len(done.stdout.splitlines()) == 1
    assert b"Traceback" not in done.stderr


def test_equal_input_gives_equal_bytes(tmp_path: Path, glossary: Path) -> None:
    """Two processes write the same bytes."""
    given = b"Ketamine blocks the NMDA receptor in the brain of 12 rats.\nNothing else.\n"
    arguments = ["translate", "--to", "pt-BR", "--glossary", str(glossary), "--lines", "--jsonl", "-"]
    one, two = (call(*arguments, cwd=tmp_path, given=given) for _ in range(2))
    assert one.stdout == two.stdout != b""
