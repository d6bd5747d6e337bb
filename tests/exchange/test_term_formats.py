"""Term lists of other tools: what goes out comes back, what cannot is told, hostile files are refused."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.terms import bases

from glosspress.errors import ExchangeError
from glosspress.exchange.term_columns import cells_of, filled
from glosspress.exchange.term_formats import FORMATS, export, read
from glosspress.glossary import Mode, Status, Term, read_terms
from glosspress.glossary.proposal import Proposal

GLOSSARY = Path(__file__).parents[2] / "glossary"
BDNF = Term("bdnf", "BDNF", "BDNF", note="A protein.", evidence="HGNC", domain="neuroscience", pos="acronym")
SEVERE = Term("severe", "severe", "grave", Mode.PREFER, forms=("graves", "intenso"), forbidden=("severo",))
MS = Term("ms", "MS", "EM", context="(?i)sclerosis")
NONE = Term("preservative", "preservative", "", Mode.FORBID, forbidden=("preservativo",))


def there_and_back(terms: list[Term], name: str) -> list[Term]:
    form = FORMATS[name]
    data = export(terms, form, "en", "pt").data
    return [item.term for item in read(data, Path(f"x{form.suffix}"), "en", "pt")]


@pytest.mark.parametrize("name", FORMATS)
@given(terms=bases())
@settings(max_examples=25, deadline=None)
def test_a_round_trip_keeps_all_that_the_format_can_carry(name: str, terms: list[Term]) -> None:
    """Every column a format carries comes back as it went; each row and column it cannot carry is told."""
    form = FORMATS[name]
    made = export(terms, form, "en", "pt")
    rows = read(made.data, Path(f"x{form.suffix}"), "en", "pt", name)
    back = {item.term.source: cells_of(item.term) for item in rows}
    kept = [term for term in terms if term.source in back]
    assert len(back) == len(kept) == made.terms
    for term in kept:
        wanted = cells_of(term)
        for column in form.carries:
            assert back[term.source][column] == wanted[column], column
    told = " ".join(made.lost)
    for column in {column for term in kept for column in filled(term)} - form.carries:
        assert f"{column} (" in told
    assert ("stay behind" in told) is (len(kept) < len(terms))


def test_the_starter_term_base_survives_every_full_format() -> None:
    """All rows of a real term base, in formats that hold all columns."""
    mine = [dataclasses.replace(term, line=0) for term in read_terms(GLOSSARY / "en-pt.csv")]
    for name, form in FORMATS.items():
        if not form.engine and form.carries == FORMATS["csv"].carries:
            assert [dataclasses.replace(term, line=0) for term in there_and_back(mine, name)] == mine, name


def test_translation_services_get_only_what_always_holds() -> None:
    """A service would apply every row everywhere: proposed rows, contexts and contradictions stay behind, and are named."""
    proposed = dataclasses.replace(BDNF, id="x", source="X", status=Status.PROPOSED)
    twice = [Term("a", "cold", "frio", domain="a"), Term("b", "cold", "resfriado", domain="b")]
    made = export([BDNF, MS, NONE, proposed, *twice], FORMATS["deepl"], "en", "pt")
    assert made.data == b"BDNF,BDNF\n"
    assert [line.rsplit(": ", 1)[-1] for line in made.lost[:4]] == ["x", "ms", "preservative", "a, b"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("deepl", "BDNF,BDNF\nsevere,grave\n"),
        ("deepl-tsv", "BDNF\tBDNF\nsevere\tgrave\n"),
        ("google", "en,pt,pos,description\nBDNF,BDNF,acronym,A protein.\nsevere,grave,,\n"),
        ("amazon", "en,pt\nBDNF,BDNF\nsevere,grave\n"),
    ],
)
def test_the_files_are_those_the_services_describe(name: str, text: str) -> None:
    """Columns and headings as their documentation has them."""
    assert export([BDNF, SEVERE], FORMATS[name], "en", "pt").data.decode() == text


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".csv", "PE,EP,en,pt-BR\n"),
        (".csv", "PE,EP\n"),
        (".csv", "PE;EP\n"),
        (".tsv", "PE\tEP\n"),
        (".csv", "en,es,pt-BR\nPE,TEP,EP\n"),
        (".csv", "target;source\nEP;PE\n"),
        (".csv", "source,target,fuzzy\nPE,EP,True\n"),
        (".csv", "\ufeffsource,target\r\nPE,EP\r\n"),
    ],
)
def test_lists_are_told_apart_by_their_first_line(suffix: str, text: str) -> None:
    """With languages or without, with a heading or without, parted by commas, semicolons or tabs."""
    [row] = read(text.encode(), Path(f"x{suffix}"), "en", "pt")
    assert (row.term.source, row.term.target, row.term.status) == ("PE", "EP", Status.PROPOSED)


def test_utf_16_as_spreadsheets_save_it() -> None:
    """“Unicode text” of a spreadsheet is UTF-16 with tabs."""
    [row] = read("ção\tx\n".encode("utf-16"), Path("x.txt"), "pt", "en")
    assert row.term.source == "ção"


def test_a_tbx_of_another_tool() -> None:
    """Style DCT, several languages, synonyms, definitions: preferred, admitted and deprecated terms find their columns."""
    text = """<?xml version="1.0"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
     xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
 <tbxHeader><fileDesc><sourceDesc><p>a tool</p></sourceDesc></fileDesc></tbxHeader>
 <text><body>
  <conceptEntry id="c1">
   <min:subjectField>psychiatry</min:subjectField>
   <langSec xml:lang="en-US"><descripGrp><basic:definition>Low
     mood.</basic:definition></descripGrp>
    <termSec><term>depression</term><min:partOfSpeech>noun</min:partOfSpeech></termSec>
    <termSec><term>melancholia</term></termSec></langSec>
   <langSec xml:lang="es"><termSec><term>depresión</term></termSec></langSec>
   <langSec xml:lang="pt-BR">
    <termSec><term>melancolia</term><min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec>
    <termSec><term>estado depressivo</term><min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec>
    <termSec><term>depressão</term><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
   </langSec>
  </conceptEntry>
 </body></text>
