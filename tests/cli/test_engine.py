"""`glosspress engine`: list, install, remove."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from importlib import resources
from pathlib import Path

import pytest

from glosspress.engines.packages import EMBEDDED, EMBEDDED_SHA256

from .. import warm

# No proxy listens there: a download that was tried would fail, at once.
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """The environment of a user with an empty store and no network."""
    return {
        **os.environ,
        "ARGOS_PACKAGES_DIR": str(tmp_path / "packages"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "http_proxy": NOWHERE,
        "https_proxy": NOWHERE,
        "ARGOS_PACKAGE_INDEX": f"{NOWHERE}/",
    }


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The embedded package under another pair and version."""
    path = tmp_path / "translate-en_gl-1_5.argosmodel"
    embedded = tmp_path / EMBEDDED
    embedded.write_bytes((resources.files("glosspress.engines") / "embedded" / EMBEDDED).read_bytes())
    with zipfile.ZipFile(embedded) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.endswith("metadata.json"):
                data = json.dumps({**json.loads(data), "to_code": "gl", "package_version": "1.5"}).encode()
            new.writestr(entry.filename, data)
    return path


def call(machine: dict[str, str], *arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [*warm.glosspress(), *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=120, env=machine, check=False)


def test_the_embedded_package_is_always_listed(machine: dict[str, str]) -> None:
    """A table for people, JSON for programs."""
    assert "en-pt" in call(machine, "engine", "list").stdout
    assert json.loads(call(machine, "engine", "list", "--json").stdout) == [
        {"pair": "en-pt", "version": "0.2", "sha256": EMBEDDED_SHA256, "embedded": True}
    ]


def test_install_translate_remove(machine: dict[str, str], archive: Path) -> None:
    """An installed file serves its pair at once; after removal the error names the command again."""
    before = call(machine, "translate", "--to", "gl", "-", given="Good morning.")
    assert before.returncode == 8
    assert "glosspress engine install en-gl" in before.stderr
    installed = call(machine, "engine", "install", archive)
    assert installed.returncode == 0, installed.stderr
    assert installed.stdout.startswith("installed en-gl 1.5, sha256 ")
    assert "en-gl" in call(machine, "engine", "list").stdout
    assert call(machine, "translate", "--to", "gl", "-", given="Good morning.").stdout.strip() == "Bom dia."
    assert call(machine, "engine", "remove", "en-gl").stdout == "removed en-gl 1.5\n"
    assert call(machine, "translate", "--to", "gl", "-", given="Good morning.").returncode == 8


def test_the_embedded_package_cannot_be_removed(machine: dict[str, str]) -> None:
    """The error says so, with the exit code of engines."""
    done = call(machine, "engine", "remove", "en-pt")
    assert done.returncode == 8
    assert "cannot be removed" in done.stderr


def test_without_a_network_the_error_says_how_to_go_on(machine: dict[str, str]) -> None:
    """A pair cannot be downloaded here: no traceback, and the way by a file is named."""
    done = call(machine, "engine", "install", "en-es")
    assert done.returncode == 8
    assert "glosspress engine install FILE" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("content", [b"", b"<html></html>"])
def test_a_broken_file_is_refused(machine: dict[str, str], tmp_path: Path, content: bytes) -> None:
    """What is no package is refused, and nothing is listed afterwards."""
    path = tmp_path / "broken.argosmodel"
    path.write_bytes(content)
    done = call(machine, "engine", "install", path)
    assert done.returncode == 8
    assert "broken.argosmodel" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(json.loads(call(machine, "engine", "list", "--json").stdout)) == 1


@pytest.mark.parametrize("command", ["list", "install", "remove"])
def test_every_help_has_an_example(machine: dict[str, str], command: str) -> None:
    """Help of each command shows how it is called."""
    assert "Example" in call(machine, "engine", command, "--help").stdout
