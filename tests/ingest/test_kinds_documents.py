"""DOCX and PDF files become articles; what cannot be read is said, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from glosspress.article import Article, Kind
from glosspress.errors import InputError
from glosspress.ingest import read_file
from glosspress.steps.reading import article_of, notes_of

from .documents import column, docx, pdf, table

PROSE = (
    "Lithium is a salt that steadies the mood of many people with bipolar dis-",
    "order. It is taken once a day, and the amount in the blood must be meas-",
    "ured regularly, because 1.5 mmol/L is already too much for many patients.",
    "Ask at every follow-up visit. A good follow-up takes time for every per-",
    "son who takes the medicine, and it is worth the effort for a long life.",
)


def article(tmp_path: Path, body: bytes, name: str) -> Article:
    (tmp_path / name).write_bytes(body)
    return article_of(read_file(tmp_path / name), None)


def test_docx(tmp_path: Path) -> None:
    """Titles, headings, paragraphs and tables of a DOCX keep their kinds; the raw file is the snapshot."""
    body = docx(
        ("Title", "Lithium"),
        ("", "Take 5 mg of the medicine once a day with a glass of water, at the same time."),
        ("Heading1", "Side effects"),
        ("", "Thirst, and a fine tremor of the hands, are common in the first weeks of treatment."),
        tail=table("Dose", "5 mg"),
    )
    made = article(tmp_path, body, "a.docx")
    assert made.title == "Lithium"
    kinds = [(block.kind, block.text.text) for block in made.blocks[:3]]
    assert kinds[1] == (Kind.HEADING, "Side effects")
    assert "5 mg" in made.text.splitlines()[-1]
    assert read_file(tmp_path / "a.docx").body == body


def test_pdf(tmp_path: Path) -> None:
    """Lines become paragraphs, larger ones headings; hyphenated words are whole again, real hyphens stay."""
    pages = [
        [*column(60, 760, "Lithium", size=22), *column(60, 700, *PROSE), (280, 20, 9, "1")],
        [*column(60, 760, "What to watch for", size=16), *column(60, 700, *PROSE), (280, 20, 9, "2")],
    ]
    made = article(tmp_path, pdf(*pages), "a.pdf")
    assert made.title == "Lithium"
    assert "disorder" in made.text
    assert "measured" in made.text
    assert "follow-up visit" in made.text
    assert [block.text.text for block in made.blocks if block.kind is Kind.HEADING] == ["What to watch for"]
    assert "1" not in made.text.splitlines()
    assert notes_of(made) == ()


def test_two_columns_are_said(tmp_path: Path) -> None:
    """Two columns are read one after the other, and a note asks a person to check the order."""
    left = [line[:40] for line in PROSE]
    right = [f"Right {line[:34]}" for line in PROSE]
    made = article(tmp_path, pdf([*column(40, 700, *left), *column(330, 700, *right)]), "a.pdf")
    assert made.text.index("Lithium") < made.text.index("Right")
    assert "two columns" in notes_of(made)[0]


def test_running_heads_leave_on_record(tmp_path: Path) -> None:
    """A head that stands on every page is not in the article, and is in its list of removals."""
    pages = [
        [(60, 815, 9, f"Journal of Sleep {n}"), *column(60, 700, *[f"Part {n}. {line}" for line in PROSE])]
        for n in (1, 2, 3)
    ]
    made = article(tmp_path, pdf(*pages), "a.pdf")
    assert "Journal of Sleep" not in made.text
    assert any("Journal of Sleep" in part.text for part in made.removed)


@pytest.mark.parametrize(("name", "body", "message"), [
    ("a.pdf", pdf([], []), "no text layer"),
    ("a.pdf", b"%PDF-1.4\n garbage", "PDF (is damaged|has no pages)"),
    ("a.docx", b"PK\x03\x04 garbage", "is no DOCX file"),
    ("a.docx", docx(), "has no text"),
])  # fmt: skip
def test_unreadable(tmp_path: Path, name: str, body: bytes, message: str) -> None:
    """Scanned, damaged and empty documents are errors that say so."""
    with pytest.raises(InputError, match=message):
        article(tmp_path, body, name)


def test_a_zip_that_unfolds_without_end(tmp_path: Path) -> None:
    """A DOCX of a thousand times its size is refused before it is unfolded."""
    with pytest.raises(InputError, match="unfolds to"):
        article(tmp_path, docx(("", "a" * 30_000_000)), "a.docx")
