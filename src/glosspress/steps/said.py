"""What models said is kept in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from glosspress.engines import Engine, PivotEngine, RememberingEngine
from glosspress.ledger import Decoding, Ledger


@dataclass(frozen=True, slots=True)
class Said:
    """The memo of all engines of a workspace."""

    ledger: Ledger

    def recall(self, causes: Mapping[str, str]) -> dict[str, Any]:
        """The known answers; each is noted for the translation that it serves now."""
        found = self.ledger.decodings(list(causes))
        moved = {key: causes[key] for key, item in found.items() if item.cause != causes[key]}
        self.ledger.put_decodings({}, moved)
        return {key: item.answer for key, item in found.items()}

    def keep(self, answers: Mapping[str, Any], causes: Mapping[str, str]) -> None:
        """Store new ones."""
        self.ledger.put_decodings({key: Decoding(causes[key], answer) for key, answer in answers.items()}, {})


def remembering(engine: Engine, ledger: Ledger) -> Engine:
    """The engine, asked nothing twice; what writes without a model is asked as it is."""
    if isinstance(engine, PivotEngine):
        return replace(engine, first=remembering(engine.first, ledger), second=remembering(engine.second, ledger))
    return engine if engine.synthetic else RememberingEngine(engine, Said(ledger))
