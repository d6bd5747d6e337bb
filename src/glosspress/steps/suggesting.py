"""Terms that the articles of a locale need and the term base lacks, ranked by how badly they are rendered without a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

from glosspress import locales
from glosspress.checks.stopwords import stopwords
from glosspress.event import EventKind
from glosspress.glossary import Case, Matcher, Mode, Status, Term, read_terms
from glosspress.glossary.candidates import Candidate, candidates
from glosspress.glossary.likeness import plain
from glosspress.glossary.proposal import Proposal
from glosspress.glossary.renderings import Rendered, Renderings
from glosspress.glossary.term import COLUMNS
from glosspress.ledger import Ledger, open_ledger
from glosspress.steps.consistency import sentences as sentences_of
from glosspress.translation import Rung
from glosspress.workspace import Workspace

_CONTEXTS = 3
_SAME = 0.6
_TELLING = 3
"""Sentences from which the lack of a common rendering says something."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and its translation on a page."""

    page: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A sentence that a person rewrote."""

    source: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term that should have a row."""

    term: Term
    """As proposed; an empty target is for a person to fill."""
    count: int
    """Sentences that hold it."""
    reasons: tuple[str, ...]
    """Why, a phrase each: rendered in several ways, copied, corrected, no row."""
    score: float
    contexts: tuple[Pair, ...]
    """What differs from the commonest rendering first."""


def suggest(workspace: Workspace, tag: str, *, least: int = 2) -> list[Suggestion]:
    """Suggestions from the newest pages of a locale and from the edits of persons, the most urgent first.

    GlossaryError: the term base does not load.
    """
    ledger = open_ledger(workspace.ledger_url)
    path = base_of(workspace, tag)
    known = read_terms(path) if path.exists() else ()
    refs = ledger.newest(tag)
    pairs = [
        Pair(page.id, item.source.text, item.target.text)
        for page in ledger.read_pages([ref.digest for ref in refs])
        for _, item in sentences_of(page)
    ]
    language = workspace.config.source_language.split("-")[0]
    return suggestions(pairs, known, language, tag, corrections_of(ledger, language, tag), least=least)


def base_of(workspace: Workspace, tag: str) -> Path:
    """The term base file that serves a locale, or the one to be made for its language."""
    source = workspace.config.source_language.split("-")[0]
    own = workspace.glossary / f"{source}-{tag}.csv"
    return own if own.exists() else workspace.glossary / f"{source}-{tag.split('-')[0]}.csv"


def corrections_of(ledger: Ledger, source_tag: str, tag: str) -> list[Correction]:
    """The newest edit of each sentence by a person, beside what the machine had written as far as the ledger still has it."""
    newest: dict[str, str] = {
        event.body["source"]["text"]: event.body["target"]["text"]
        for event in ledger.events(kinds=[EventKind.SEGMENT_EDITED])
        if event.locale == tag
    }
    if not newest:
        return []
    pair = f"{locales.parse(source_tag).language}-{locales.parse(tag).language}"
    keys = {key: source for key, source in ledger.segment_sources(pair) if source in newest}
    stored = ledger.translations(list(keys)).values()
    machine = {made.source.text: made.target.text for made in stored if made.rung is not Rung.MEMORY}
    return [Correction(source, machine[source], after) for source, after in newest.items() if source in machine]


def suggestions(
    pairs: Sequence[Pair],
    known: Sequence[Term],
    language: str,
    tag: str,
    corrections: Sequence[Correction] = (),
    *,
    least: int = 2,
) -> list[Suggestion]:
    """As `suggest`, from sentences, the rows of any status, and what persons corrected."""
    distinct = list({(item.source, item.target): item for item in pairs}.values())
    words = stopwords()
    index = Renderings([item.target for item in distinct], words.get(locales.parse(tag).language, frozenset()))
    matcher = Matcher(known)
    found = []
    for item in candidates([pair.source for pair in distinct], words.get(language, frozenset()), least):
        if any(match.start == 0 and match.end == len(item.text) for match in matcher.find_all(item.text)):
            continue
        made = index.of(item.text, item.sentences, item.acronym)
        corrected = sum(_touches(correction, item, made) for correction in corrections)
        found.append((_suggestion(item, made, index, corrected, distinct), item))
    ranked = sorted((pair for pair in found if pair[0].reasons), key=lambda pair: (-pair[0].score, pair[1].text))
    return _without_parts(ranked)


def _without_parts(ranked: Iterable[tuple[Suggestion, Candidate]]) -> list[Suggestion]:
    """A part of an expression, or a longer one around it, that stands in mostly the same sentences adds nothing."""
    kept: list[tuple[Suggestion, Candidate]] = []
    for suggestion, item in ranked:
        mine = set(item.sentences)
        if not any(
            _nested(item.text, other.text) and len(mine & set(other.sentences)) > _SAME * len(mine) for _, other in kept
        ):
            kept.append((suggestion, item))
    return [suggestion for suggestion, _ in kept]


def _nested(one: str, other: str) -> bool:
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "


def _suggestion(
    item: Candidate, made: Rendered, index: Renderings, corrected: int, pairs: Sequence[Pair]
) -> Suggestion:
    total = len(item.sentences)
    divided = len(made.others) if made.target else 0
    copied = 0 if item.acronym else len(made.copied)
    lost = total if not made.target and total >= _TELLING else 0
    reasons = []
    if divided:
        second = index.of(item.text, made.others, item.acronym) if divided > 1 else None
        named = f", {len(second.sentences)} of them {second.target!r}" if second and second.target else ""
        reasons.append(f"{divided} of {total} say something else than {made.target!r}{named}")
    if lost:
        reasons.append(f"no rendering comes back in {total} sentences")
    if copied:
        reasons.append(f"copied untranslated in {copied} of {total}")
    if corrected:
        reasons.append(f"corrected by persons: {corrected}")
    if item.acronym:
        reasons.append("an acronym without a row")
    troubled = divided + copied + lost / 2 + 2 * corrected + item.acronym
    shown = [*made.others[:2], *made.sentences[:1], *made.others[2:]] if divided else item.sentences
    contexts = tuple(pairs[at] for at in dict.fromkeys(shown))[:_CONTEXTS]
    return Suggestion(
        _term(item, made, reasons), total, tuple(reasons), log2(1 + troubled) * log2(1 + item.value), contexts
    )


def _term(item: Candidate, made: Rendered, reasons: Sequence[str]) -> Term:
    return Term(
        "",
        item.text,
        made.target,
        Mode.PIN if item.acronym else Mode.PREFER,
        Case.EXACT if item.acronym else Case.SMART,
        "acronym" if item.acronym else "noun",
        made.forms,
        status=Status.PROPOSED,
        note=f"Suggested from {len(item.sentences)} sentences: {'; '.join(reasons)}.",
    )


def _touches(correction: Correction, item: Candidate, made: Rendered) -> bool:
    """Whether a person changed the words that render a candidate, or any where these are not known."""
    text = correction.source if item.acronym else correction.source.lower()
    if item.text not in text or correction.before == correction.after:
        return False
    gone = {plain(word) for word in correction.before.split()} - {plain(word) for word in correction.after.split()}
    rendered = {plain(word) for form in (made.target, *made.forms) for word in form.split()}
    return bool(gone & rendered) or not made.target or made.target.lower() not in correction.before.lower()


def proposals(found: Iterable[Suggestion]) -> list[Proposal]:
    """Rows for the term base; those without a target are for a person to write."""
    return [
        Proposal(item.term, f"suggestion {number}", frozenset(COLUMNS))
        for number, item in enumerate(found, 1)
        if item.term.target
    ]
