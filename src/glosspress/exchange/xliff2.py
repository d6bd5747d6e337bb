"""XLIFF 2.1 (https://docs.oasis-open.org/xliff/xliff-core/v2.1/): pages to translators' tools and back.

Written: codes as `pc` and `ph`, pins as `mrk` with validation rules, provenance as metadata, the machine's text as a match
with its confidence, findings of the checks as ITS localization quality issues, terms as glossary entries. Valid against
`schemas/` on both ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from glosspress.errors import ExchangeError
from glosspress.exchange import inline, xliff2_modules
from glosspress.exchange.inline import Span
from glosspress.exchange.unit import Returned, Sheet, Unit
from glosspress.exchange.xliff2_modules import ITS, MDA, NAMESPACES, XLF
from glosspress.exchange.xml import legal, parsed, serialised, validated
from glosspress.translation import PinResult

SCHEMA = "xliff_2.1.xsd"
_STATES = {
    "machine-unreviewed": "translated",
    "machine-checked": "translated",
    "post-edited": "reviewed",
    "approved": "final",
}
_TYPES = {"a": "link", "q": "quote", "img": "image"}


def write(sheets: Sequence[Sheet]) -> bytes:
    """A document of one pair of languages, a `file` a page. ExchangeError: what was written is not valid (our fault)."""
    root = etree.Element(f"{{{XLF}}}xliff", nsmap=NAMESPACES)
    root.set("version", "2.1")
    root.set("srcLang", sheets[0].source_locale)
    root.set("trgLang", sheets[0].locale)
    root.set(f"{{{ITS}}}version", "2.0")
    for number, sheet in enumerate(sheets, 1):
        file = etree.SubElement(root, f"{{{XLF}}}file", id=f"f{number}", original=f"{sheet.page_id}@{sheet.locale}")
        xliff2_modules.metadata(file, "page", [("title", sheet.title), ("url", sheet.url)])
        for unit in sheet.units:
            _unit(file, unit, f"lqi-f{number}-{unit.id}")
    data = serialised(root)
    validated(parsed(data, "export"), SCHEMA, "export")
    return data


def _unit(file: Any, unit: Unit, issues: str) -> None:
    element = etree.SubElement(file, f"{{{XLF}}}unit", id=unit.id, canResegment="no")
    xliff2_modules.of_unit(element, unit, issues)
    if unit.notes:
        notes = etree.SubElement(element, f"{{{XLF}}}notes")
        for text in unit.notes:
            etree.SubElement(notes, f"{{{XLF}}}note", category="comment").text = legal(text)
    segment = etree.SubElement(element, f"{{{XLF}}}segment", id="s1", state=_STATES[unit.state])
    segment.set("subState", f"glosspress:{unit.state}")
    source = etree.SubElement(segment, f"{{{XLF}}}source")
    spans = inline.code_spans(unit.source, unit.source, _code)
    inline.fill(source, unit.source.text, [*spans, *_pins(unit.pins)])
    target = etree.SubElement(segment, f"{{{XLF}}}target")
    spans = inline.code_spans(unit.target, unit.source, _code)
    if unit.findings:
        target = etree.SubElement(target, f"{{{XLF}}}mrk", id="q1", type="its:any")
        target.set(f"{{{ITS}}}locQualityIssuesRef", f"#its={issues}")
    inline.fill(target, unit.target.text, spans)


def _code(number: int, tag: str, empty: bool) -> tuple[str, dict[str, str]]:
    shared = {"id": str(number), "subType": f"html:{tag}"}
    if empty:
        return f"{{{XLF}}}ph", {**shared, "type": "fmt", "equiv": f"<{number}/>", "disp": f"<{tag}>"}
    shown = {"dispStart": f"<{tag}>", "dispEnd": f"</{tag}>"}
    keep = {"canDelete": "no"} if tag in ("a", "sub", "sup", "code") else {}
    return f"{{{XLF}}}pc", {**shared, "type": _TYPES.get(tag, "fmt"), **shown, **keep}


def _pins(pins: Sequence[PinResult]) -> Iterator[Span]:
    """Terms as terms; what stands in the target letter for letter is not to be translated."""
    for number, result in enumerate(pins, 1):
        pin = result.pin
        attributes = {"id": f"m{number}", "type": "term" if pin.kind == "term" else f"glosspress:{pin.kind}"}
        if pin.source in pin.targets:
            attributes["translate"] = "no"
        if pin.targets:
            attributes["value"] = " | ".join(pin.targets[:4])
        if pin.start < pin.end:
            yield Span(pin.start, pin.end, f"{{{XLF}}}mrk", attributes, code=False)


def read(data: bytes, name: str) -> list[Returned]:
    """The sentences of a document. ExchangeError with `file:line`: not well-formed, not valid, not ours."""
    root = parsed(data, name)
    if root.tag != f"{{{XLF}}}xliff":
        raise ExchangeError("is not an XLIFF 2 document", f"{name}:{root.sourceline}")
    validated(root, SCHEMA, name)
    found: list[Returned] = []
    for file in root.iter(f"{{{XLF}}}file"):
        page_id, _, locale = (file.get("original") or "").rpartition("@")
        found += [_returned(unit, page_id, locale, name) for unit in file.iter(f"{{{XLF}}}unit")]
    return found


def _returned(unit: Any, page_id: str, locale: str, name: str) -> Returned:
    meta = {item.get("type"): item.text or "" for item in unit.iter(f"{{{MDA}}}meta")}
    segments = unit.findall(f"{{{XLF}}}segment")
    targets = [segment.find(f"{{{XLF}}}target") for segment in segments]
    whole = all(target is not None for target in targets)
    parts = unit.findall(f"{{{XLF}}}segment") + unit.findall(f"{{{XLF}}}ignorable") if len(segments) == 1 else [*unit]
    return Returned(
        line=f"{name}:{(targets[0] if whole and targets else unit).sourceline}",
        page_id=page_id,
        locale=locale,
        where=unit.get("id", "").replace("-", "#"),
        subject=meta.get("subject", ""),
        seen=int(meta["seen"]) if meta.get("seen", "").isdecimal() else None,
        sent=meta.get("sent", ""),
        source=_joined(parts, "source"),
        target=_joined(parts, "target") if whole else "",
        final=all(segment.get("state") == "final" for segment in segments),
        unfinished=any(segment.get("state", "initial") == "initial" for segment in segments),
    )


def _joined(parts: Sequence[Any], side: str) -> str:
    out = ""
    for part in parts:
        if part.tag in (f"{{{XLF}}}segment", f"{{{XLF}}}ignorable"):
            element = part.find(f"{{{XLF}}}{side}")
            element = element if element is not None else part.find(f"{{{XLF}}}source")
            out += inline.read(element, _read_code)
    return out


def _read_code(element: Any) -> tuple[str, str] | None:
    kind, number = etree.QName(element).localname, element.get("id", "")
    if kind == "pc":
        return f"<{number}>", f"</{number}>"
    if kind == "ph":
        return f"<{number}/>", ""
    if kind == "sc":
        return f"<{number}>", ""
    if kind == "ec":
        return f"</{element.get('startRef') or number}>", ""
    if kind == "cp":
        return _character(element.get("hex", "")), ""
    return None


def _character(hexadecimal: str) -> str:
    """The character of a `cp`; those that are none, or that no text may have, are left out."""
    try:
        return legal(chr(int(hexadecimal, 16)))
    except (ValueError, OverflowError):
        return ""
