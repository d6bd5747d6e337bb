"""What is wrong with a term base, where, and how to mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from glosspress.errors import GlossaryError


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in a term base file."""

    path: str
    line: int
    """1-based; the line on which the row begins."""
    column: int
    """1-based character in that line at which the cell begins; 1 where no cell is concerned."""
    rule: str
    """Stable name of the rule, `empty-target`."""
    message: str
    mend: str
    """What to do about it, a sentence."""
    error: bool = True
    """True: the file does not load. False: a warning."""

    @property
    def where(self) -> str:
        """`file:line:column`, as editors and terminals understand it."""
        return f"{self.path}:{self.line}:{self.column}"

    def as_json(self) -> dict[str, Any]:
        """A JSON-ready form."""
        return asdict(self)


def first_error(problems: list[Problem]) -> GlossaryError | None:
    """The error to raise at load: the first one, with the number of the others."""
    errors = [problem for problem in problems if problem.error]
    if not errors:
        return None
    first = errors[0]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    name = Path(first.path).name
    return GlossaryError(first.message + more, first.where, f"{first.mend} Then: glosspress glossary check {name}")
