"""TBX, the exchange of term bases: version 3 (ISO 30042:2019, dialect TBX-Basic, style DCA) and version 2 (`martif`).

A form stands as an admitted term, a forbidden rendering as a deprecated one, so that every tool knows what to do with them.
https://www.tbxinfo.net/tbx-dialects/ ; ISO 30042:2008 for version 2. Reading: `tbx_reading`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from glosspress.exchange.tbx_notes import POS, dated, entry_id, notes_of
from glosspress.exchange.xml import legal
from glosspress.glossary import Status, Term

TBX = "urn:iso:std:iso:30042:ed-2"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class _Names:
    """Element names of a version."""

    entry: str
    language: str
    term: str
    namespace: str = ""


_V3 = _Names("conceptEntry", "langSec", "termSec", f"{{{TBX}}}")
_V2 = _Names("termEntry", "langSet", "tig")


def write_v3(terms: Sequence[Term], source: str, target: str) -> bytes:
    """A TBX-Basic document in style DCA of a language pair (BCP 47 tags)."""
    root = etree.Element(f"{{{TBX}}}tbx", {"type": "TBX-Basic", "style": "dca", LANG: source}, nsmap={None: TBX})
    _header(root, "tbxHeader", _V3.namespace, source, target)
    return _document(root, _V3, terms, source, target)


def write_v2(terms: Sequence[Term], source: str, target: str) -> bytes:
    """A `martif` document of a language pair, as older tools and Weblate read it."""
    root = etree.Element("martif", {"type": "TBX-Basic", LANG: source})
    _header(root, "martifHeader", "", source, target)
    return _document(root, _V2, terms, source, target)


def _header(root: Any, name: str, space: str, source: str, target: str) -> None:
    described = etree.SubElement(root, space + name)
    about = etree.SubElement(etree.SubElement(described, f"{space}fileDesc"), f"{space}sourceDesc")
    etree.SubElement(about, f"{space}p").text = f"glosspress term base {source}-{target}"


def _document(root: Any, names: _Names, terms: Sequence[Term], source: str, target: str) -> bytes:
    space = names.namespace
    body = etree.SubElement(etree.SubElement(root, f"{space}text"), f"{space}body")
    taken: set[str] = set()
    for number, term in enumerate(terms, 1):
        name = entry_id(term)
        name = name if name and name not in taken else f"n-{number}"
        taken.add(name)
        _entry(etree.SubElement(body, space + names.entry, id=name), names, term, source, target)
    _laid_out(root)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _entry(entry: Any, names: _Names, term: Term, source: str, target: str) -> None:
    space = names.namespace
    if dated(term):
        group = etree.SubElement(entry, f"{space}transacGrp")
        _typed(group, f"{space}transac", "transactionType", "modification")
        _typed(group, f"{space}transacNote", "responsibility", term.reviewer)
        etree.SubElement(group, f"{space}date").text = term.reviewed_at
    if term.domain:
        _typed(entry, f"{space}descrip", "subjectField", term.domain)
    if term.evidence:
        _typed(entry, f"{space}admin", "source", term.evidence)
    for note in notes_of(term):
        etree.SubElement(entry, f"{space}note").text = legal(note)
    mine = etree.SubElement(entry, space + names.language, {LANG: source})
    _term(mine, names, term.source, _kind(term))
    other = etree.SubElement(entry, space + names.language, {LANG: target})
    if term.target:
        preferred = "superseded" if term.status is Status.DEPRECATED else "preferred"
        _term(other, names, term.target, {"administrativeStatus": f"{preferred}Term-admn-sts"})
    for form in term.forms:
        _term(other, names, form, {"administrativeStatus": "admittedTerm-admn-sts"})
    for form in term.forbidden:
        _term(other, names, form, {"administrativeStatus": "deprecatedTerm-admn-sts"})


def _kind(term: Term) -> dict[str, str]:
    if term.pos == "acronym":
        return {"termType": "acronym"}
    return {"partOfSpeech": term.pos if term.pos in POS else "other"} if term.pos else {}


def _term(language: Any, names: _Names, text: str, notes: dict[str, str]) -> None:
    section = etree.SubElement(language, names.namespace + names.term)
    etree.SubElement(section, f"{names.namespace}term").text = legal(text)
    for kind, value in notes.items():
        _typed(section, f"{names.namespace}termNote", kind, value)


def _typed(parent: Any, tag: str, kind: str, text: str) -> None:
    etree.SubElement(parent, tag, type=kind).text = legal(text)


def _laid_out(root: Any) -> None:
    """An element a line, so that a fault has a line; texts stay as they are."""
    etree.indent(root, space=" ")
