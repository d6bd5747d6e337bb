"""TMX 1.4b as a term list: Amazon, Google and translation memories take it. Columns beyond the pair stand in properties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from glosspress import __version__
from glosspress.errors import ExchangeError
from glosspress.exchange.languages import chosen
from glosspress.exchange.term_columns import cells_of, filled, proposal
from glosspress.exchange.xml import legal, parsed, serialised
from glosspress.glossary import Term
from glosspress.glossary.proposal import Proposal
from glosspress.glossary.term import COLUMNS

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PLAIN = ("id", "source", "target", "note")


def write(terms: Sequence[Term], source: str, target: str) -> bytes:
    """A memory of terms; rows without a target (`forbid`) cannot stand in it and are the caller's to leave out."""
    root = etree.Element("tmx", version="1.4")
    header = {
        "creationtool": "glosspress", "creationtoolversion": __version__, "segtype": "phrase", "o-tmf": "glosspress",
        "adminlang": "en", "srclang": source, "datatype": "plaintext",
    }  # fmt: skip
    etree.SubElement(root, "header", header)
    body = etree.SubElement(root, "body")
    for term in terms:
        unit = etree.SubElement(body, "tu")
        cells = cells_of(term)
        if term.note:
            etree.SubElement(unit, "note").text = legal(term.note)
        for name in ("id", *(name for name in filled(term) if name not in _PLAIN)):
            etree.SubElement(unit, "prop", type=f"x-glosspress-{name}").text = legal(cells[name])
        if cells["status"] == "approved":
            etree.SubElement(unit, "prop", type="x-glosspress-status").text = "approved"
        for tag, text in ((source, term.source), (target, term.target)):
            variant = etree.SubElement(unit, "tuv", {_LANG: tag})
            etree.SubElement(variant, "seg").text = legal(text)
    return serialised(root)


def read(data: bytes, name: str, source: str, target: str) -> list[Proposal]:
    """The units with both languages. ExchangeError with `file:line`: not well-formed, no TMX, no unit has both."""
    root = parsed(data, name)
    if root.tag != "tmx":
        raise ExchangeError("is no TMX document", f"{name}:{root.sourceline}")
    units = list(root.iter("tu"))
    found = [row for unit in units if (row := _row(unit, name, source, target))]
    if units and not found:
        raise ExchangeError(f"no unit has both {source!r} and {target!r}", name, "give the pair of the file: --pair")
    return found


def _row(unit: Any, name: str, source: str, target: str) -> Proposal | None:
    texts = {
        item.get(_LANG) or item.get("lang", ""): "".join(item.find("seg").itertext()).strip()
        for item in unit.findall("tuv")
        if item.find("seg") is not None
    }
    mine, other = chosen(texts, source), chosen(texts, target)
    if mine is None or other is None or mine == other:
        return None
    cells = {"source": texts[mine], "target": texts[other]}
    note = "; ".join((item.text or "").strip() for item in unit.findall("note"))
    cells |= {"note": note} if note else {}
    for item in unit.findall("prop"):
        column = item.get("type", "").removeprefix("x-glosspress-")
        if column in COLUMNS and column != item.get("type"):
            cells[column] = item.text or ""
    columns = COLUMNS if "id" in cells else cells
    return proposal(cells, f"{name}:{unit.sourceline}", columns, unit.sourceline)
