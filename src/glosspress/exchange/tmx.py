"""TMX 1.4b (https://www.gala-global.org/tmx-14b): human sentences as a translation memory for other tools, and from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from glosspress import __version__
from glosspress.article import Rich
from glosspress.errors import ExchangeError
from glosspress.exchange import inline
from glosspress.exchange.codes import numbered
from glosspress.exchange.unit import Returned, Sheet, Unit
from glosspress.exchange.xml import legal, parsed, serialised

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(sheets: Sequence[Sheet]) -> bytes:
    """A memory of all units of the sheets; equal sentences stand once. Which ones are given is the caller's choice."""
    root = etree.Element("tmx", version="1.4")
    header = {
        "creationtool": "glosspress", "creationtoolversion": __version__, "segtype": "sentence", "o-tmf": "glosspress",
        "adminlang": "en", "srclang": sheets[0].source_locale, "datatype": "html",
    }  # fmt: skip
    etree.SubElement(root, "header", header)
    body = etree.SubElement(root, "body")
    written = set()
    for sheet in sheets:
        for unit in sheet.units:
            if unit.subject not in written:
                written.add(unit.subject)
                _unit(body, unit, sheet)
    return serialised(root)


def _unit(body: Any, unit: Unit, sheet: Sheet) -> None:
    element = etree.SubElement(body, "tu", tuid=unit.subject[:32])
    for name, value in (("state", unit.state), *unit.provenance):
        etree.SubElement(element, "prop", type=f"x-{name}").text = legal(value)
    for tag, rich in ((sheet.source_locale, unit.source), (sheet.locale, unit.target)):
        variant = etree.SubElement(element, "tuv", {_LANG: tag})
        _segment(etree.SubElement(variant, "seg"), rich, unit.source)


def _segment(seg: Any, rich: Rich, source: Rich) -> None:
    """Paired codes as `bpt` and `ept`, which carry the code as their content, as the format wants it."""
    events: list[tuple[int, int, str, dict[str, str], str]] = []
    marks = numbered(rich, source)
    for order, (mark, number) in enumerate(marks):
        if mark.start == mark.end:
            events.append((mark.start, order, "ph", {"x": str(number)}, f"<{number}/>"))
        else:
            pair = {"i": str(number)}
            events.append((mark.start, order, "bpt", {**pair, "x": str(number)}, f"<{number}>"))
            events.append((mark.end, -order - 1, "ept", pair, f"</{number}>"))
    position = 0
    for offset, _, tag, attributes, content in sorted(events, key=lambda item: (item[0], item[1])):
        _append(seg, rich.text[position:offset])
        etree.SubElement(seg, tag, attributes).text = content
        position = offset
    _append(seg, rich.text[position:])


def _append(seg: Any, text: str) -> None:
    if text and len(seg):
        seg[-1].tail = (seg[-1].tail or "") + legal(text)
    elif text:
        seg.text = (seg.text or "") + legal(text)


def read(data: bytes, name: str) -> list[Returned]:
    """The pairs of a memory, one a target language. ExchangeError with `file:line`: not well-formed, no TMX."""
    root = parsed(data, name)
    if root.tag != "tmx":
        raise ExchangeError("is not a TMX document", f"{name}:{root.sourceline}")
    header = root.find("header")
    default = header.get("srclang", "") if header is not None else ""
    return [pair for unit in root.iter("tu") for pair in _pairs(unit, unit.get("srclang", default), name)]


def _pairs(unit: Any, source_tag: str, name: str) -> list[Returned]:
    variants = [(item.get(_LANG) or item.get("lang", ""), item.find("seg")) for item in unit.findall("tuv")]
    there = [(tag, seg) for tag, seg in variants if seg is not None]
    if not there:
        return []
    source = next((seg for tag, seg in there if _same(tag, source_tag)), there[0][1])
    found = []
    for tag, seg in there:
        if seg is source:
            continue
        found.append(
            Returned(
                line=f"{name}:{seg.sourceline}",
                page_id="",
                locale=tag,
                where="",
                subject="",
                seen=None,
                sent="",
                source=inline.read(source, _read_code),
                target=inline.read(seg, _read_code),
                final=any(prop.get("type") == "x-state" and prop.text == "approved" for prop in unit.findall("prop")),
            )
        )
    return found


def _same(tag: str, wanted: str) -> bool:
    return tag.lower() == wanted.lower() or wanted in ("*all*", "")


def _read_code(element: Any) -> tuple[str, str] | None:
    """Codes by their number; the content of other tools' codes is theirs, not text."""
    number = element.get("x") or element.get("i") or ""
    shown = {"bpt": f"<{number}>", "ept": f"</{element.get('i', '')}>", "ph": f"<{number}/>", "it": ""}.get(element.tag)
    if shown is None:
        return None
    for child in list(element):
        element.remove(child)
    element.text = ""
    return shown, ""
