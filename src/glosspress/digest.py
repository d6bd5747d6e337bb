"""Hashes and canonical JSON: the only way this project derives an identity from content."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(data: bytes | str) -> str:
    """Lower-case hexadecimal sha256 of bytes, or of a text as UTF-8."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def sha256_file(path: Path) -> str:
    """sha256 of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def canonical_json(value: Any) -> str:
    """One text per value: sorted keys, no spaces, no NaN (the idea of RFC 8785)."""
    return _CANONICAL.encode(value)


def digest(value: Any) -> str:
    """sha256 of the canonical JSON of a value."""
    return sha256(canonical_json(value))


def digest_of_parts(parts: Iterable[str]) -> str:
    """sha256 of several texts, order kept; no two different sequences collide by concatenation."""
    return digest(list(parts))


def utc_now() -> str:
    """The time as RFC 3339 in UTC, to the second. `SOURCE_DATE_EPOCH` (reproducible-builds.org) freezes it."""
    frozen = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(frozen), UTC) if frozen else datetime.now(UTC)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")