</tbx>"""
    rows = [item.term for item in read(text.encode(), Path("x.tbx"), "en", "pt")]
    assert [(t.id, t.source, t.target, t.forms, t.forbidden) for t in rows] == [
        ("c1", "depression", "depressão", ("estado depressivo",), ("melancolia",)),
        ("c1-2", "melancholia", "depressão", ("estado depressivo",), ("melancolia",)),
    ]
    assert (rows[0].domain, rows[0].pos, rows[0].note) == ("psychiatry", "noun", "Low mood.")
    with pytest.raises(ExchangeError, match="the file has en-US, es, pt-BR"):
        read(text.encode(), Path("x.tbx"), "en", "de")


def test_translate_toolkit_reads_our_files(tmp_path: Path) -> None:
    """The library of Weblate and Pootle finds terms, further terms and what is forbidden in TBX 2, and the pairs of TMX."""
    from translate.storage.tbx import tbxfile
    from translate.storage.tmx import tmxfile

    data = export([BDNF, SEVERE], FORMATS["weblate-tbx"], "en", "pt").data
    units = tbxfile.parsestring(data, sourcelanguage="en", targetlanguage="pt").units
    assert [(unit.source, unit.target) for unit in units] == [("BDNF", "BDNF"), ("severe", "grave")]
    found = {item.text: item.deprecated for item in units[1].get_target_terms("pt")}
    assert found == {"grave": False, "graves": False, "intenso": False, "severo": True}
    pairs = tmxfile.parsestring(export([BDNF, SEVERE], FORMATS["tmx"], "en", "pt").data, "en", "pt").units
    assert [(unit.source, unit.target) for unit in pairs] == [("BDNF", "BDNF"), ("severe", "grave")]


def test_a_glossary_of_translate_toolkit_comes_in() -> None:
    """TBX as Weblate saves it."""
    from translate.storage.tbx import tbxfile

    store = tbxfile(sourcelanguage="en", targetlanguage="pt")
    unit = store.addsourceunit("seizure")
    unit.settarget("convulsão", "pt")
    [row] = read(bytes(store), Path("x.tbx"), "en", "pt")
    assert (row.term.source, row.term.target) == ("seizure", "convulsão")


_BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declared", [_BOMB, _OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("suffix", [".tbx", ".tmx"])
def test_entities_are_refused(suffix: str, declared: str, encoding: str) -> None:
    """Entity bombs and external entities, in whatever encoding: the file is not opened."""
    root = {".tbx": "<tbx>&a;</tbx>", ".tmx": "<tmx>&a;</tmx>"}[suffix]
    data = f'<?xml version="1.0" encoding="{encoding}"?>{declared}{root}'.encode(encoding)
    with pytest.raises(ExchangeError, match="declares entities"):
        read(data, Path(f"x{suffix}"), "en", "pt")


def rewritten(data: bytes, member: str, change: dict[str, str]) -> bytes:
    """A workbook with texts of one member replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            for before, after in change.items() if name == member else ():
                assert before.encode() in text
                text = text.replace(before.encode(), after.encode())
            new.writestr(name, text)
    return out.getvalue()


