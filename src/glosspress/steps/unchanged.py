"""Which pages of a batch need no work: everything they are made from is what it was when they were decided about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from glosspress import __version__, checks, pins, review, segment
from glosspress.digest import digest
from glosspress.page import Page
from glosspress.steps.desk import Desk
from glosspress.steps.gathering import cleaner
from glosspress.steps.job import ArticleRef, HeldPage
from glosspress.translate import keys
from glosspress.translation import Translation


class Unchanged:
    """What is known of the pages of a batch, and what was spared."""

    def __init__(self, desk: Desk, refs: Sequence[ArticleRef]) -> None:
        self._desk = desk
        common = digest(_common(desk))
        self._inputs = {ref.id: _inputs(desk, common, ref) for ref in refs}
        known = desk.ledger.page_inputs(desk.locale.tag, list(self._inputs))
        self.spared = {page_id: facts for page_id, (inputs, facts) in known.items() if inputs == self._inputs[page_id]}
        """By page id, the figures of pages that need no work."""

    @property
    def segments(self) -> int:
        """Of the spared pages."""
        return sum(facts["segments"] for facts in self.spared.values())

    def count(self, name: str) -> Counter[str]:
        """`rungs` or `findings` of the spared pages."""
        total: Counter[str] = Counter()
        for facts in self.spared.values():
            total.update(facts[name])
        return total

    def held(self) -> list[HeldPage]:
        """The spared pages that are held."""
        ledger, tag = self._desk.ledger, self._desk.locale.tag
        return [
            HeldPage(page_id, tag, tuple(facts["held"]), ledger.is_online(page_id, tag))
            for page_id, facts in self.spared.items()
            if facts["held"]
        ]

    def remember(self, made: Sequence[tuple[Page, str, HeldPage | None]]) -> None:
        """Keep what pages (with their digests) were made from."""
        self._desk.ledger.put_page_inputs(
            self._desk.locale.tag,
            {page.id: (self._inputs[page.id], sha, _facts(page, held)) for page, sha, held in made},
        )


def _common(desk: Desk) -> list[Any]:
    """What concerns all pages of a locale; the event chain only as far as it concerns this locale."""
    engine, glossary = desk.engine, desk.glossary
    return [
        [desk.source.tag, desk.locale.tag],
        [engine.label, engine.sha256, engine.decoding],
        [glossary.label, glossary.sha256] if glossary else [],
        desk.policy.model_dump(mode="json"),
        [keys.VERSION, pins.VERSION, checks.VERSION, segment.VERSION, review.VERSION, __version__],
        desk.ledger.last_event(desk.locale.tag),
    ]


def _inputs(desk: Desk, common: str, ref: ArticleRef) -> str:
    source = desk.sources[ref.source]
    return digest(
        [
            common,
            cleaner(source, ref.url),
            source.model_dump(mode="json"),
            _plain(asdict(desk.rules(ref.source))),
            asdict(ref),
        ]
    )


def _plain(rules: dict[str, Any]) -> dict[str, Any]:
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in rules.items()}


def _facts(page: Page, held: HeldPage | None) -> dict[str, Any]:
    sentences: list[Translation] = [item for _, items in page.translations for item in items]
    return {
        "segments": len(sentences),
        "rungs": dict(Counter(item.rung.value for item in sentences)),
        "findings": dict(Counter(found.check for item in sentences for found in item.findings)),
        "held": list(held.reasons) if held else [],
    }
