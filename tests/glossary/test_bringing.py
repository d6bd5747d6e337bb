"""Rows from elsewhere: proposed, never approved, never in the place of what stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from glosspress.errors import GlossaryError
from glosspress.glossary import Mode, Status, Term, load, read_terms
from glosspress.glossary.bringing import Conflicts, bring_in, plan, refused
from glosspress.glossary.proposal import Proposal

HEADER = "id,source,target,mode,case,forms,domain,status,note\n"
ROWS = "bdnf,BDNF,BDNF,pin,exact,,neuro,approved,\nsevere,severe,grave,prefer,smart,graves,,proposed,\n"
COLUMNS = frozenset({"source", "target", "mode", "forms", "note"})


def base(folder: Path, text: str = HEADER + ROWS) -> Path:
    path = folder / "en-pt.csv"
    path.write_bytes(text.encode())
    return path


def offered(*terms: Term) -> list[Proposal]:
    return [Proposal(term, f"x.tbx:{number}", COLUMNS) for number, term in enumerate(terms, 1)]


def test_new_rows_are_appended_as_proposed(tmp_path: Path) -> None:
    """Whatever the file claims: nobody here has approved them. All other lines keep their bytes."""
    path = base(tmp_path)
    came = Term(
        "", "seizure", "convulsão", Mode.PREFER, forms=("convulsões",), reviewer="somebody", reviewed_at="2026-01-01"
    )
    bring_in(plan(path, offered(came)))
    assert (
        path.read_bytes().decode() == HEADER + ROWS + "seizure,seizure,convulsão,prefer,smart,convulsões,,proposed,\n"
    )
    assert [term.id for term in load(path).terms] == ["bdnf"]


def test_what_is_known_is_not_written_twice(tmp_path: Path) -> None:
    """The same pair, or a rendering that is a form already: nothing to write. A second time changes nothing."""
    path = base(tmp_path)
    came = [Term("", "BDNF", "BDNF"), Term("", "severe", "graves", Mode.PREFER), Term("", "new", "novo")]
    made = plan(path, offered(*came))
    assert (made.same, [term.source for term in made.added]) == (2, ["new"])
    bring_in(made)
    after = path.read_bytes()
    again = plan(path, offered(*came))
    bring_in(again)
    assert (again.same, again.added, path.read_bytes()) == (3, (), after)


@pytest.mark.parametrize(
    ("came", "reason"),
    [
        (Term("", "BDNF", "FNDC"), "the file says 'FNDC', the approved row in line 2 'BDNF'"),
        (Term("", "BDNF", "BDNF", Mode.PREFER), "the file gives mode 'prefer', the approved row in line 2 does not"),
        (
            Term("", "BDNF", "BDNF", forms=("fator",)),
            "the file gives forms 'fator', the approved row in line 2 does not",
        ),
        (Term("", "severe", "severo"), "the file says 'severo', the proposed row in line 3 'grave'"),
    ],
)
def test_a_contradiction_is_refused_and_named(tmp_path: Path, came: Term, reason: str) -> None:
    """Another target, or more than an approved row asks: nothing is written, file, line and reason are told."""
    path = base(tmp_path)
    made = plan(path, offered(Term("", "new", "novo"), came))
    [conflict] = made.conflicts
    assert str(conflict) == f"x.tbx:2: {came.source!r}: {reason}"
    assert isinstance(refused(made, Conflicts.REFUSE), GlossaryError)
    assert refused(made, Conflicts.SKIP) is None
    assert path.read_text(encoding="utf-8") == HEADER + ROWS


def test_conflicts_may_stand_beside_as_proposed(tmp_path: Path) -> None:
    """The approved row stays as it is and goes on to bind; the other waits for a person."""
    path = base(tmp_path)
    bring_in(plan(path, offered(Term("bdnf", "BDNF", "FNDC")), Conflicts.PROPOSE))
    rows = read_terms(path)
    assert [(term.id, term.target, term.status) for term in rows if term.source == "BDNF"] == [
        ("bdnf", "BDNF", Status.APPROVED),
        ("bdnf-2", "FNDC", Status.PROPOSED),
    ]


def test_a_proposed_row_is_filled_in_its_place(tmp_path: Path) -> None:
    """Empty cells only; the line is replaced, the others keep their bytes, line ends too."""
    path = base(tmp_path, (HEADER + ROWS).replace("\n", "\r\n") + 'x,"a, b",c,pin,smart,,,approved,')
    bring_in(plan(path, offered(Term("", "severe", "grave", Mode.PREFER, forms=("severos",), note="of pain"))))
    assert path.read_bytes().decode() == (
        (HEADER + ROWS).replace(",proposed,", ",proposed,of pain").replace("\n", "\r\n")
        + 'x,"a, b",c,pin,smart,,,approved,\r\n'
    )


@pytest.mark.parametrize(
    "came", [Term("", "x", "=1+1"), Term("", "x", ""), Term("", "x\u200b", "y"), Term("", "", "y")]
)
def test_rows_that_would_not_load_stay_out(tmp_path: Path, came: Term) -> None:
    """Formulas, empty and invisible cells are faults with their mend; the sound rows come in."""
    path = base(tmp_path)
    made = plan(path, offered(came, Term("", "new", "novo")))
    bring_in(made)
    assert [fault.path for fault in made.faults] == ["x.tbx:1"]
    assert [term.source for term in load(path).terms] == ["BDNF"]
    assert read_terms(path)[-1].source == "new"


def test_a_term_base_without_status_is_not_written(tmp_path: Path) -> None:
    """There every row would count as approved."""
    path = base(tmp_path, "source,target\na,b\n")
    with pytest.raises(GlossaryError, match="no column 'status'"):
        bring_in(plan(path, offered(Term("", "new", "novo"))))
    assert path.read_text(encoding="utf-8") == "source,target\na,b\n"


def test_a_first_term_base_is_made_with_all_columns(tmp_path: Path) -> None:
    """A pair that has no file yet gets one that passes the check."""
    path = tmp_path / "glossary" / "en-fr.csv"
    bring_in(plan(path, offered(Term("", "severe", "sévère", Mode.PREFER))))
    assert [(term.source, term.status) for term in read_terms(path)] == [("severe", Status.PROPOSED)]


def test_contexts_keep_rows_apart(tmp_path: Path) -> None:
    """The same acronym in another context is another row, not a contradiction."""
    path = base(tmp_path, "id,source,target,context,status\npe,PE,EP,(?i)lung,approved\n")
    made = plan(path, offered(Term("", "PE", "EF", context="(?i)school")))
    assert (len(made.added), made.conflicts) == (1, ())
