"""All that pages of one locale are worked on with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from glosspress import checks, locales
from glosspress.article import Kind
from glosspress.checks import Context
from glosspress.engines import Engine, PivotEngine, open_engine, read_lock
from glosspress.event import Event, page_subject
from glosspress.glossary import Glossary, for_pair
from glosspress.ledger import Ledger, open_ledger
from glosspress.locales import Locale
from glosspress.review import Rules, rules
from glosspress.review.memory import Memory, extended
from glosspress.review.standing import PAGE_KINDS
from glosspress.settings import LocalePolicy
from glosspress.sources import Source, load_all
from glosspress.steps.said import remembering
from glosspress.translate import translate_segments
from glosspress.translate.stage import Memory as Known
from glosspress.translation import Segment, Translation
from glosspress.workspace import Workspace

_OF_TEXT = frozenset(check.id for check in checks.ALL) - checks.LOCKED - {"markup"}
"""Checks that ask for good language: a pseudo locale has none."""


@dataclass(frozen=True)
class Desk:
    """A workspace, its ledger and one target locale. Engine, term base and memory are loaded when they are asked for."""

    here: Workspace
    ledger: Ledger
    locale: Locale
    source: Locale
    only_released: bool = False
    """True: unreleased changes of the term base are held back."""

    @cached_property
    def engine(self) -> Engine:
        """With the term bases of both hops, where it goes through a pivot. EngineError: no package serves the pair."""
        engine = open_engine(self.source, self.locale, self.policy.engine, read_lock(self.here.engines_lock))
        if not isinstance(engine, PivotEngine):
            return engine
        pairs = ((self.source.tag, engine.pivot.tag), (engine.pivot.tag, self.locale.tag))
        first, second = (for_pair(self.here, *pair, only_released=self.only_released) for pair in pairs)
        return replace(engine, bases=(first, second))

    @cached_property
    def glossary(self) -> Glossary | None:
        """GlossaryError: the term base is invalid."""
        return for_pair(self.here, self.source.tag, self.locale.tag, only_released=self.only_released)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Source definitions by id."""
        return {item.id: item for item in load_all(self.here)}

    @cached_property
    def memory(self) -> Memory:
        """What persons wrote or approved in this locale, as it was when first asked for."""
        return _memory(self.ledger, self.locale.tag)

    @property
    def policy(self) -> LocalePolicy:
        """Of the locale."""
        return self.here.policy(self.locale.tag)

    def rules(self, source: str) -> Rules:
        """What pages of a source need before they go online here."""
        return rules(self.here.config, self.locale.tag, source)

    def context(self, kind: Kind) -> Context:
        """How checks look at a human text in a kind of block."""
        synthetic = self.locale.pseudo or self.policy.engine in ("echo", "pseudo")
        return Context(
            locale=self.locale,
            source_language=self.source.language,
            glossary=self.glossary,
            kind=kind,
            block=frozenset(self.policy.block) - (_OF_TEXT if synthetic else frozenset()),
            warn=frozenset(self.policy.warn) | (_OF_TEXT if synthetic else frozenset()),
        )

    def translated(
        self, parts: Sequence[Segment], glossary: Glossary | None, memory: Known | None = None
    ) -> list[Translation]:
        """The machine's translations, one a segment. All steps ask here, so that they find each other's by their keys.

        Without a memory the model is really asked; with one, nothing that it was asked before.
        """
        return translate_segments(
            parts,
            self.locale,
            remembering(self.engine, self.ledger) if memory else self.engine,
            glossary,
            source_language=self.source.language,
            memory=memory,
            policy=self.policy,
        )

    def page_events(self, page_ids: Sequence[str]) -> dict[str, list[Event]]:
        """The events about whole pages, by page id, oldest first."""
        subjects = {page_subject(page_id, self.locale.tag): page_id for page_id in page_ids}
        found: dict[str, list[Event]] = {page_id: [] for page_id in page_ids}
        if self.ledger.head()[0]:
            for event in self.ledger.events(subjects=list(subjects), kinds=PAGE_KINDS):
                found[subjects[event.subject]].append(event)
        return found


def open_desk(here: Workspace, tag: str, *, only_released: bool = False) -> Desk:
    """The desk of a locale. UsageError: not a locale. LedgerError: the ledger cannot be opened."""
    source = locales.parse(here.config.source_language)
    return Desk(here, open_ledger(here.ledger_url), locales.parse(tag), source, only_released)


_KNOWN: dict[tuple[str, str], tuple[int, str, Memory]] = {}
"""By ledger and locale, the memory up to an event, with its number and sha256: the chain only grows, so that one goes on."""


def _memory(ledger: Ledger, tag: str) -> Memory:
    """A pure function of the chain up to its head; only events since the last call are read."""
    head, sha = ledger.head()
    number, known_sha, memory = _KNOWN.get((ledger.where, tag), (0, "", Memory(tag)))
    if (number, known_sha) == (head, sha):
        return memory
    news = [event for event in ledger.events(after=max(0, number - 1)) if event.number <= head]
    if number and (not news or news[0].sha256 != known_sha):
        number, memory = 0, Memory(tag)  # another ledger at the same place
        news = [event for event in ledger.events() if event.number <= head]
    memory = extended(memory, [event for event in news if event.number > number])
    _KNOWN[ledger.where, tag] = (head, sha, memory)
    return memory
