"""From a snapshot in any form to an article: read, clean, join its pages."""

from __future__ import annotations

from dataclasses import replace

from glosspress import clean
from glosspress.article import Article, Kind
from glosspress.checks.language import dominant
from glosspress.ingest import forms
from glosspress.ingest.addresses import without_secrets
from glosspress.ledger import Ledger
from glosspress.snapshot import Snapshot
from glosspress.sources import Source

VERSION = f"{clean.VERSION}+{forms.VERSION}"
"""Of all that an article depends on besides its bytes and the source's own wishes."""
NOTES = "reading notes"
"""Name in `metadata.extra` of what a person should know about how the source could be read."""


def article_of(
    snapshot: Snapshot,
    source: object | None,
    *,
    policy: clean.Policy | None = None,
    base_url: str = "",
    ledger: Ledger | None = None,
) -> Article:
    """The article of a snapshot. InputError: it cannot be read, or no article is left.

    With a ledger, a document that could not be read before is not tried again.
    """
    pages = forms.readable(snapshot, ledger)
    made = [clean.clean(page, source, policy=policy, base_url=base_url) for page in pages]
    article = _joined(made) if len(made) > 1 else made[0]
    own = article.metadata.canonical_url  # a page may name itself by the address it was asked for, secrets and all
    if own != without_secrets(own):
        article = replace(article, metadata=replace(article.metadata, canonical_url=without_secrets(own)))
    notes = [note for page in pages for note in forms.notes_of(page)]
    if len(pages) > 1:
        notes.append(f"joined from {len(pages)} pages")
    if not notes:
        return article
    extra = tuple(sorted({**dict(article.metadata.extra), NOTES: "; ".join(notes)}.items()))
    return replace(article, metadata=replace(article.metadata, extra=extra))


def notes_of(article: Article) -> tuple[str, ...]:
    """The notes on how the source could be read."""
    told = dict(article.metadata.extra).get(NOTES, "")
    return tuple(told.split("; ")) if told else ()


def promised(source: Source) -> tuple[str, ...]:
    """The languages in which a source's articles may be."""
    return source.assertions.languages or (source.language,)


def foreign(article: Article, source: Source) -> str:
    """The language a text clearly is in, when that is none of those the source promises; else empty."""
    allowed = [tag.partition("-")[0] for tag in promised(source)]
    guess = ""
    for expected in allowed:
        guess = dominant(article.text, expected)
        if not guess or guess in allowed:
            return ""
    return guess


def _joined(pages: list[Article]) -> Article:
    """One article of several pages: title and metadata of the first; repeated titles of the others are left out."""
    first = pages[0]
    blocks, removed, offset = list(first.blocks), list(first.removed), len(list(first.walk())) + len(first.removed)
    for page in pages[1:]:
        rest = page.blocks
        while rest and rest[0].kind is Kind.HEADING and rest[0].text.text == first.title:
            rest = rest[1:]
        blocks += rest
        removed += [replace(part, position=part.position + offset) for part in page.removed]
        offset += len(list(page.walk())) + len(page.removed)
    return replace(first, blocks=tuple(blocks), removed=tuple(removed))
