"""JSON values as compressed bytes, pages in a form that is read in part, and decisions as JSON."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import orjson

from glosspress.digest import canonical_json
from glosspress.page import Decision, State, translated_texts
from glosspress.translation import Finding, Severity

_LEVEL = 3
"""zlib: within 5 % of the best size for texts of this length, at a third of its time."""

_FIRST = 4096
"""Bytes of a page that are read first: the texts of 40 sentences."""


def pack(value: Any) -> bytes:
    """Compressed canonical JSON."""
    return zlib.compress(canonical_json(value).encode(), _LEVEL)


def pack_quickly(value: Any) -> bytes:
    """Compressed JSON, for what nobody takes a digest of."""
    return zlib.compress(orjson.dumps(value), _LEVEL)


def unpack(data: bytes) -> Any:
    """The inverse of both. zlib.error or ValueError: damaged."""
    return orjson.loads(zlib.decompress(data))


def pack_page(data: Mapping[str, Any]) -> bytes:
    """Three compressed lines of JSON: the texts that were translated, the page without its translations, the translations.

    Most readers ask for the first or the second one, and need not read the last, which is the longest.
    """
    outline = {name: value for name, value in data.items() if name != "translations"}
    lines = (translated_texts(data), outline, data["translations"])
    return zlib.compress(b"\n".join(orjson.dumps(line) for line in lines), _LEVEL)


def unpack_page(body: bytes, *, outline: bool = False) -> dict[str, Any]:
    """What `pack_page` or, in an older ledger, `pack` was given; as an outline it has no translations."""
    lines = zlib.decompress(body).split(b"\n")
    if len(lines) == 1:
        data = orjson.loads(lines[0])
        return data | {"translations": []} if outline else data  # type: ignore[no-any-return]
    return orjson.loads(lines[1]) | {"translations": [] if outline else orjson.loads(lines[2])}  # type: ignore[no-any-return]


def texts_of_page(body: bytes) -> list[str]:
    """The texts that were translated for a packed page, in order. zlib.error: damaged."""
    reader = zlib.decompressobj()
    begun = reader.decompress(body, _FIRST)
    while b"\n" not in begun and not reader.eof:
        if not reader.unconsumed_tail:
            raise zlib.error("the page is cut off")
        begun += reader.decompress(reader.unconsumed_tail, len(begun))
    line, end, _ = begun.partition(b"\n")
    return orjson.loads(line) if end else translated_texts(orjson.loads(line))


def decision_json(decision: Decision) -> dict[str, Any]:
    """A JSON-ready form, read back by `decision_from_json`."""
    return {
        "publish": decision.publish,
        "reasons": list(decision.reasons),
        "findings": [[where, item.check, item.severity.value, item.message] for where, item in decision.findings],
        "state": decision.state.value,
    }


def decision_from_json(data: Mapping[str, Any]) -> Decision:
    """The decision that `decision_json` described."""
    return Decision(
        publish=data["publish"],
        reasons=tuple(data["reasons"]),
        findings=tuple(
            (where, Finding(check, Severity(severity), message)) for where, check, severity, message in data["findings"]
        ),
        state=State(data["state"]),
    )
