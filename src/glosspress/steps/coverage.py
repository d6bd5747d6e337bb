"""Coverage: how many pages of each locale are in which state."""

from __future__ import annotations

from collections import Counter

from glosspress.ledger import Ledger
from glosspress.page import State


def coverage(ledger: Ledger) -> list[dict[str, str | int]]:
    """One row a locale: pages online by state of review, then those whose newest version is held."""
    counts: Counter[tuple[str, str]] = Counter()
    for _page, locale, publish, state in ledger.states():
        counts[locale, state.value if publish else "held"] += 1
    columns = [*(state.value for state in State), "held"]
    locales = sorted({locale for locale, _ in counts})
    return [{"locale": locale, **{name: counts[locale, name] for name in columns}} for locale in locales]
