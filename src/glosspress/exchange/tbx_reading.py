"""Reading TBX: version 2 and 3, data categories as attributes (DCA) or as elements (DCT), in any dialect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from glosspress.errors import ExchangeError
from glosspress.exchange.languages import chosen
from glosspress.exchange.tbx import LANG
from glosspress.exchange.tbx_notes import cells_from
from glosspress.exchange.term_columns import proposal
from glosspress.exchange.xml import parsed
from glosspress.glossary.proposal import Proposal

_ROOTS = ("tbx", "martif", "TBX")
_ENTRIES = ("conceptEntry", "termEntry")
_LANGUAGES = ("langSec", "langSet")
_TERMS = ("termSec", "tig", "ntig")
_FRAME = frozenset({*_ENTRIES, *_LANGUAGES, *_TERMS})
_REFUSED = re.compile(r"deprecated|forbidden|obsolete|notrecommended", re.IGNORECASE)
_COLUMNS = (
    "id",
    "source",
    "target",
    "forms",
    "forbidden",
    "pos",
    "domain",
    "note",
    "evidence",
    "reviewer",
    "reviewed_at",
)


def read(data: bytes, name: str, source: str, target: str) -> list[Proposal]:
    """The entries that have terms of both languages; a synonym of the source makes a row of its own.

    ExchangeError with `file:line`: not well-formed, no TBX, none of its entries has both languages.
    """
    root = parsed(data, name)
    if _tag(root) not in _ROOTS:
        raise ExchangeError("is no TBX document", f"{name}:{root.sourceline}", "export it as TBX, version 2 or 3")
    entries = [item for item in root.iter() if _tag(item) in _ENTRIES]
    found = [row for item in entries for row in _rows(item, name, source, target)]
    if entries and not found:
        tags = sorted({tag for item in entries for tag in _sections(item)})
        message = f"no entry has terms in {source!r} and {target!r}; the file has {', '.join(tags)}"
        raise ExchangeError(message, name, "give the pair of the file: --pair")
    return found


def _rows(entry: Any, name: str, source: str, target: str) -> Iterator[Proposal]:
    sections = _sections(entry)
    mine, other = chosen(sections, source), chosen(sections, target)
    if mine is None or other is None:
        return
    cells = _concept(entry) | _language_notes(entry, sections[mine], sections[other])
    wording = _wording(sections[other], cells.get("status", ""))
    where = f"{name}:{entry.sourceline}"
    used = {*_COLUMNS, *cells}
    for number, section in enumerate(_terms(sections[mine]), 1):
        row = {**cells, **wording, "source": _text(section, "term"), "pos": cells.get("pos") or _kind(section)}
        if number > 1 and row.get("id"):
            row["id"] = f"{row['id']}-{number}"
        yield proposal(row, where, used, entry.sourceline)


def _concept(entry: Any) -> dict[str, str]:
    """What is said of the entry as a whole."""
    cells = {"domain": _named(entry, "subjectField"), "evidence": _named(entry, "source")}
    for group in entry.findall("{*}transacGrp"):
        who, date = _named(group, "responsibility"), _text(group, "date")
        if who and date:
            cells |= {"reviewer": who, "reviewed_at": date}
    identity = entry.get("id") or entry.get("{http://www.w3.org/XML/1998/namespace}id") or ""
    cells["id"] = identity.removeprefix("c-") if not identity.startswith("n-") else ""
    return {name: value for name, value in cells.items() if value}


def _language_notes(entry: Any, mine: Any, other: Any) -> dict[str, str]:
    """Notes and definitions at any level; those of a single term belong to it and its row."""
    places = [entry, mine, other, *_terms(mine), *_terms(other)]
    notes = [_flat(item) for place in places for item in _own(place) if _tag(item) == "note"]
    notes += [text for place in (entry, mine) if (text := _named(place, "definition"))]
    return cells_from(notes)


def _wording(section: Any, status: str) -> dict[str, str]:
    """Target, forms and forbidden renderings by their administrative status; the first one stands in for a preferred one."""
    ranked: dict[str, list[str]] = {"preferred": [], "": [], "superseded": [], "refused": []}
    for item in _terms(section):
        said = _named(item, "administrativeStatus").lower()
        kind = "refused" if _REFUSED.search(said) else next((k for k in ("preferred", "superseded") if k in said), "")
        ranked[kind].append(_text(item, "term"))
    allowed = [text for text in (*ranked["preferred"], *ranked[""]) if text]
    if status == "deprecated" or not allowed:
        allowed, status = [*ranked["superseded"], *allowed], status or ("deprecated" if ranked["superseded"] else "")
    else:
        ranked["refused"] = [*ranked["superseded"], *ranked["refused"]]
        status = status or ("approved" if ranked["preferred"] else "")
    cells = {"target": allowed[0] if allowed else "", "forms": "|".join(allowed[1:])}
    cells["forbidden"] = "|".join(text for text in ranked["refused"] if text)
    if not allowed and cells["forbidden"]:
        cells["mode"] = "forbid"
    return cells | ({"status": status} if status else {})


def _kind(section: Any) -> str:
    return "acronym" if _named(section, "termType") == "acronym" else _named(section, "partOfSpeech")


def _sections(entry: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in entry:
        if _tag(item) in _LANGUAGES:
            found.setdefault(item.get(LANG) or item.get("lang") or "", item)
    return found


def _terms(section: Any) -> list[Any]:
    return [item for item in section.iter() if _tag(item) in _TERMS]


def _own(place: Any) -> Iterator[Any]:
    """All elements of a place, not those of entries, languages and terms inside it."""
    for item in place:
        if _tag(item) not in _FRAME:
            yield item
            yield from _own(item)


def _named(place: Any, category: str) -> str:
    """A data category, as a type (DCA) or as an element (DCT)."""
    for item in _own(place):
        if item.get("type") == category or (_tag(item) == category and not item.get("type")):
            return _flat(item)
    return ""


def _text(place: Any, tag: str) -> str:
    return next((_flat(item) for item in _own(place) if _tag(item) == tag), "")


def _flat(item: Any) -> str:
    """Text without markup; a line break is a blank, as files are folded anywhere."""
    text = "".join(item.itertext()).strip()
    return re.sub(r"\s*\n\s*", " ", text)


def _tag(item: Any) -> str:
    return etree.QName(item).localname if isinstance(item.tag, str) else ""
