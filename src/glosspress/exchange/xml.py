"""XML from elsewhere: no entities, no network, no bombs; faults with file and line."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import Any

from lxml import etree

from glosspress.errors import ExchangeError

MAX_BYTES = 200_000_000
_SUBSET = re.compile(r"<!DOCTYPE[^>\[]*\[|<!ENTITY", re.IGNORECASE)
_XML_XSD = "http://www.w3.org/2001/xml.xsd"


def parsed(data: bytes, name: str) -> Any:
    """The root element. ExchangeError: not well-formed, too large, or with declarations of its own (entities)."""
    if len(data) > MAX_BYTES:
        raise ExchangeError(f"is larger than {MAX_BYTES:,} bytes", name)
    if _SUBSET.search(_prolog(data)):
        raise ExchangeError("declares entities of its own; such a file is not opened", name, "export it again without")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ExchangeError(f"is not well-formed: {error.msg}", f"{name}:{error.lineno or 1}") from None


def _prolog(data: bytes) -> str:
    """All before the root element, in whatever encoding."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" in data[:4]:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    text = data[:1_000_000].decode(encoding, errors="replace")
    root = re.search(r"<[A-Za-z_]", text)
    return text[: root.start()] if root else text


def validated(root: Any, schema: str, name: str) -> None:
    """ExchangeError with the line of the first fault, where a document does not follow a schema of `schemas/`."""
    rules = _schema(schema)
    if not rules.validate(root):
        first = rules.error_log[0]
        what = re.sub(r"\{[^}]*\}", "", first.message)
        raise ExchangeError(f"is not valid ({schema}): {what}", f"{name}:{first.line}")


@lru_cache(maxsize=4)
def _schema(name: str) -> Any:
    with resources.as_file(resources.files("glosspress.exchange") / "schemas") as folder:
        text = (folder / name).read_bytes()
        local = (folder / "informativeCopiesOf3rdPartySchemas" / "w3c" / "xml.xsd").as_uri()
        document = etree.fromstring(text.replace(_XML_XSD.encode(), local.encode()), base_url=(folder / name).as_uri())
        return etree.XMLSchema(document)


_MIXED = frozenset({"source", "target", "seg"})
"""Elements whose white space is text."""


def serialised(root: Any) -> bytes:
    """The document as UTF-8 with its declaration, an element of the frame a line, so that faults have a line."""
    _broken(root)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _broken(element: Any) -> None:
    if etree.QName(element).localname in _MIXED or not len(element):
        return
    element.text = "\n"
    for child in element:
        child.tail = "\n"
        _broken(child)


def legal(text: str) -> str:
    """Without the control characters XML 1.0 cannot carry."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
