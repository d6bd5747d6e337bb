"""A document that unfolds without end, in memory or in steps, costs its own page and nothing else."""

from __future__ import annotations

import io
import resource
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from glosspress.errors import InputError
from glosspress.ingest import confined, forms, pdf, word
from glosspress.ingest.files import read_file
from glosspress.ledger import Ledger, open_ledger
from glosspress.snapshot import Snapshot
from glosspress.steps import begin, gather
from glosspress.workspace import Workspace

from .documents import column, docx
from .documents import pdf as pdf_of

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_WORDS = "The dose of the drug is 5 mg once a day for adults."


def raw_pdf(content: bytes, filters: bytes, *objects: bytes) -> bytes:
    """A PDF of one page with this content stream; further objects are numbered from 5, form /A of the page is number 5."""
    page = b"<< /Type /Page /Parent 2 0 R /Resources << /XObject << /A 5 0 R >> >> /Contents 4 0 R >>"
    pages = b"<< /Type /Pages /Kids [2 0 R 3 0 R 3 0 R] /Count 2 >>"  # the tree names itself
    known = [b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, _stream(content, filters), *objects]
    body = b"%PDF-1.4\n"
    for number, item in enumerate(known, 1):
        body += b"%d 0 obj\n" % number + item + b"\nendobj\n"
    return body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def _stream(data: bytes, told: bytes) -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(data), told) + data + b"\nendstream"


def _form(number: int) -> bytes:
    told = b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /A %d 0 R >> >>" % number
    return _stream(b"/A Do /A Do", told)


def word_of(document: str) -> bytes:
    """A DOCX whose main part is this XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(("", "a")))) as known, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in known.namelist():
            made.writestr(name, document if name == "word/document.xml" else known.read(name))
    return out.getvalue()


STEPS = raw_pdf(b"/A Do", b"", *(_form(number) for number in range(6, 40)), _form(39))
"""Each form draws the next one twice: 2 to the 34 steps."""
MEMORY = raw_pdf(zlib.compress(zlib.compress(bytes(600_000_000))), b"/Filter [/FlateDecode /FlateDecode]")
ELEMENTS = word_of(f"<w:document {_W}><w:body>{'<w:p/>' * 800_000}</w:body></w:document>")


@pytest.mark.parametrize(("form", "body"), [
    ("pdf", STEPS), ("docx", ELEMENTS), ("pdf", MEMORY),
], ids=["steps", "elements", "memory"])  # fmt: skip
def test_beyond_the_limits(form: confined.Form, body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an error of its page, in bounded time, and the run's own memory does not grow with it."""
    monkeypatch.setattr(confined, "CPU_S", 3)
    monkeypatch.setattr(confined, "MEMORY", 500_000_000)
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(InputError, match=r"not read within 3 s|needs more memory") as caught:
        confined.read(form, body, "a")
    assert caught.value.where == "a"
    assert time.monotonic() - begun < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_same_page(form: confined.Form, tmp_path: Path) -> None:
    """What can be read comes as it does without limits; reading a snapshot goes this way."""
    body = pdf_of(column(60, 700, *[_WORDS] * 8)) if form == "pdf" else docx(("Title", "Ketamine"), ("", _WORDS))
    reader = pdf.pdf_page if form == "pdf" else word.docx_page
    assert confined.read(form, body, "a") == reader(body, "a")
    file = tmp_path / f"a.{form}"
    file.write_bytes(body)
    assert forms.readable(read_file(file))[0].body.decode() == reader(body, "a")[0]


def test_its_errors_are_the_same() -> None:
    """What a reader refuses is refused with the same words and the same next step."""
    with pytest.raises(InputError, match="is no DOCX file") as caught:
        confined.read("docx", b"PK\x03\x04 nothing", "a")
    assert caught.value.next_step == "save it again as DOCX"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as opened:
        yield opened


def _snapshot(body: bytes) -> Snapshot:
    return Snapshot("file:a.pdf", body, pdf.MEDIA_TYPE, "2026-11-21T08:00:00Z")


