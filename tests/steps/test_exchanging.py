"""Out to a translator's tool and back: what changed is taken, nothing of anybody is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from translate.storage import pypo
from translate.storage import xliff2 as toolkit

from glosspress.errors import ExchangeError, UsageError
from glosspress.event import EventKind
from glosspress.exchange import xliff2
from glosspress.ledger import open_ledger
from glosspress.review import Standing
from glosspress.steps.exporting import export
from glosspress.steps.importing import Imported, import_file
from glosspress.steps.reviewing import Person, Spot, comment, page_view, save_edit
from glosspress.workspace import Workspace

from .. import omegat
from .conftest import work

TRANSLATOR = Person("translator@example.org", "translator")
DOCTOR = Person("reviewer@example.org", "medical reviewer")
K, T, PT = "tests/ketamine", "tests/tablets", "pt-BR"
SHARED = "Do not stop the tablets at once."
MINE = "Não pare de tomar os comprimidos de repente."


def exported(site: Workspace, form: str = "xliff", **options) -> bytes:
    return export(site, PT, form, **options)


def target(site: Workspace, start: str, page: str = K) -> str:
    return next(item.target for item in page_view(site, page, PT).segments if item.source.startswith(start))


def standing(site: Workspace, start: str, page: str = K) -> Standing:
    return next(item.standing for item in page_view(site, page, PT).segments if item.source.startswith(start))


def back(site: Workspace, data: bytes, name: str = "back.xlf", **options) -> Imported:
    path = site.root / name
    path.write_bytes(data)
    return import_file(site, TRANSLATOR, path, **options)


def changed(site: Workspace, data: bytes, start: str, new: str) -> bytes:
    old = f"<target>{target(site, start)}</target>".encode()
    assert old in data
    return data.replace(old, f"<target>{new}</target>".encode())


def test_an_unchanged_file_changes_nothing(site: Workspace) -> None:
    """No event without a change, in any format."""
    for form, name in (("xliff", "a.xlf"), ("xliff12", "b.xlf"), ("po", "c.po")):
        done = back(site, exported(site, form), name)
        assert (done.edited, done.approved, done.conflicts, done.refused) == ((), (), (), ())
    assert open_ledger(site.ledger_url).head()[0] == 0


def test_what_a_tool_changed_is_taken_and_approved_when_asked(site: Workspace) -> None:
    """translate-toolkit changes a sentence: post-edited by the person who imports, on every page of the file."""
    store = toolkit.Xliff2File.parsestring(exported(site))
    for unit in store.units:
        if str(unit.source) == SHARED:
            unit.target = MINE
    done = back(site, bytes(store))
    assert len(done.edited) == 2
    assert not done.conflicts
    assert target(site, "Do not") == target(site, "Do not", T) == MINE
    event, _ = open_ledger(site.ledger_url).events()
    assert (event.kind, event.actor, event.body["via"][:8]) == (EventKind.SEGMENT_EDITED, TRANSLATOR.actor, "back.xlf")
    final = exported(site).replace(b'state="reviewed"', b'state="final"')
    assert back(site, final).approved == ()
    assert len(back(site, final, approve=True).approved) == 1
    assert standing(site, "Do not") is Standing.APPROVED
    assert standing(site, "Take") is Standing.CHECKED


def test_a_file_may_hold_a_part(site: Workspace) -> None:
    """One page, open sentences only, or a file cut down by hand."""
    data = exported(site, page_ids=[T], scope="open")
    assert {item.page_id for item in xliff2.read(data, "f")} == {T}
    done = back(site, data)
    assert done.unchanged == len(page_view(site, T, PT).segments)


def test_a_conflict_is_told_and_nothing_overwritten(site: Workspace) -> None:
    """Somebody edited the sentence after the export: the file's text is named, the person's stays; the rest is taken."""
    data = changed(site, exported(site, page_ids=[K]), "Do not", "Não interrompa os comprimidos de uma vez.")
    data = changed(site, data, "Ketamine and", "Cetamina e o sono")
    item = next(one for one in page_view(site, K, PT).segments if one.source == SHARED)
    save_edit(site, DOCTOR, Spot(K, PT, item.where, item.seen), MINE)
    done = back(site, data)
    [conflict] = done.conflicts
    assert DOCTOR.actor in conflict.what
    assert conflict.line.rpartition(":")[2].isdigit()
    assert target(site, "Do not") == MINE
    assert len(done.edited) == 1
    assert target(site, "Ketamine and") == "Cetamina e o sono"


def test_a_comment_is_no_conflict(site: Workspace) -> None:
    """Talk about a sentence does not stand in the way of its translation."""
    data = changed(site, exported(site, page_ids=[K]), "Do not", MINE)
    item = next(one for one in page_view(site, K, PT).segments if one.source == SHARED)
    comment(site, DOCTOR, K, PT, "please look", item.where)
    assert len(back(site, data).edited) == 1


def test_a_source_that_changed_is_a_conflict(site: Workspace) -> None:
    """A translation of the old sentence is not put under the new one; unchanged sentences are taken wherever they moved."""
    data = changed(site, exported(site, page_ids=[K]), "Do not", MINE)
    data = changed(site, data, "Take", "Tome 0,5 mg/kg em 40 min.")
    path = site.sources / "articles" / "ketamine.md"
    path.write_text(path.read_text().replace("Take 0.5", "Rest first. Take 0.75"))
    work(site.root)
    done = back(site, data)
    assert "source changed" in done.conflicts[0].what
    assert target(site, "Do not") == MINE


@pytest.mark.parametrize(
    ("start", "new", "says"),
    [
        ("Take", "Tome 5 mg/kg durante 40 min.", "0.5 mg/kg"),
        ("Do not", "Pare <pc id='1'>agora</pc> 7 vezes.", "7"),
    ],
)
def test_what_does_not_verify_is_refused_with_its_line(site: Workspace, start: str, new: str, says: str) -> None:
    """The sentence stays as it is, the file's line is named."""
    before = target(site, start)
    done = back(site, changed(site, exported(site), start, new))
    refused = done.refused[0]
    assert says in refused.what
    assert "back.xlf:" in refused.line
    assert target(site, start) == before


