"""Heading ranks for a page whose only h1 is its title: they begin at h2 and never skip a rank."""

from __future__ import annotations


class Outline:
    """Ranks in document order. A source that jumps from h2 to h4, or begins with h5, still gives a sound outline."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def rank(self, level: int) -> int:
        """The rank (2 to 6) of the next heading, whose level in the source is 1 to 6."""
        while self._open and self._open[-1] >= level:
            self._open.pop()
        self._open.append(level)
        return min(1 + len(self._open), 6)
