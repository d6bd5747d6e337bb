"""Releases: frozen as plain files, named by pages, restored, never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from glosspress.errors import ConflictError, GlossaryError, UsageError
from glosspress.glossary import for_pair
from glosspress.glossary.lock import Lock, lock_text, read_lock, unreleased, versions
from glosspress.glossary.releases import freeze, restore
from glosspress.glossary.termbases import released
from glosspress.workspace import Workspace, at

HEAD = "id,source,target,mode,status,note\n"
FIRST = HEAD + "bdnf,BDNF,BDNF,pin,approved,\nmood,mood,humor,prefer,approved,\n"
SECOND = FIRST.replace("BDNF,BDNF,pin", "BDNF,FNDC,pin")


@pytest.fixture
def here(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with one term base, on 21 November 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795262400")
    (workspace.glossary / "en-pt.csv").write_text(FIRST, encoding="utf-8")
    return workspace


def release(here: Workspace, based_on: str = "", entry: str = "- change") -> str:
    files = {path.name: path.read_bytes() for path in here.glossary.glob("*.csv")}
    return freeze(here, files, based_on, entry).version


def edit(here: Workspace, text: str) -> None:
    (here.glossary / "en-pt.csv").write_text(text, encoding="utf-8")


def test_a_release_is_plain_files(here: Workspace) -> None:
    """The files under their version, a lock with their digests, a changelog with the newest release first."""
    assert release(here) == "2026.11.21"
    edit(here, SECOND)
    assert release(here, "2026.11.21", "- BDNF is FNDC") == "2026.11.21.2"
    lock = read_lock(here.glossary)
    assert lock is not None
    assert (lock.version, lock.previous) == ("2026.11.21.2", "2026.11.21")
    assert (here.glossary / "releases/2026.11.21/en-pt.csv").read_text() == FIRST
    assert (here.glossary / "releases/2026.11.21.2/en-pt.csv").read_text() == SECOND
    changelog = (here.glossary / "CHANGELOG.md").read_text()
    assert changelog.index("## 2026.11.21.2") < changelog.index("- BDNF is FNDC") < changelog.index("## 2026.11.21\n")
    assert versions(here.glossary) == ["2026.11.21", "2026.11.21.2"]


def test_the_tenth_release_of_a_day_is_the_newest(here: Workspace) -> None:
    """Versions are ordered by number, not by letter."""
    based_on = ""
    for _ in range(10):
        based_on = release(here, based_on)
    assert based_on == versions(here.glossary)[-1] == "2026.11.21.10"


def test_what_differs_from_the_lock_is_told(here: Workspace) -> None:
    """No release, no complaint; then changed, new and removed files are named."""
    assert unreleased(here.glossary) == []
    release(here)
    assert unreleased(here.glossary) == []
    edit(here, SECOND)
    (here.glossary / "en-de.csv").write_text(FIRST, encoding="utf-8")
    assert unreleased(here.glossary) == ["en-de.csv", "en-pt.csv"]
    (here.glossary / "en-pt.csv").unlink()
    assert unreleased(here.glossary) == ["en-de.csv", "en-pt.csv"]


@pytest.mark.parametrize("locale", ["pt-BR", "en-XA"])
def test_a_loaded_term_base_names_its_release(here: Workspace, locale: str) -> None:
    """By what it asks of translations: a note changes nothing, a target does. Pseudo locales take part."""
    before = for_pair(here, "en", locale)
    assert before is not None
    assert before.label == f"{before.name}@unreleased#{before.sha256[:8]}"
    release(here)
    edit(here, FIRST.replace("pin,approved,", "pin,approved,never expanded"))
    noted = for_pair(here, "en", locale)
    assert noted is not None
    assert noted.label == f"{noted.name}@2026.11.21#{noted.sha256[:8]}"
    edit(here, SECOND)
    changed = for_pair(here, "en", locale)
    assert changed is not None
    assert changed.release == ""


def test_policy_hold_keeps_unreleased_changes_back(here: Workspace) -> None:
    """`unreleased: hold`: runs load the release in force; `warn`, the default: the working file."""
    release(here)
    edit(here, SECOND)
    config = here.root / "glosspress.yaml"
    config.write_text(config.read_text() + "glossary: {unreleased: hold}\n")
    targets = [for_pair(place, "en", "pt-BR").by_id["bdnf"].target for place in (here, at(here.root))]  # type: ignore[union-attr]
    assert targets == ["FNDC", "BDNF"]
    only = for_pair(here, "en", "pt-BR", only_released=True)
    assert only is not None
    assert only.label.startswith("en-pt@2026.11.21#")


def test_an_old_release_is_restored(here: Workspace) -> None:
    """Its files come back, later files go; the lock stays, so that the restored state is released as a new version."""
    release(here)
    edit(here, SECOND)
    (here.glossary / "en-de.csv").write_text(FIRST, encoding="utf-8")
    release(here, "2026.11.21")
    changed = restore(here, "2026.11.21")
    assert sorted(path.name for path in changed) == ["en-de.csv", "en-pt.csv"]
    assert (here.glossary / "en-pt.csv").read_text() == FIRST
    assert unreleased(here.glossary) == ["en-de.csv", "en-pt.csv"]
    assert restore(here, "2026.11.21.2")
    assert unreleased(here.glossary) == []


def test_unreleased_work_is_not_lost_by_a_restore(here: Workspace) -> None:
    """Refused unless told; with `discard` the edits go."""
    release(here)
    edit(here, SECOND)
    with pytest.raises(UsageError, match=r"would be lost: en-pt\.csv"):
        restore(here, "2026.11.21")
    assert (here.glossary / "en-pt.csv").read_text() == SECOND
    restore(here, "2026.11.21", discard=True)
    assert (here.glossary / "en-pt.csv").read_text() == FIRST
    with pytest.raises(UsageError, match=r"2020\.01\.01"):
        restore(here, "2020.01.01")


def test_a_release_upon_another_one_is_refused(here: Workspace) -> None:
    """Two changes made upon one release: the second is told to look again, and nothing of it is there."""
    release(here)
    edit(here, SECOND)
    release(here, "2026.11.21")
    kept = (here.glossary / "glossary.lock").read_bytes()
    with pytest.raises(ConflictError, match=r"2026\.11\.21\.2 is in force"):
        release(here, "2026.11.21")
    assert (here.glossary / "glossary.lock").read_bytes() == kept
    assert len(versions(here.glossary)) == 2


def test_a_term_base_that_does_not_load_is_not_released(here: Workspace) -> None:
    """The error names the line; no folder, no lock, no trace is left."""
    edit(here, FIRST + "x,x,,pin,approved,\n")
    with pytest.raises(GlossaryError, match=r"en-pt\.csv:4:5: empty target"):
        release(here)
    assert sorted(path.name for path in here.glossary.rglob("*")) == ["en-pt.csv", "releases"]
    assert released(here) is None


def test_a_lock_reads_as_it_was_written(here: Workspace, tmp_path: Path) -> None:
    """The same lock, the same bytes; a name that is no version is refused."""
    release(here)
    lock = read_lock(here.glossary)
    assert lock is not None
    assert lock_text(lock) == (here.glossary / "glossary.lock").read_text()
    with pytest.raises(ValueError, match="named by its date"):
        Lock(version="../x", files={})
