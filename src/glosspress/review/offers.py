"""Earlier human translations of sentences that are alike: offered to a translator, never taken over by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from glosspress.article import Rich
from glosspress.exchange.unit import Offer
from glosspress.review.memory import Memory, normalised
from glosspress.review.standing import Human

LEAST = 70.0
"""Percent; below it an offer costs a translator more than it gives (a common threshold of CAT tools)."""
MOST = 3


class Offers:
    """A memory, ready to be searched."""

    def __init__(self, memory: Memory) -> None:
        self._humans: Sequence[Human] = memory.humans()
        self._sources = [normalised(human.source.text) for human in self._humans]

    def alike(self, source: Rich) -> tuple[Offer, ...]:
        """The best offers for a sentence, best first; not the sentence itself."""
        if not self._sources:
            return ()
        wanted = normalised(source.text)
        found = process.extract(wanted, self._sources, scorer=fuzz.ratio, score_cutoff=LEAST, limit=MOST + 1)
        return tuple(_offer(self._humans[number], score / 100) for text, score, number in found if text != wanted)[
            :MOST
        ]


def _offer(human: Human, score: float) -> Offer:
    event = human.newest
    return Offer(human.source, human.target, score, f"{human.state.value} by {event.actor}, event {event.number}")
