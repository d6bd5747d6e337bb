"""The package as others install it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A wheel built from this tree, without any network."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(folder),
    ]
    done = subprocess.run([*pip, str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [built] = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_starter_is_whole(wheel: zipfile.ZipFile) -> None:
    """What is linked in the source tree is a file in the wheel: flow, deployments, term bases."""
    for name in ("flows/localize.py", "prefect.yaml", "glossary/en-pt.csv", "glossary/README.md"):
        assert wheel.read(f"glosspress/starter/{name}") == (ROOT / name).read_bytes()


def test_data_and_licences_travel_along(wheel: zipfile.ZipFile) -> None:
    """The embedded package has its card and licence beside it; rules, theme and word lists are there; nothing else is."""
    names = set(wheel.namelist())
    for part in ("translate-en_pt-0_2.argosmodel", "README.md", "LICENSE.MPL-2.0"):
        assert f"glosspress/engines/embedded/{part}" in names
    assert any(name.startswith("glosspress/clean/rules/") for name in names)
    assert any(name.startswith("glosspress/render/theme/") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"glosspress"}
