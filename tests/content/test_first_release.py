"""The release of the term bases that the repository ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from glosspress import workspace
from glosspress.digest import sha256_file
from glosspress.glossary.lock import read_lock, release_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["repository", "starter"])
def glossary(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The term bases of this repository, and those of a new workspace."""
    if request.param == "repository":
        return ROOT / "glossary"
    workspace.initialise(tmp_path / "new")
    return tmp_path / "new" / "glossary"


def test_the_release_in_force_is_whole(glossary: Path) -> None:
    """Every file of the lock is there with its digest, and the changelog names the release."""
    lock = read_lock(glossary)
    assert lock is not None
    folder = release_folder(glossary, lock.version)
    assert {name: frozen.sha256 for name, frozen in lock.files.items()} == {
        path.name: sha256_file(path) for path in folder.glob("*.csv")
    }
    assert f"## {lock.version}\n" in (glossary / "CHANGELOG.md").read_text(encoding="utf-8")


def test_nothing_is_unreleased(glossary: Path) -> None:
    """The working files are those of the release: a first run warns of nothing."""
    lock = read_lock(glossary)
    assert lock is not None
    assert {name: frozen.sha256 for name, frozen in lock.files.items()} == {
        path.name: sha256_file(path) for path in glossary.glob("*.csv")
    }
