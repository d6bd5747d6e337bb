"""One thing that was looked at, and how looks become diagnoses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from glosspress.errors import GlosspressError


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at."""

    what: str
    ok: bool
    found: str
    mend: str = ""
    """The next command."""
    required: bool = True
    """False: worth knowing; nothing fails without it."""

    @property
    def mark(self) -> str:
        """How the line begins."""
        return "ok" if self.ok else "WRONG" if self.required else "note"


def looked_at(looks: Mapping[str, Callable[[], str]]) -> Iterator[Diagnosis]:
    """What each look found; an error of ours is a diagnosis that says where and how to mend it."""
    for what, look in looks.items():
        try:
            yield Diagnosis(what, ok=True, found=look())
        except GlosspressError as error:
            where = f"{error.where}: " if error.where else ""
            yield Diagnosis(what, ok=False, found=f"{where}{error.what}", mend=error.next_step)
