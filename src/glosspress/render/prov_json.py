"""Records in PROV-JSON (https://www.w3.org/submissions/prov-json/): one bundle a page and language.

Plain data in the form in which the `prov` library writes it; the tests read every record with that library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from glosspress.digest import canonical_json

VOCABULARY = "urn:glosspress:provenance:"
BUNDLE = "page:record"
_BUNDLED = 4
"""Levels of PROV-JSON above a record: document, `bundle`, its name, kind of record."""
_ENDS = {
    "actedOnBehalfOf": ("prov:delegate", "prov:responsible"),
    "used": ("prov:activity", "prov:entity"),
    "wasAssociatedWith": ("prov:activity", "prov:agent", "prov:plan"),
    "wasAttributedTo": ("prov:entity", "prov:agent"),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
    "wasGeneratedBy": ("prov:entity", "prov:activity", "prov:time"),
    "wasInformedBy": ("prov:informed", "prov:informant"),
    "wasInvalidatedBy": ("prov:entity", "prov:activity", "prov:time"),
}
"""What each relation joins, in the order of PROV-N (https://www.w3.org/TR/prov-n/)."""


class Bundle:
    """The records of one page: kind of record -> name -> attributes. An empty fact, or no time, is not said."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Any]] = {"prefix": {"gp": VOCABULARY}}
        self._relations = 0

    def add(self, kind: str, name: str, attributes: Mapping[str, Any]) -> None:
        """A record whose attributes are PROV-JSON already."""
        self.records.setdefault(kind, {})[name] = attributes

    def entity(self, name: str, kind: str, facts: Mapping[str, Any]) -> None:
        """`kind` is its `prov:type`. Facts: texts, whole numbers, lists of texts."""
        self.add("entity", name, _described(kind, facts))

    def agent(self, name: str, kind: str, called: str, version: str = "") -> None:
        """Who or what did something; its name is always said."""
        self.add("agent", name, {"gp:name": called, **_described(kind, {"gp:version": version})})

    def activity(self, name: str, kind: str, ended: str, facts: Mapping[str, Any]) -> None:
        """As `entity`, with the RFC 3339 time of its end."""
        self.add("activity", name, _described(kind, {**facts, "prov:endTime": _time(ended)}))

    def text(self, page_namespace: str) -> str:
        """The document around the bundle as JSON, one line a record; `page:` stands for `page_namespace`."""
        document = {
            "prefix": {"gp": VOCABULARY, "page": page_namespace},
            "entity": {BUNDLE: {"prov:type": qualified("prov:Bundle")}},
            "bundle": {BUNDLE: self.records},
        }
        return _lines(document, _BUNDLED) + "\n"

    def relate(self, relation: str, *ends: str, kind: str = "") -> None:
        """Join what `_ENDS` says. Relations are numbered in the order of the calls."""
        self._relations += 1
        said = dict(zip(_ENDS[relation], ends, strict=False))
        if "prov:time" in said:
            said["prov:time"] = _time(said["prov:time"])
        self.add(relation, f"_:id{self._relations}", _described(kind, said))


def _described(kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    said = {key: _value(value) for key, value in facts.items() if value not in ("", [])}
    return {"prov:type": qualified(kind), **said} if kind else said


def _value(fact: Any) -> Any:
    if isinstance(fact, list):
        return one_or_more(fact)
    return {"$": str(fact), "type": "xsd:int"} if isinstance(fact, int) else fact


def double(number: float) -> dict[str, str]:
    """A number with six digits as a value."""
    return {"$": f"{number:.6g}", "type": "xsd:double"}


def one_or_more(texts: Iterable[str]) -> Any:
    """Values of one attribute are a set: in one order, so that the same page gives the same bytes; one stands alone."""
    ordered = sorted(set(texts), key=canonical_json)
    return ordered[0] if len(ordered) == 1 else ordered


def qualified(name: str) -> dict[str, str]:
    """A name of some namespace as a value."""
    return {"$": name, "type": "xsd:QName"}


def _time(text: str) -> str:
    """The time as `xsd:dateTime`, whose offsets are whole minutes; empty where it is none, as for a date alone."""
    try:
        time = datetime.fromisoformat(text)
        if (time.utcoffset() or timedelta()) % timedelta(minutes=1):
            time = time.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return time.isoformat() if "T" in text else ""


def _lines(value: Any, depth: int) -> str:
    """One line a value below so many levels of names. (`json` writes an indented text without its C code.)"""
    if not depth or not isinstance(value, dict):
        return canonical_json(value)
    return (
        "{\n"
        + ",\n".join(f"{canonical_json(name)}: {_lines(value[name], depth - 1)}" for name in sorted(value))
        + "\n}"
    )
