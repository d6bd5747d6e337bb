"""XLIFF 2.1: valid on both ways, with everything another tool needs to know."""

from __future__ import annotations

import pytest
from lxml import etree
from translate.storage import xliff2 as toolkit

from glosspress.article import Rich
from glosspress.errors import ExchangeError
from glosspress.exchange import xliff2
from glosspress.exchange.codes import coded
from glosspress.exchange.xliff2_modules import GLS, ITS, MDA, MTC, VAL, XLF
from glosspress.exchange.xml import validated

from .samples import SOURCE, TARGET, sheet, unit

NS = {"x": XLF, "mda": MDA, "mtc": MTC, "val": VAL, "its": ITS, "gls": GLS}


def root(data: bytes) -> etree._Element:
    return etree.fromstring(data)


def test_round_trip() -> None:
    """What is written comes back: text, codes, place, and what the import must know."""
    [back] = xliff2.read(xliff2.write([sheet()]), "pages.xlf")
    assert (back.source, back.target) == (coded(SOURCE), coded(TARGET, SOURCE))
    assert (back.page_id, back.locale, back.where) == ("samples/sleep", "pt-BR", "3.1#2")
    assert (back.subject, back.seen, back.sent) == ("ab" * 32, 7, unit().sent)
    assert not back.final
    assert not back.unfinished


def test_many_pages_in_one_document() -> None:
    """Ids are unique where they must be: equal places of two pages do not clash."""
    data = xliff2.write([sheet(), sheet(unit(), unit("3.1#3"), page_id="samples/other")])
    assert [item.page_id for item in xliff2.read(data, "f")] == ["samples/sleep", "samples/other", "samples/other"]


def test_what_the_modules_say() -> None:
    """Pins as terms and rules, the machine's confidence, findings as ITS issues, provenance as metadata, terms as glossary."""
    document = root(xliff2.write([sheet()]))
    [mark] = document.xpath("//x:source/x:pc/x:mrk[@type='term']", namespaces=NS)
    assert (mark.text, mark.get("translate")) == ("NMDA", "no")
    rules = document.xpath("//val:rule", namespaces=NS)
    assert [dict(rule.attrib) for rule in rules] == [
        {"isPresent": "NMDA", "occurs": "1", "caseSensitive": "yes"},
        {"isNotPresent": "nmdá", "caseSensitive": "no"},
    ]
    machine, memory = document.xpath("//mtc:match", namespaces=NS)
    assert (machine.get("type"), machine.get("matchQuality")) == ("mt", "83.0")
    assert machine.get(f"{{{ITS}}}annotatorsRef", "").startswith("mt-confidence|")
    assert (memory.get("type"), memory.get("similarity")) == ("tm", "90.0")
    [issue] = document.xpath("//its:locQualityIssue", namespaces=NS)
    assert issue.get("locQualityIssueType") == "numbers"
    assert document.xpath("//mda:meta[@type='rung']/text()", namespaces=NS) == ["forced"]
    assert document.xpath("//gls:term/text()", namespaces=NS) == ["NMDA"]


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        ("machine-unreviewed", "translated"),
        ("machine-checked", "translated"),
        ("post-edited", "reviewed"),
        ("approved", "final"),
    ],
)
def test_states(state: str, wanted: str) -> None:
    """The state is XLIFF's, the sub-state ours; final comes only from an approval."""
    data = xliff2.write([sheet(unit(state=state))])
    [segment] = root(data).xpath("//x:segment", namespaces=NS)
    assert (segment.get("state"), segment.get("subState")) == (wanted, f"glosspress:{state}")
    assert xliff2.read(data, "f")[0].final == (state == "approved")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b"<unit ", b"<unit colour='blue' ", "colour"),
        (b'state="translated"', b'state="done"', "done"),
        (b'matchQuality="83.0"', b'matchQuality="830"', "maximum"),
        (b' similarity="90.0"', b' matchSimilarity="90.0"', "matchSimilarity"),
        (b'type="tm"', b'type="ice"', "ice"),
        (b"<gls:term ", b'<gls:term ref="#m1" ', "ref"),
        (b'occurs="1"', b'occurs="often"', "often"),
        (b'locQualityIssueType="numbers"', b'locQualityIssueType="bad"', "bad"),
        (b"<segment ", b"<sigment ", "not well-formed"),
    ],
)
def test_an_invalid_document_is_refused_with_its_line(old: bytes, new: bytes, says: str) -> None:
    """Core and modules are validated on reading too."""
    data = xliff2.write([sheet()])
    assert old in data
    with pytest.raises(ExchangeError, match=says) as error:
        xliff2.read(data.replace(old, new, 1), "pages.xlf")
    assert error.value.where.startswith("pages.xlf:")
    assert int(error.value.where.rpartition(":")[2]) > 1


BOMB = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
EXTERNAL = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


@pytest.mark.parametrize("doctype", [BOMB, EXTERNAL])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(doctype: bytes, encoding: str) -> None:
    """No entity is expanded and no file is read, in whatever encoding."""
    head, _, rest = xliff2.write([sheet()]).partition(b"?>")
    text = (b"<?xml version='1.0'?>" + doctype + rest).decode()
    assert head
    with pytest.raises(ExchangeError, match="entities"):
        xliff2.read(text.encode(encoding), "bomb.xlf")


def test_a_translators_tool_changes_one_sentence() -> None:
    """translate-toolkit opens the document, sees source and target, changes a target and saves.

    Only this one comes back changed, its place and number intact, and the document still follows the schemas.
    """
    plain = unit("0#0", source=Rich("& 0.5 mg now"), target=Rich("& 0,5 mg agora"), pins=(), findings=())
    store = toolkit.Xliff2File.parsestring(xliff2.write([sheet(plain, unit())]))
    first = store.units[0]
    assert str(first.target) == "& 0,5 mg agora"
    first.target = "e 0,5 mg já"
    data = bytes(store)
    validated(root(data), xliff2.SCHEMA, "saved by translate-toolkit")
    changed, other = xliff2.read(data, "f")
    assert changed.target == "e 0,5 mg já"
    assert (changed.where, changed.seen, changed.sent) == ("0#0", 7, plain.sent)
    assert other.target == coded(TARGET, SOURCE)


def test_control_characters_do_not_break_the_document() -> None:
    """What XML 1.0 cannot carry is left out, in texts and in attributes."""
    odd = unit(target=Rich("Ve\x00ja\x0b"), notes=("a\x1fb",))
    [back] = xliff2.read(xliff2.write([sheet(odd)]), "f")
    assert back.target == "Veja"
