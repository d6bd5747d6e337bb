"""Which package serves a workspace: what `engines.lock` says, so that a new package serves only after it was promoted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import Field

from glosspress import definitions
from glosspress.definitions import Definition
from glosspress.errors import EngineError

_HEAD = (
    "# Which engine package serves each pair: written by `glosspress engine promote` and `rollback`.\n"
    "# Keep it under version control.\n"
)


class Serving(Definition):
    """A package and its decoding settings."""

    version: str
    """Of the package: `0.2`."""
    model_sha256: str
    """Digest of the model's files, as provenance names it."""
    beam: int = Field(default=2, ge=1, le=16)


class Choice(Definition):
    """What serves a pair now, and what served before."""

    now: Serving
    before: Serving | None = None


class Lock(Definition):
    """`engines.lock`."""

    pairs: dict[str, Choice] = Field(default_factory=dict)
    """By pair of engine codes: `en-pt`."""


def read_lock(path: Path) -> Lock:
    """The lock of a workspace; empty where there is none. ConfigError: file:line of what is wrong."""
    return definitions.load(path, Lock) if path.is_file() else Lock()


def write_lock(path: Path, pairs: Mapping[str, Choice]) -> None:
    """Write it whole or not at all. EngineError: it cannot be written."""
    data = {"pairs": {pair: pairs[pair].model_dump(exclude_none=True) for pair in sorted(pairs)}}
    scratch = path.with_name(f".{path.name}.new")
    try:
        scratch.write_text(_HEAD + yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
        scratch.replace(path)
    except OSError as error:
        raise EngineError(f"cannot be written: {error.strerror}", path.name, "check its permissions") from error
