"""Batches of sentences of equal shape in the queue of a translator, and their answers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from glosspress.engines.threads import answered, threads

BATCH_TOKENS = 2048
LEAST_TOKENS = 256
"""A batch is not made smaller than this to give every thread one: the weights are read once a batch and step."""

STEP = 8
"""Lengths that share a width: fewer widths make fuller batches, and more of them is padding."""

FORCED_STEP = 32
"""Of sentences whose beginning is forced: few come at a time, and a step of the decoder costs one of them as much as several."""


def width(length: int, *, forced: bool = False) -> int:
    """Tokens to which a sentence of this length is padded; `forced`: its beginning is given."""
    step = FORCED_STEP if forced else STEP
    return -(-max(1, length) // step) * step


def batches(shapes: Sequence[Hashable], sizes: Sequence[int]) -> list[list[int]]:
    """Numbers of equal shape together, the largest sentences first; `BATCH_TOKENS` at most, and no more than a thread's part."""
    most = min(BATCH_TOKENS, max(LEAST_TOKENS, -(-sum(sizes) // threads())))
    groups: dict[Hashable, list[int]] = {}
    for number, shape in enumerate(shapes):
        groups.setdefault(shape, []).append(number)
    found = []
    for group in sorted(groups.values(), key=lambda group: -sizes[group[0]]):
        step = max(1, most // max(1, sizes[group[0]]))
        found += [group[start : start + step] for start in range(0, len(group), step)]
    return found


def queued(parts: list[list[int]], call: Callable[[list[int]], list[Any]]) -> dict[int, Any]:
    """Queue every batch, so that all cores stay busy; what is to come, by number."""
    return {number: future for part in parts for number, future in zip(part, call(part), strict=True)}


def awaited(number: int, coming: dict[int, Any], queue: Iterator[int]) -> Any:
    """The answer to a request, taken out of those to come; each one before it in the queue is a step forward, too."""
    while not coming[number].done():
        earlier = next(queue, number)
        if earlier in coming:
            coming[earlier].result()
        answered()
    answered()
    return coming.pop(number).result()


def answers(parts: list[list[int]], call: Callable[[list[int]], list[Any]]) -> dict[int, Any]:
    """All of them, by number."""
    found = {}
    for number, future in queued(parts, call).items():
        found[number] = future.result()
        answered()
    return found