def test_what_cannot_be_read_is_not_tried_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the same bytes, limits and reader a refusal stands, with its reason; when one of them changes it is read again."""
    monkeypatch.setattr(confined, "CPU_S", 1)
    reason = "not read within 1 s of a processor"
    with pytest.raises(confined.UnreadableError, match=reason):
        forms.readable(_snapshot(STEPS), ledger)
    tried: list[int] = []
    monkeypatch.setattr(confined, "read", lambda form, body, where: (str(tried.append(len(body))), ()))
    with pytest.raises(confined.UnreadableError, match=f"{reason} .*not tried again") as caught:
        forms.readable(_snapshot(STEPS), ledger)
    assert (caught.value.where, caught.value.next_step) == (
        "file:a.pdf",
        "print it to a new PDF, or save its text as HTML",
    )
    assert not tried
    forms.readable(_snapshot(STEPS + b"\n"), ledger)
    monkeypatch.setattr(confined, "CPU_S", 2)
    forms.readable(_snapshot(STEPS), ledger)
    monkeypatch.setattr(confined, "CPU_S", 1)
    monkeypatch.setattr(forms, "VERSION", "another")
    forms.readable(_snapshot(STEPS), ledger)
    assert len(tried) == 3


@pytest.mark.parametrize(("process", "message"), [
    ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", r"ended from outside .SIGKILL"),
    ("import time; time.sleep(60)", r"not read within 1 s\n"),
    ("raise SystemExit(1)", "does not start .it ended with 1"),
    ("print(2, 3)", "failed: its answer is damaged"),
    ("""print('{"failure": "ImportError: a"}')""", "failed: ImportError: a"),
])  # fmt: skip
def test_what_the_machine_did_is_tried_again(
    process: str, message: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that was killed, had no time on a busy machine or did not start says nothing about its document."""
    body = pdf_of(column(60, 700, *[_WORDS] * 8))
    with monkeypatch.context() as patch:
        patch.setattr(confined, "_COMMAND", process)
        if "sleep" in process:
            patch.setattr(confined, "_WALL_S", 1)
        with pytest.raises(InputError, match=message) as caught:
            forms.readable(_snapshot(body), ledger)
    assert caught.value.next_step
    assert forms.readable(_snapshot(body), ledger)


def test_a_machine_without_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that cannot be started is an error of its page, not the end of the run."""
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(InputError, match="no process can be started"):
        confined.read("pdf", STEPS, "a")


def test_a_breakdown_is_the_document_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that a document breaks is not tried again."""
    monkeypatch.setattr(confined, "_COMMAND", "import os; os.abort()")
    with pytest.raises(confined.UnreadableError, match="SIGABRT"):
        confined.read("pdf", STEPS, "a")


def test_its_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process sees no credentials of the run, and takes a document of any name."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter2")
    monkeypatch.setattr(
        confined,
        "_COMMAND",
        "import os, sys, json; print(json.dumps({'page': str((os.environ, sys.argv)), 'notes': []}))",
    )
    page, _ = confined.read("pdf", b"", "file:a\0b?token=hunter2")
    assert "hunter2" not in page


def test_loops_in_a_pdf() -> None:
    """A tree of pages that names itself, and a form that draws itself, end."""
    with pytest.raises(InputError, match="no text layer"):
        confined.read("pdf", raw_pdf(b"/A Do", b"", _form(5)), "a")


def _entities(*declared: str) -> str:
    return f"<!DOCTYPE d [{''.join(declared)}]>"


_BOMB = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdfgh", "bcdfghe", strict=True))


@pytest.mark.parametrize("declared", [
    '<!ENTITY e SYSTEM "file:///etc/hostname">',
    '<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;',
    f'<!ENTITY a "{"x" * 1000}">{_BOMB}',
])  # fmt: skip
def test_entities_in_a_docx(declared: str) -> None:
    """No entity brings in a file; a bomb of them is refused."""
    text = f"<w:document {_W}><w:body><w:p><w:r><w:t>before &e; after</w:t></w:r></w:p></w:body></w:document>"
    host = Path("/etc/hostname").read_text().strip()
    body = word_of(_entities(declared) + text)
    if "xxx" in declared:
        with pytest.raises(InputError, match="damaged: ExpatError"):
            confined.read("docx", body, "a")
        return
    page, _ = confined.read("docx", body, "a")
    assert "before  after" in page
    assert host not in page


def test_a_run_remembers_it(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run names the document with the same reason, and spends no processor time on it."""
    folder = workspace.sources / "files"
    folder.mkdir()
    (folder / "steps.pdf").write_bytes(STEPS)
    (workspace.sources / "files.yaml").write_text("title: F\nlicense: {status: owned}\nkind: folder\npath: files\n")
    monkeypatch.setattr(confined, "CPU_S", 1)
    job = begin(workspace.root, None, None)
    first, second = [gather(job, "files").problems[0].what for _ in range(2)]
    assert first == "the document is not read within 1 s of a processor"
    assert second == f"{first} (found before; not tried again)"
