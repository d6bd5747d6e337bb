"""A term base loads as written, or fails with the place of its first fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from glosspress import glossary
from glosspress.errors import GlossaryError
from glosspress.glossary import Case, Mode, Status
from glosspress.workspace import Workspace

HEADER = "id,source,target,mode,case,forms,forbidden,context,domain,status,note"


def write(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "en-pt.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def test_every_column_is_read(tmp_path: Path) -> None:
    """Lists are split at bars, defaults fill empty cells, quoted cells hold commas and line breaks."""
    path = write(
        tmp_path,
        't1,depression,depressão,prefer,ignore,depressões|depressivo,baixa,,psychiatry,approved,"a, b\nc"',
        "t2,NMDA,NMDA,,,,,,,approved,",
    )
    first, second = glossary.load(path).terms
    assert (first.mode, first.case, first.forms) == (Mode.PREFER, Case.IGNORE, ("depressões", "depressivo"))
    assert (first.forbidden, first.domain, first.note, first.line) == (("baixa",), "psychiatry", "a, b\nc", 2)
    assert (second.mode, second.case, second.status, second.line) == (Mode.PIN, Case.SMART, Status.APPROVED, 4)


def test_only_approved_terms_bind(tmp_path: Path) -> None:
    """Proposed and deprecated rows, and rows without a status, are in the file but not in the glossary."""
    path = write(tmp_path, "a,x,y,,,,,,,proposed,", "b,v,w,,,,,,,deprecated,", "c,s,t,,,,,,,,", "d,q,r,,,,,,,approved,")
    assert [term.id for term in glossary.load(path).terms] == ["d"]


def test_a_plain_list_of_two_columns_binds(tmp_path: Path) -> None:
    """Without a status column every row counts as approved."""
    loaded = glossary.load(write(tmp_path, "NMDA,NMDA", "depression,depressão", header="source,target"))
    assert [(term.source, term.target) for term in loaded.terms] == [("NMDA", "NMDA"), ("depression", "depressão")]
    assert len({term.id for term in loaded.terms}) == 2


@pytest.mark.parametrize(
    ("row", "place", "message"),
    [
        ("a,NMDA,,,,,,,,approved,", "2:8", "empty target"),
        ("a,,x,,,,,,,approved,", "2:3", "empty source"),
        ("a,\u200b,x,,,,,,,approved,", "2:3", "invisible character U+200B"),
        ("a,=cmd(),x,,,,,,,approved,", "2:3", "formula"),
        ("a,x,@y,,,,,,,approved,", "2:5", "formula"),
        ("a,x,+y,,,,,,,approved,", "2:5", "formula"),
        ("a,x,-y,,,,,,,approved,", "2:5", "formula"),
        ('a,"x, y",z,must,,,,,,approved,', "2:12", "unknown mode 'must'"),
        ("a,x,z,,loud,,,,,approved,", "2:8", "unknown case 'loud'"),
        ("a,x,z,,,,,,,done,", "2:13", "unknown status 'done'"),
        ("a,x,z,,,,,(,,approved,", "2:11", "not a regular expression"),
        ("a,x,z,,,,,,,approved,n,too,many", "2:1", "13 cells"),
        ("a,x,z\u202e,,,,,,,approved,", "2:5", "invisible character U+202E"),
        ("a,x,,forbid,,,,,,approved,", "2:5", "empty target"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, row: str, place: str, message: str) -> None:
    """The error says file, line and character, and the next command."""
    path = write(tmp_path, row)
    with pytest.raises(GlossaryError) as caught:
        glossary.load(path)
    assert caught.value.where == f"{path}:{place}"
    assert message in caught.value.what
    assert "glosspress glossary check en-pt.csv" in caught.value.next_step
    assert caught.value.exit_code == 5


def test_an_unknown_column_is_refused(tmp_path: Path) -> None:
    """A misspelt column would silently lose its content."""
    with pytest.raises(GlossaryError, match="unknown column 'statuss'") as caught:
        glossary.load(write(tmp_path, "a,b,c", header="source,target,statuss"))
    assert caught.value.where.endswith(":1:15")


@pytest.mark.parametrize("header", ["target", "source", "source,target,target"])
def test_missing_and_doubled_columns_are_refused(tmp_path: Path, header: str) -> None:
    """Source and target must be there, once."""
    with pytest.raises(GlossaryError, match="column"):
        glossary.load(write(tmp_path, "a,b,c"[: len(header)], header=header))


def test_two_approved_targets_of_one_source_are_refused(tmp_path: Path) -> None:
    """A glossary that contradicts itself stops at load, with both lines."""
    path = write(tmp_path, "a,Depression,depressão,,,,,,psy,approved,", "b,depression,baixa,,ignore,,,,psy,approved,")
    with pytest.raises(GlossaryError, match="two approved targets") as none:
        glossary.load(
            write(tmp_path, "a,depression,depressão,,,,,,psy,approved,", "b,depression,baixa,,,,,,psy,approved,")
        )
    assert "line 2" in none.value.what
    assert none.value.where.endswith(":3:14")
    path = write(tmp_path, "a,MS,EM,,,,,sclerosis,psy,approved,", "b,MS,espectrometria,,,,,spectr,psy,approved,")
    assert len(glossary.load(path).terms) == 2


@pytest.mark.parametrize(("first", "second"), [("psy,approved", "geo,approved"), ("psy,approved", "psy,proposed")])
def test_two_targets_may_differ_by_domain_or_status(tmp_path: Path, first: str, second: str) -> None:
    """Another domain, or a proposal, is no contradiction."""
    path = write(tmp_path, f"a,depression,depressão,,,,,,{first},", f"b,depression,baixa,,,,,,{second},")
    assert glossary.load(path).terms[0].target == "depressão"


def test_files_that_are_no_term_base(tmp_path: Path) -> None:
    """Latin-1, an open quotation mark, a missing file: each is an error with its place."""
    path = tmp_path / "en-pt.csv"
    path.write_bytes("source,target\nx,depressão\n".encode("latin-1"))
    with pytest.raises(GlossaryError, match="not UTF-8") as caught:
        glossary.load(path)
    assert caught.value.where.endswith(":2:10")
    path.write_text('source,target\na,"b\n', encoding="utf-8")
    with pytest.raises(GlossaryError, match="not a CSV row"):
        glossary.load(path)
    with pytest.raises(GlossaryError, match="cannot be read"):
        glossary.load(tmp_path / "none.csv")
    path.write_text("", encoding="utf-8")
    with pytest.raises(GlossaryError, match="no column 'source'"):
        glossary.load(path)


def test_a_byte_order_mark_is_no_column_name(tmp_path: Path) -> None:
    """Spreadsheets save UTF-8 with a mark; CRLF line ends too."""
    path = tmp_path / "en-pt.csv"
    path.write_bytes(b"\xef\xbb\xbfsource,target\r\nNMDA,NMDA\r\n")
    assert glossary.load(path).terms[0].source == "NMDA"


def test_the_digest_is_of_what_binds(tmp_path: Path) -> None:
    """Order, notes and proposals do not change it; a target does."""
    one = glossary.load(write(tmp_path, "a,x,y,,,,,,,approved,", "b,v,w,,,,,,,approved,")).sha256
    two = glossary.load(
        write(tmp_path, "b,v,w,,,,,,,approved,note", "c,q,q,,,,,,,proposed,", "a,x,y,,,,,,,approved,")
    ).sha256
    three = glossary.load(write(tmp_path, "a,x,z,,,,,,,approved,", "b,v,w,,,,,,,approved,")).sha256
    assert one == two != three


def test_the_pair_prefers_the_region(workspace: Workspace) -> None:
    """`en-pt-BR.csv` serves pt-BR before `en-pt.csv` does; no file, no glossary."""
    assert glossary.for_pair(workspace, "en", "pt-BR") is None
    (workspace.glossary / "en-pt.csv").write_text("source,target\nbus,autocarro\n", encoding="utf-8")
    general = glossary.for_pair(workspace, "en", "pt-BR")
    assert general is not None
    assert general.name == "en-pt"
    (workspace.glossary / "en-pt-BR.csv").write_text("source,target\nbus,ônibus\n", encoding="utf-8")
    regional = glossary.for_pair(workspace, "en", "pt-BR")
    assert regional is not None
    assert (regional.name, regional.terms[0].target) == ("en-pt-BR", "ônibus")