def test_codes_are_mended_or_refused(site: Workspace) -> None:
    """A code the source does not have is left out and said; in PO an end without its beginning is refused with the column."""
    data = changed(site, exported(site, page_ids=[K]), "Do not", f"<pc id='8'>{MINE}</pc>")
    done = back(site, data)
    assert "no code <8>" in done.repaired[0].what
    assert target(site, "Do not") == MINE
    store = pypo.pofile.parsestring(exported(site, "po", page_ids=[K]))
    entry = next(unit for unit in store.units if unit.source.startswith("Ketamine blocks"))
    entry.target = "A cetamina bloqueia o receptor NMDA</1>."
    entry.markfuzzy(False)
    refused = back(site, bytes(store), "back.po").refused[0]
    assert "closes what was not opened" in refused.what


def test_po_takes_only_what_is_not_fuzzy(site: Workspace) -> None:
    """A changed text that still is fuzzy is told, not taken."""
    store = pypo.pofile.parsestring(exported(site, "po", page_ids=[K]))
    entry = next(unit for unit in store.units if unit.source == SHARED)
    entry.target = MINE
    assert entry.isfuzzy()
    done = back(site, bytes(store), "back.po")
    assert "unfinished" in done.refused[0].what
    assert not done.edited
    entry.markfuzzy(False)
    assert len(back(site, bytes(store), "back.po").edited) == 1


def test_memory_goes_out_and_comes_in_as_tmx(site: Workspace) -> None:
    """Only approved sentences leave by default; a memory of another tool serves every page that has its sentences."""
    with pytest.raises(UsageError, match="no sentence to export"):
        exported(site, "tmx")
    memory = (
        '<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body>'
        f'<tu><prop type="x-state">approved</prop><tuv xml:lang="en"><seg>{SHARED}</seg></tuv>'
        f'<tuv xml:lang="pt"><seg>{MINE}</seg></tuv></tu>'
        '<tu><tuv xml:lang="en"><seg>Unknown here.</seg></tuv><tuv xml:lang="pt"><seg>Nada.</seg></tuv></tu>'
        "</body></tmx>"
    )
    done = back(site, memory.encode(), "memory.tmx", approve=True, locale=PT)
    assert len(done.approved) == 1
    assert (done.unknown, done.conflicts) == (1, ())
    assert work(site.root) == []
    assert target(site, "Do not", T) == MINE
    data = exported(site, "tmx")
    assert MINE in data.decode()
    assert data.count(b"<tu ") == 1


def test_earlier_translations_are_offered_with_their_score(site: Workspace) -> None:
    """A sentence that differs in its number gets the approved one as a match, and keeps its own translation."""
    final = exported(site, page_ids=[K]).replace(b'state="translated"', b'state="final"')
    back(site, final, approve=True)
    (site.sources / "articles" / "new.md").write_text("# New\n\nTake 0.75 mg/kg over 40 min.\n")
    work(site.root)
    text = exported(site, page_ids=["tests/new"]).decode()
    assert 'type="tm"' in text
    assert " similarity=" in text
    assert "Take 0.5 mg/kg over 40 min." in text
    assert "0,75" in target(site, "Take", "tests/new")


def test_a_broken_file_changes_nothing(site: Workspace, tmp_path: Path) -> None:
    """Cut in the middle, or missing: an error with its place, no event."""
    data = exported(site)
    with pytest.raises(ExchangeError, match=r"back\.xlf:\d+"):
        back(site, data[: len(data) // 2])
    with pytest.raises(ExchangeError, match="cannot be read"):
        import_file(site, TRANSLATOR, tmp_path / "missing.xlf")
    assert open_ledger(site.ledger_url).head()[0] == 0


@omegat.needed
def test_omegat_opens_and_writes_our_file(site: Workspace, tmp_path: Path) -> None:
    """OmegaT 3.6 reads the XLIFF 1.2, puts a post-edited sentence in, and its file comes back (it edits target texts)."""

    def give(file: Path) -> str:
        file.write_bytes(exported(site, "xliff12"))
        return target(site, "Do not")

    file = omegat.written(tmp_path / "omegat", give, MINE)
    done = back(site, file.read_bytes())
    assert len(done.edited) == 2
    assert not done.conflicts
    assert target(site, "Do not") == MINE