def test_workbooks_with_entities_formulas_or_bombs_are_refused() -> None:
    """No document types in its XML, no formulas in its cells, nothing that unpacks without end."""
    data = export([BDNF], FORMATS["xlsx"], "en", "pt").data
    sheet = "xl/worksheets/sheet1.xml"
    with pytest.raises(ExchangeError, match="declares entities"):
        read(rewritten(data, sheet, {"<worksheet": f"{_BOMB}<worksheet"}), Path("x.xlsx"), "en", "pt")
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["source", "target"])
    book.active.append(["BDNF", '=HYPERLINK("http://example.org")'])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(ExchangeError, match="holds a formula") as caught:
        read(out.getvalue(), Path("x.xlsx"), "en", "pt")
    assert caught.value.where == "x.xlsx:Sheet!B2"
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as member:
        for _ in range(210):
            member.write(b" " * 1_000_000)
    with pytest.raises(ExchangeError, match="unpacks to more than"):
        read(bomb.getvalue(), Path("x.xlsx"), "en", "pt")
    with pytest.raises(ExchangeError, match="no workbook"):
        read(b"PK\x03\x04 nonsense", Path("x.xlsx"), "en", "pt")


def test_a_formula_in_our_cells_stays_text() -> None:
    """What looks like a formula is written as text that stays text when it is edited."""
    from openpyxl import load_workbook

    data = export([dataclasses.replace(BDNF, note="=1+1")], FORMATS["xlsx"], "en", "pt").data
    cell = load_workbook(io.BytesIO(data)).active["L2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


@pytest.mark.parametrize(
    ("name", "data", "where"),
    [
        ("x.tbx", b"<tbx>\n<body>", "x.tbx:2"),
        ("x.tbx", b"<html/>", "x.tbx:1"),
        ("x.tmx", b"<tbx/>", "x.tmx:1"),
        ("x.csv", b'a,b\n"c,d\n', "x.csv:2"),
        ("x.csv", b"a,b\n\xff,d\n", "x.csv:2"),
        ("x.csv", b"one\ntwo\n", "x.csv:1"),
        ("x.csv", b"source,target,mode\na,b,loud\n", "x.csv:2"),
        ("x.doc", b"a", "x.doc"),
    ],
)
def test_faults_name_their_place(name: str, data: bytes, where: str) -> None:
    """File and line, whatever is wrong."""
    with pytest.raises(ExchangeError) as caught:
        read(data, Path(name), "en", "pt")
    assert caught.value.where == where


@pytest.mark.parametrize("name", FORMATS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_damaged_files_are_errors_a_person_can_read(name: str, data: st.DataObject) -> None:
    """Bytes lost, doubled or exchanged anywhere: rows, or an error a person can mend; never anything else."""
    whole = export([BDNF, SEVERE, MS], FORMATS[name], "en", "pt").data
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    damaged = whole[:start] + data.draw(st.binary(max_size=20)) + whole[end:]
    rows: list[Proposal] = []
    with contextlib.suppress(ExchangeError):
        rows = read(damaged, Path(f"x{FORMATS[name].suffix}"), "en", "pt", name)
    assert all(isinstance(row.term, Term) for row in rows)


def test_equal_rows_give_equal_bytes() -> None:
    """A file carries no moment and no machine: exports can be compared and committed."""
    for form in FORMATS.values():
        assert form.write([BDNF, SEVERE], "en", "pt") == form.write([BDNF, SEVERE], "en", "pt")
