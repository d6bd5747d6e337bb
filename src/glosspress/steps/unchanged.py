"""Which pages of a batch need no work: everything they are made from is what it was when they were decided about, or a later
run has made them from newer bytes.

Of the term base only the terms that stand in a page's own sentences count: a change elsewhere leaves the page as it is, with the
release it was made under in its record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from glosspress import __version__, checks, pins, review, segment
from glosspress.article import Article
from glosspress.digest import digest, utc_now
from glosspress.event import EventKind
from glosspress.ledger import PageInputs
from glosspress.page import Page
from glosspress.steps.desk import Desk
from glosspress.steps.gathering import cleaned, cleaner
from glosspress.steps.job import ArticleRef, HeldPage
from glosspress.translate import keys
from glosspress.translation import Translation

_CONCERNED = tuple(kind for kind in EventKind if kind.value.startswith(("segment-", "page-", "source-")))
"""Events that may change a page or the decision about it."""
_AT_ONCE = 500
"""Pages whose texts are in memory."""


class Unchanged:
    """What is known of the pages of a batch, and what was spared."""

    def __init__(self, desk: Desk, refs: Sequence[ArticleRef], started: str) -> None:
        """`started`: when the run began (UTC, RFC 3339)."""
        self._desk, self._refs, self._started = desk, refs, started
        self._glossary = desk.glossary.sha256 if desk.glossary else ""
        self._terms: dict[str, str] = {}
        """Of stored pages, by digest, the terms that stand in them now."""
        self._of_page: dict[str, str] = {}
        """The same by page id, where the page will be made from the same text."""
        self._inputs: dict[str, str] = {}
        self.spared: dict[str, Mapping[str, Any]] = {}
        """By page id, the figures of pages that need no work."""
        self.look()

    def look(self) -> None:
        """See what the ledger says now of those that need work: others may have made some of them since the last look."""
        desk, refs = self._desk, [ref for ref in self._refs if ref.id not in self.spared]
        common = digest(_common(desk))
        sources = {name: _of_source(desk, common, name) for name in {ref.source for ref in refs}}
        self._inputs |= {ref.id: _inputs(desk, sources[ref.source], ref) for ref in refs}
        known = desk.ledger.page_inputs(desk.locale.tag, [ref.id for ref in refs])
        same = {ref.id: ref for ref in refs if ref.id in known and known[ref.id].inputs == self._inputs[ref.id]}
        self._find_terms([(ref, known[ref.id]) for ref in same.values()])
        spared = {page_id: known[page_id] for page_id in same if self._has_its_terms(known[page_id])}
        renewed = {
            page_id: PageInputs(item.inputs, item.digest, {**item.facts, "glossary": self._glossary})
            for page_id, item in spared.items()
            if item.facts["glossary"] != self._glossary
        }
        desk.ledger.put_page_inputs(desk.locale.tag, renewed)
        changed = [ref for ref in refs if ref.id in known and ref.id not in same]
        overtaken = {ref.id: known[ref.id] for ref in changed if self._is_overtaken(ref, known[ref.id])}
        self.spared |= {page_id: item.facts for page_id, item in (spared | overtaken).items()}

    def _is_overtaken(self, ref: ArticleRef, known: PageInputs) -> bool:
        """Whether a run that began later made the page from newer bytes: a run that ends late does not bring back old text.

        A time that is still to come was written under a clock that ran ahead, and says nothing.
        """
        made = self._desk.ledger.page(known.digest)
        if made is None or made.origin.snapshot_sha256 == ref.snapshot:
            return False
        here = (ref.url, ref.snapshot)
        ours = self._desk.ledger.first_seen([here]).get(here, "")
        return max(self._started, ours) < made.origin.fetched_at <= utc_now()

    def _has_its_terms(self, known: PageInputs) -> bool:
        """Whether the terms that stand in the page are those it was made under."""
        return bool(known.facts["glossary"] == self._glossary or known.facts["terms"] == self._terms[known.digest])

    def _find_terms(self, made: Sequence[tuple[ArticleRef, PageInputs]]) -> None:
        """Of pages made under another term base, from the pages themselves: that costs less than their articles' bytes."""
        asked = {known.digest: ref for ref, known in made if known.facts["glossary"] != self._glossary}
        new = [sha for sha in asked if sha not in self._terms]
        for part in (new[start : start + _AT_ONCE] for start in range(0, len(new), _AT_ONCE)):
            texts = self._desk.ledger.source_texts(part)
            said = [
                texts[sha] if sha in texts else sentences(article_of(self._desk, asked[sha]), self._desk)
                for sha in part
            ]
            self._terms |= dict(zip(part, _terms(self._desk, said), strict=True))
        self._of_page |= {ref.id: self._terms[sha] for sha, ref in asked.items()}

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
            {page.id: PageInputs(self._inputs[page.id], sha, self._facts(page, held)) for page, sha, held in made},
        )

    def _facts(self, page: Page, held: HeldPage | None) -> dict[str, Any]:
        made: list[Translation] = [item for _, items in page.translations for item in items]
        return {
            "segments": len(made),
            "rungs": dict(Counter(item.rung.value for item in made)),
            "findings": dict(Counter(found.check for item in made for found in item.findings)),
            "held": list(held.reasons) if held else [],
            "glossary": self._glossary,
            "terms": self._of_page.get(page.id) or _terms(self._desk, [[item.source.text for item in made]])[0],
        }


def article_of(desk: Desk, ref: ArticleRef) -> Article:
    """The article of a reference: as it stands on a stored page, as it was gathered, or cleaned from its bytes."""
    ledger, source = desk.ledger, desk.sources[ref.source]
    stored = ledger.source_article(ref.page) if ref.page else ledger.article(ref.snapshot, cleaner(source, ref.url))
    return stored or cleaned(ledger, ledger.snapshot(ref.snapshot, ref.url), source)


def sentences(article: Article, desk: Desk) -> list[str]:
    """The source texts that are translated, in order."""
    units = segment.segment(article, desk.source.language)
    return [part.source.text for unit in units for part in unit.segments]


def _terms(desk: Desk, pages: Sequence[Sequence[str]]) -> list[str]:
    """Of each page's sentences, the digest of the terms that stand in them; empty without a term base."""
    if desk.glossary is None:
        return [""] * len(pages)
    terms = desk.glossary.by_id
    found = iter(desk.glossary.matcher.ids_in([text for page in pages for text in page]))
    return [digest([sorted({terms[id_].effect for id_ in next(found)}) for _ in page]) for page in pages]


def _common(desk: Desk) -> list[Any]:
    """What concerns all pages of a locale; the event chain only as far as it concerns this locale."""
    engine, glossary = desk.engine, desk.glossary
    return [
        [desk.source.tag, desk.locale.tag],
        [engine.label, engine.sha256, engine.decoding],
        glossary is not None,
        desk.policy.model_dump(mode="json"),
        [keys.VERSION, pins.VERSION, checks.VERSION, segment.VERSION, review.VERSION, __version__],
        desk.ledger.last_event(desk.locale.tag, _CONCERNED),
    ]


def _of_source(desk: Desk, common: str, name: str) -> str:
    return digest([common, desk.sources[name].model_dump(mode="json"), _plain(asdict(desk.rules(name)))])


def _inputs(desk: Desk, common: str, ref: ArticleRef) -> str:
    return digest([common, cleaner(desk.sources[ref.source], ref.url), asdict(ref)])


def _plain(rules: dict[str, Any]) -> dict[str, Any]:
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in rules.items()}
