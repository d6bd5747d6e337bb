"""No sentence is asked for twice, also when several processes meet it on different pages at the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from glosspress.article import Rich
from glosspress.ledger import Ledger
from glosspress.steps import progress
from glosspress.steps.claiming import LEASE_S, Patience, free_of_dead, owning
from glosspress.translate.stage import Memory
from glosspress.translation import Rung, Segment, Translation

Ask = Callable[[Sequence[Segment], Memory], list[Translation]]
"""Translations of segments, in their order; the memory is asked once for all keys, and what it knows is not made."""
_POLL_S = 0.3
_ELSEWHERE = Translation("", Rich(""), Rich(""), held=True, reasons=(), rung=Rung.HELD)
"""Another process is translating it."""


class Once:
    """The machine of one chunk of pages. What another process translates at the moment is waited for, and taken from it."""

    def __init__(self, ledger: Ledger, ask: Ask, keep: Callable[[Sequence[Translation]], None]) -> None:
        self._ledger, self._ask, self._keep = ledger, ask, keep
        self.fresh: dict[str, Translation] = {}
        """By key, what was translated here; `keep` has stored it."""
        self._awaited: list[str] = []
        """Claims that others held at the last look."""

    def translate(self, parts: Sequence[Segment]) -> list[Translation]:
        """One translation a segment, in order."""
        found = self._turn(parts)
        open_ = [number for number, item in enumerate(found) if item is _ELSEWHERE]
        patience = Patience(self._ledger)
        while open_:
            patience.wait(_POLL_S, self._awaited)
            again = self._turn([parts[number] for number in open_])
            for number, item in zip(open_, again, strict=True):
                found[number] = item
            open_ = [number for number in open_ if found[number] is _ELSEWHERE]
        return found

    def _turn(self, parts: Sequence[Segment]) -> list[Translation]:
        """Translate what nobody else is at. Nothing is waited for while something is claimed, so nobody waits for ever."""
        with owning(self._ledger) as owner:
            claimed: set[str] = set()

            def memory(keys: list[str]) -> dict[str, Translation]:
                known = self._ledger.translations(keys)
                missing = [key for key in keys if key not in known]
                if not missing:
                    return known
                claimed.update(self._claim(missing, owner))
                known |= self._ledger.translations(sorted(claimed))  # stored between the look and the claim
                claimed.difference_update(known)
                elsewhere = [key for key in missing if key not in claimed]
                self._awaited = [_name(key) for key in elsewhere]
                return dict.fromkeys(elsewhere, _ELSEWHERE) | known

            found = self._ask(parts, memory)
            made = {item.key: item for item in found if item.key in claimed}
            self._keep(list(made.values()))
            progress.go_on()
            self.fresh |= made
        return found

    def _claim(self, keys: Sequence[str], owner: str) -> set[str]:
        names = {_name(key): key for key in keys}
        mine = self._ledger.claim_all(list(names), owner, LEASE_S)
        if len(mine) < len(names) and free_of_dead(self._ledger, sorted(set(names) - mine)):
            mine = self._ledger.claim_all(list(names), owner, LEASE_S)
        return {names[name] for name in mine}


def _name(key: str) -> str:
    return f"sentence:{key}"
