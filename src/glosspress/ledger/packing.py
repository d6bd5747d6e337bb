"""JSON values as compressed bytes, and decisions as JSON."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import orjson

from glosspress.digest import canonical_json
from glosspress.page import Decision, State
from glosspress.translation import Finding, Severity

_LEVEL = 3
"""zlib: within 5 % of the best size for texts of this length, at a third of its time."""


def pack(value: Any) -> bytes:
    """Compressed canonical JSON."""
    return zlib.compress(canonical_json(value).encode(), _LEVEL)


def unpack(data: bytes) -> Any:
    """The inverse of `pack`. zlib.error or ValueError: damaged."""
    return orjson.loads(zlib.decompress(data))


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
