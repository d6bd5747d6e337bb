"""All that pages of one locale are worked on with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from glosspress import checks, locales
from glosspress.article import Kind
from glosspress.checks import Context
from glosspress.engines import Engine, open_engine, read_lock
from glosspress.event import Event, page_subject
from glosspress.glossary import Glossary, for_pair
from glosspress.ledger import Ledger, open_ledger
from glosspress.locales import Locale
from glosspress.review import Rules, rules
from glosspress.review.memory import Memory, remember
from glosspress.review.standing import PAGE_KINDS, SEGMENT_KINDS
from glosspress.sources import Source, load_all
from glosspress.workspace import LocalePolicy, Workspace

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
        """EngineError: no package serves the pair."""
        return open_engine(self.source, self.locale, self.policy.engine, read_lock(self.here.engines_lock))

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
        number, sha = self.ledger.head()
        return _memory(self.here.ledger_url, number, sha, self.locale.tag)

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


@lru_cache(maxsize=8)
def _memory(url: str, number: int, sha256: str, tag: str) -> Memory:  # noqa: ARG001 - part of the cache's key
    """A pure function of the chain up to its head, `number` and `sha256`."""
    events = open_ledger(url).events(kinds=SEGMENT_KINDS) if number else iter(())
    return remember((event for event in events if event.number <= number), tag)
