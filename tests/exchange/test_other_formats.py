"""XLIFF 1.2, PO and TMX: what is written comes back, and translate-toolkit reads the same."""

from __future__ import annotations

import pytest
from lxml import etree
from translate.storage import pypo
from translate.storage import tmx as toolkit_tmx
from translate.storage import xliff as toolkit_xliff

from glosspress.article import Rich
from glosspress.errors import ExchangeError, UsageError
from glosspress.exchange import po, tmx, xliff12
from glosspress.exchange.codes import coded
from glosspress.exchange.formats import by_name, read
from glosspress.exchange.xml import validated

from .samples import SOURCE, TARGET, sheet, unit


@pytest.mark.parametrize("module", [xliff12, po, tmx])
def test_round_trip(module) -> None:
    """Source and target with their codes are the same after writing and reading."""
    [back] = module.read(module.write([sheet()]), "f")
    assert (back.source, back.target, back.locale) == (coded(SOURCE), coded(TARGET, SOURCE), "pt-BR")


@pytest.mark.parametrize("module", [xliff12, po])
def test_what_the_import_must_know(module) -> None:
    """Page, place, number of the newest event and what was sent survive."""
    [back] = module.read(module.write([sheet()]), "f")
    assert (back.page_id, back.where) == ("samples/sleep", "3.1#2")
    assert (back.subject, back.seen, back.sent) == ("ab" * 32, 7, unit().sent)


def test_xliff_12_is_strictly_valid_and_changed_by_a_tool() -> None:
    """The strict schema accepts it; translate-toolkit changes a target and marks it; both come back."""
    data = xliff12.write([sheet(unit("0#0", source=Rich("Sleep well."), target=Rich("Durma bem."), pins=()), unit())])
    validated(etree.fromstring(data), xliff12.SCHEMA, "f")
    store = toolkit_xliff.xlifffile.parsestring(data)
    first = store.units[0]
    assert (str(first.source), str(first.target)) == ("Sleep well.", "Durma bem.")
    first.target = "Dorme bem."
    first.markapproved()
    changed, other = xliff12.read(bytes(store), "f")
    assert (changed.target, changed.final, changed.seen) == ("Dorme bem.", True, 7)
    assert (other.target, other.final) == (coded(TARGET, SOURCE), False)


def test_po_marks_what_nobody_answers_for() -> None:
    """A machine's sentence is fuzzy; translate-toolkit takes the mark away, and it counts as looked at."""
    data = po.write([sheet(unit(), unit("4#0", state="approved", source=Rich("Sleep."), target=Rich("Durma.")))])
    store = pypo.pofile.parsestring(data)
    machine, approved = [entry for entry in store.units if not entry.isheader()]
    assert (machine.isfuzzy(), approved.isfuzzy()) == (True, False)
    assert "keep: NMDA = NMDA" in machine.getnotes("developer")
    machine.target = "Veja <1>NMDA</1> 0,5 mg<3/>"
    machine.markfuzzy(False)
    changed, other = po.read(bytes(store), "f")
    assert (changed.target, changed.unfinished, changed.seen) == ("Veja <1>NMDA</1> 0,5 mg<3/>", False, 7)
    assert (other.where, other.sent) == ("4#0", unit(source=Rich("Sleep."), target=Rich("Durma.")).sent)


def test_tmx_is_a_memory_other_tools_read() -> None:
    """Equal sentences stand once; translate-toolkit finds the translation of a source."""
    plain = unit("0#0", subject="cd" * 32, state="approved", source=Rich("Sleep well."), target=Rich("Durma bem."))
    data = tmx.write([sheet(plain), sheet(plain, page_id="samples/other")])
    store = toolkit_tmx.tmxfile.parsestring(data)
    assert len(store.units) == 1
    assert store.translate("Sleep well.") == "Durma bem."
    [back] = tmx.read(data, "f")
    assert back.final


def test_tmx_of_other_tools() -> None:
    """A document type without declarations, many languages, other tools' codes: read; text in their codes is no text."""
    data = (
        b'<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header srclang="en"/><body><tu>'
        b'<tuv xml:lang="EN"><seg>See <bpt i="1">{b}</bpt>this<ept i="1">{/b}</ept>.</seg></tuv>'
        b'<tuv xml:lang="pt-BR"><seg>Veja <bpt i="1">{b}</bpt>isto<ept i="1">{/b}</ept>.</seg></tuv>'
        b'<tuv xml:lang="de"><seg>Siehe das.</seg></tuv></tu><tu/><tu><tuv/></tu></body></tmx>'
    )
    first, second = tmx.read(data, "f")
    assert (first.source, first.target, first.locale) == ("See <1>this</1>.", "Veja <1>isto</1>.", "pt-BR")
    assert (second.target, second.locale) == ("Siehe das.", "de")


@pytest.mark.parametrize("name", ["pages.xlf", "pages.po", "pages.tmx", "pages.docx"])
def test_what_is_no_such_file_is_said(name: str, tmp_path) -> None:
    """Any other content is an error with the file's name."""
    with pytest.raises(ExchangeError, match=name):
        read(b"<p>not <b>this</p>" if name != "pages.po" else b"hello there\nmsg", tmp_path / name)


def test_an_unknown_format_names_the_known() -> None:
    """The mistake and the choices."""
    with pytest.raises(UsageError, match="xliff12"):
        by_name("docx")
