"""What target tokens attend to, as CTranslate2 tells it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, overload

from glosspress.engines.engine import UNKNOWN, Alignment, Attention


class Searched(Sequence[int]):
    """The alignment of a hypothesis of a beam, read from the answer when it is asked for: few are.

    The first one is unknown: CTranslate2 4.8 takes it from another sentence of the batch. It repeats the attention of the first
    step for every beam only after it has chosen rows as if there was one (`BeamSearch::search`, `expand_after_first_step`); all
    other rows are right. A test shows the fault, and fails when it is gone.
    """

    def __init__(self, answer: Any, number: int) -> None:
        self._answer, self._number = answer, number

    @cached_property
    def _all(self) -> Alignment:
        return (UNKNOWN, *strongest(self._answer.attention[self._number][1:]))

    def __len__(self) -> int:
        return len(self._all)

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> Alignment: ...

    def __getitem__(self, place: int | slice) -> int | Alignment:
        return self._all[place]


def attention_rows(rows: Iterable[Iterable[float]]) -> Attention:
    """The rows as they are."""
    return tuple(tuple(row) for row in rows)


def strongest(rows: Iterable[Sequence[float]]) -> Alignment:
    """The source token with the most weight of each row; the first of equal ones."""
    return tuple(row.index(max(row)) if row else UNKNOWN for row in rows)
