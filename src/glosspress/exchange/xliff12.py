"""XLIFF 1.2 (https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html), which OmegaT, Weblate, Poedit and many others read.

Valid against the strict schema when it is written. When it is read only well-formedness is asked for: tools add
attributes of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from glosspress.errors import ExchangeError
from glosspress.exchange import inline
from glosspress.exchange.inline import Span
from glosspress.exchange.unit import Returned, Sheet, Unit
from glosspress.exchange.xml import legal, parsed, serialised, validated
from glosspress.translation import PinResult

XLF = "urn:oasis:names:tc:xliff:document:1.2"
SCHEMA = "xliff-core-1.2-strict.xsd"
_STATES = {
    "machine-unreviewed": "needs-review-translation",
    "machine-checked": "needs-review-translation",
    "post-edited": "translated",
    "approved": "final",
}
_FINAL = frozenset({"final", "signed-off"})
_UNFINISHED = frozenset({"new", "needs-translation", "needs-adaptation", "needs-l10n"})
_OURS = "glosspress"
_FACT = re.compile(r"(subject|seen|sent)=(\S+)")


def write(sheets: Sequence[Sheet]) -> bytes:
    """A document, a `file` a page. ExchangeError: what was written is not valid (our fault)."""
    root = etree.Element(f"{{{XLF}}}xliff", nsmap={None: XLF}, version="1.2")
    for sheet in sheets:
        file = etree.SubElement(root, f"{{{XLF}}}file", original=f"{sheet.page_id}@{sheet.locale}", datatype="html")
        file.set("source-language", sheet.source_locale)
        file.set("target-language", sheet.locale)
        body = etree.SubElement(file, f"{{{XLF}}}body")
        for unit in sheet.units:
            _unit(body, unit)
    data = serialised(root)
    validated(parsed(data, "export"), SCHEMA, "export")
    return data


def _unit(body: Any, unit: Unit) -> None:
    element = etree.SubElement(body, f"{{{XLF}}}trans-unit", id=unit.id, resname=unit.where)
    element.set("approved", "yes" if unit.state == "approved" else "no")
    source = etree.SubElement(element, f"{{{XLF}}}source")
    inline.fill(source, unit.source.text, [*inline.code_spans(unit.source, unit.source, _code), *_pins(unit.pins)])
    target = etree.SubElement(element, f"{{{XLF}}}target", state=_STATES[unit.state])
    inline.fill(target, unit.target.text, inline.code_spans(unit.target, unit.source, _code))
    for offer in unit.offers:
        quality = f"{100 * offer.score:.0f}%"
        match = etree.SubElement(element, f"{{{XLF}}}alt-trans", origin=legal(offer.origin))
        match.set("match-quality", quality)
        etree.SubElement(match, f"{{{XLF}}}source").text = legal(offer.source.text)
        etree.SubElement(match, f"{{{XLF}}}target").text = legal(offer.target.text)
    _note(element, _OURS, f"subject={unit.subject} seen={unit.seen} sent={unit.sent}")
    for finding in unit.findings:
        _note(element, "check", f"{finding.message} [{finding.check}]")
    for text in unit.notes:
        _note(element, "comment", text)


def _note(element: Any, origin: str, text: str) -> None:
    note = etree.SubElement(element, f"{{{XLF}}}note")
    note.set("from", origin)
    note.text = legal(text)


def _code(number: int, tag: str, empty: bool) -> tuple[str, dict[str, str]]:
    if empty:
        return f"{{{XLF}}}x", {"id": str(number), "ctype": "lb" if tag == "br" else f"x-{tag}"}
    return f"{{{XLF}}}g", {"id": str(number), "ctype": "link" if tag == "a" else f"x-html-{tag}"}


def _pins(pins: Sequence[PinResult]) -> Iterator[Span]:
    for number, result in enumerate(pins, 1):
        kept = result.pin.source in result.pin.targets
        attributes = {"mtype": "protected" if kept else "term", "mid": f"m{number}"}
        if result.pin.start < result.pin.end:
            yield Span(result.pin.start, result.pin.end, f"{{{XLF}}}mrk", attributes, code=False)


def read(data: bytes, name: str) -> list[Returned]:
    """The sentences of a document. ExchangeError with `file:line`: not well-formed, not XLIFF 1.2."""
    root = parsed(data, name)
    if root.tag != f"{{{XLF}}}xliff":
        raise ExchangeError("is not an XLIFF 1.2 document", f"{name}:{root.sourceline}")
    found: list[Returned] = []
    for file in root.iter(f"{{{XLF}}}file"):
        page_id, _, locale = (file.get("original") or "").rpartition("@")
        found += [_returned(unit, page_id, locale, name) for unit in file.iter(f"{{{XLF}}}trans-unit")]
    return found


def _returned(unit: Any, page_id: str, locale: str, name: str) -> Returned:
    ours = [note.text or "" for note in unit.findall(f"{{{XLF}}}note") if note.get("from") == _OURS]
    facts = dict(_FACT.findall(" ".join(ours)))
    source, target = unit.find(f"{{{XLF}}}source"), unit.find(f"{{{XLF}}}target")
    state = target.get("state", "") if target is not None else "new"
    return Returned(
        line=f"{name}:{(target if target is not None else unit).sourceline}",
        page_id=page_id,
        locale=locale,
        where=unit.get("id", "").replace("-", "#"),
        subject=facts.get("subject", ""),
        seen=int(facts["seen"]) if facts.get("seen", "").isdecimal() else None,
        sent=facts.get("sent", ""),
        source=inline.read(source, _read_code) if source is not None else "",
        target=inline.read(target, _read_code) if target is not None else "",
        final=state in _FINAL or unit.get("approved") == "yes",
        unfinished=state in _UNFINISHED,
    )


def _read_code(element: Any) -> tuple[str, str] | None:
    kind, number = etree.QName(element).localname, element.get("id", "")
    if kind == "g":
        return f"<{number}>", f"</{number}>"
    if kind == "bpt":
        return f"<{element.get('rid') or number}>", ""
    if kind == "ept":
        return f"</{element.get('rid') or number}>", ""
    if kind in ("x", "ph", "bx", "ex"):
        return {"bx": f"<{number}>", "ex": f"</{element.get('rid') or number}>"}.get(kind, f"<{number}/>"), ""
    return None
