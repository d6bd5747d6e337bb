"""The difference between two states of the term bases is one of meaning."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress.errors import GlossaryError, UsageError
from glosspress.glossary import TermBases
from glosspress.glossary.diff import Diff, Kind, diff
from glosspress.glossary.merging import chosen, without
from glosspress.glossary.states import paired, resolve
from glosspress.glossary.termbases import in_folder
from glosspress.workspace import Workspace

HEAD = ["id", "source", "target", "forms", "context", "status", "note"]
ROWS = [
    ["bdnf", "BDNF", "BDNF", "", "", "approved", ""],
    ["mood", "mood", "humor", "", "", "approved", ""],
    ["ms", "MS", "EM", "", "", "approved", ""],
    ["pet", "PET", "PET", "", "", "approved", ""],
]
AFTER = [
    ["stroke", "stroke", "AVC", "", "", "proposed", ""],
    ["ms", "MS", "EM", "", "(?i)sclerosis", "approved", ""],
    ["ms-mass", "MS", "EM", "", "(?i)spectrom", "approved", ""],
    ["mood", "mood", "humor", "", "", "deprecated", "use affect"],
    ["bdnf", "BDNF", "FNDC", "fator neurotrófico derivado do cérebro", "", "approved", ""],
]


def text(rows: list[list[str]], header: list[str] = HEAD) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def bases(folder: Path, name: str, rows: list[list[str]]) -> TermBases:
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    (place / "en-pt.csv").write_text(text(rows), encoding="utf-8")
    return in_folder(place, name)


@pytest.fixture
def found(tmp_path: Path) -> Diff:
    return diff(bases(tmp_path, "A", ROWS), bases(tmp_path, "B", AFTER))


def test_each_kind_of_change_is_told(found: Diff) -> None:
    """Added, removed, changed with its fields, a change of status, one row that became several."""
    assert [(change.kind.value, change.ids, change.binds) for change in found.changes] == [
        ("changed", ("bdnf",), True),
        ("status", ("mood",), True),
        ("split", ("ms", "ms-mass"), True),
        ("removed", ("pet",), True),
        ("added", ("stroke",), False),
    ]
    assert found.counts == {"added": 1, "removed": 1, "changed": 1, "status": 1, "split": 1}
    fields = {(field.name, field.before, field.after) for field in found.changes[0].fields}
    assert fields == {("target", "BDNF", "FNDC"), ("forms", "", "fator neurotrófico derivado do cérebro")}


def test_order_quotes_and_columns_are_no_change(tmp_path: Path) -> None:
    """The same rows in another order, quoted, with columns moved, with another line end."""
    one = bases(tmp_path, "A", ROWS)
    two = bases(tmp_path, "B", ROWS)
    head = [HEAD[2], HEAD[1], HEAD[0], *HEAD[3:]]
    rows = [[row[2], row[1], row[0], *row[3:]] for row in reversed(ROWS)]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([head, *rows])
    two.paths["en-pt"].write_bytes(out.getvalue().encode())
    assert diff(one, two).changes == ()


def test_a_row_is_known_by_what_it_is_about(tmp_path: Path) -> None:
    """A new id is a changed field, not a row gone and another come."""
    [change] = diff(bases(tmp_path, "A", ROWS), bases(tmp_path, "B", [["bdnf2", *ROWS[0][1:]], *ROWS[1:]])).changes
    assert change.kind is Kind.CHANGED
    assert [field.name for field in change.fields] == ["id"]


def test_a_note_binds_nobody(tmp_path: Path) -> None:
    """A change of notes is told, and changes no translation."""
    [change] = diff(bases(tmp_path, "A", ROWS), bases(tmp_path, "B", [[*ROWS[0][:-1], "n"], *ROWS[1:]])).changes
    assert not change.binds


@given(st.permutations(range(5)), st.sets(st.sampled_from(["bdnf", "mood", "ms", "pet", "stroke"])))
def test_changes_taken_back_are_as_they_were(order: list[int], names: set[str]) -> None:
    """What is taken back differs from A in nothing, what is let through from B in nothing; whatever the order of rows."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        one = bases(Path(folder), "A", ROWS)
        two = bases(Path(folder), "B", [AFTER[number] for number in order])
        all_ = diff(one, two)
        merged = without(one, two, chosen(all_, names))
        (Path(folder) / "C").mkdir()
        (Path(folder) / "C" / "en-pt.csv").write_bytes(merged["en-pt.csv"])
        three = in_folder(Path(folder) / "C", "C")
        left = {change.ids for change in all_.changes if not names & set(change.ids)}
        assert {change.ids for change in diff(one, three).changes} == left
        assert {change.ids for change in diff(three, two).changes} == {c.ids for c in all_.changes} - left


def test_an_exception_that_means_no_change_is_refused(found: Diff) -> None:
    """A slip of the pen in the form does not let a term through."""
    assert [change.ids for change in chosen(found, ["en-pt:bdnf", "ms-mass"])] == [("bdnf",), ("ms", "ms-mass")]
    with pytest.raises(UsageError, match="no change of this term"):
        chosen(found, ["bdfn"])


def test_states_have_many_names(workspace: Workspace, tmp_path: Path) -> None:
    """Working files, the last release, git revisions and tags, files and folders; two files of any name are one pair."""
    git = ["git", "-C", str(workspace.root), "-c", "user.name=t", "-c", "user.email=t@example.org"]
    working = workspace.glossary / "en-pt.csv"
    subprocess.run([*git, "init", "-q"], check=True)
    for number, rows in enumerate((ROWS, AFTER)):
        working.write_text(text(rows), encoding="utf-8")
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-qm", str(number)], check=True)
    subprocess.run([*git, "tag", "v2"], check=True)
    (tmp_path / "old.csv").write_text(text(ROWS), encoding="utf-8")
    for before, after in (("HEAD~1", "working"), ("HEAD~1", "v2"), (str(tmp_path / "old.csv"), str(working))):
        made = diff(*paired(resolve(workspace, before), resolve(workspace, after)))
        assert (len(made.changes), {change.pair for change in made.changes}) == (5, {"en-pt"})
    assert diff(resolve(workspace, "last"), resolve(workspace, "v2")).counts == {"added": 5}


@pytest.mark.parametrize("name", ["nowhere", "--upload-pack=x", "HEAD;x", "2020.01.01", ""])
def test_a_name_that_means_nothing_is_an_error(workspace: Workspace, name: str) -> None:
    """Nothing is run, nothing guessed: the error says what may be named."""
    with pytest.raises(UsageError):
        resolve(workspace, name)


def test_a_malformed_file_is_named_with_its_line(tmp_path: Path) -> None:
    """Before anything is compared."""
    one, two = bases(tmp_path, "A", ROWS), bases(tmp_path, "B", [["x", "=1", "y", "", "", "approved", ""]])
    with pytest.raises(GlossaryError, match=r"en-pt\.csv:2:3: .*formula"):
        diff(one, two)
