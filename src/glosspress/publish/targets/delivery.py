"""The contract of all targets."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Parcel:
    """A verified edition."""

    id: str
    folder: Path
    files: dict[str, str] = field(default_factory=dict)
    """Path -> sha256, the manifest included."""

    def read(self, name: str) -> bytes:
        """A file of the edition."""
        return (self.folder / name).read_bytes()


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a target has now."""

    edition: str
    written: int
    removed: int
    unchanged: int
    where: str
    note: str = ""
    """What an operator should know of how it was done."""


class Target(Protocol):
    """Somewhere readers are."""

    def deliver(self, parcel: Parcel) -> Delivery:
        """Bring the edition there; on return readers see it and what arrived was checked.

        PublishError: it could not be; readers see what they saw before, as far as the kind of target can promise it.
        """
        ...

    def probe(self) -> str:
        """A sentence: it answers and may be written. PublishError: it does not, or may not. Readers see nothing of it."""
        ...
