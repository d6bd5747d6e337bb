"""Articles from the web: each entry fetched, judged, brought to its canonical address, with all of its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from glosspress.errors import InputError
from glosspress.ingest import forms, identity, joining, pagination, quality, wordpress
from glosspress.ingest.addresses import without_secrets
from glosspress.ingest.blocking import BlockingClient
from glosspress.ingest.client import Purpose
from glosspress.ingest.contents import check_text
from glosspress.ingest.entries import ALIKE, Entry, LeftOutError, MissingError
from glosspress.ingest.fetched import Fetched
from glosspress.snapshot import Snapshot
from glosspress.sources import Source

REQUEST_URL = "x-glosspress-request-url"
"""Header of a snapshot whose URL is not the one that was asked: the canonical one is."""
_DOCUMENTS = (".pdf", ".docx")
_ALIKE_HINT = "leave all but one of them out with `exclude`, or list them under addresses without secrets"


def articles(source: Source, client: BlockingClient, entries: Sequence[Entry]) -> Iterator[Snapshot | InputError]:
    """One snapshot an entry, in their order; an InputError in the place of one that is no article.

    An article that came before under another address (redirect, AMP, print, tracking) is a LeftOutError. Articles whose
    addresses differ only in secrets are all InputErrors, if they do not name themselves otherwise: kept under one address,
    each would take the other's place.
    """
    seen: dict[str, str] = {}
    twins = _alike(entries)
    for entry, found in _fetched(client, entries):
        if isinstance(found, InputError):
            yield found
            continue
        try:
            snapshot = _article(source, client, entry, found)
        except InputError as error:
            yield error
            continue
        if entry in twins and snapshot.url == identity.normal(entry.shown):
            yield InputError(ALIKE, entry.shown, _ALIKE_HINT)
            continue
        first = seen.setdefault(snapshot.url, entry.url)
        if first == entry.url:
            yield snapshot
        else:
            yield LeftOutError(f"the same article as {without_secrets(first)}", entry.shown)


def _alike(entries: Sequence[Entry]) -> frozenset[Entry]:
    """Those whose address reads like another's once secrets are left out."""
    hidden = [entry for entry in entries if "?" in entry.url and entry.shown != entry.url]
    count = Counter(entry.shown for entry in hidden)
    return frozenset(entry for entry in hidden if count[entry.shown] > 1)


def _fetched(client: BlockingClient, entries: Sequence[Entry]) -> Iterator[tuple[Entry, Fetched | InputError]]:
    for purpose, group in groupby(entries, key=_purpose):
        mine = list(group)
        yield from zip(mine, client.get_all([entry.fetch or entry.url for entry in mine], purpose=purpose), strict=True)


def _purpose(entry: Entry) -> Purpose:
    if entry.fetch:
        return "discovery"
    return "document" if entry.url.partition("?")[0].lower().endswith(_DOCUMENTS) else "page"


def _article(source: Source, client: BlockingClient, entry: Entry, fetched: Fetched) -> Snapshot:
    """InputError: no article, or not all of it."""
    snapshot = fetched.snapshot(source.id)
    if entry.fetch:
        wordpress.post_page(snapshot.body, entry.shown)
        own = identity.normal(wordpress.post_link(snapshot.body, entry.url))
        return _named(replace(snapshot, content_type=wordpress.POST_TYPE), own, fetched)
    form = forms.sniffed(snapshot)
    if form:
        return _named(replace(snapshot, content_type=form), identity.normal(fetched.final_url), fetched)
    check_text(snapshot.body, entry.shown)
    tree = tree_of(fetched)
    if tree is None:
        return snapshot
    _judge(source, entry.shown, fetched, tree)
    url = identity.canonical(tree, dict(fetched.headers), fetched.final_url)
    if url != identity.normal(fetched.final_url) and (identity.variant(fetched.final_url) or identity.is_amp(tree)):
        fetched, tree = _whole_form(source, client, url) or (fetched, tree)
    return _named(_with_pages(source, client, fetched, tree), url, fetched, entry.url)


def _judge(source: Source, asked: str, fetched: Fetched, tree: HtmlElement) -> None:
    fault = None if source.accepts(asked) else quality.judge(tree, asked, fetched.final_url)
    if fault:
        kind = MissingError if fault.kind == "missing" else InputError
        raise kind(fault.what, asked, fault.next_step)


def _whole_form(source: Source, client: BlockingClient, url: str) -> tuple[Fetched, HtmlElement] | None:
    """The page that an AMP or print form names as its own; None: it is no article, so the form serves."""
    try:
        fetched = client.get(url)
        tree = tree_of(fetched)
        if tree is not None:
            _judge(source, url, fetched, tree)
            return fetched, tree
    except InputError:
        pass
    return None


def _with_pages(source: Source, client: BlockingClient, fetched: Fetched, tree: HtmlElement) -> Snapshot:
    """All pages of an article as one snapshot. InputError: one of them is missing; half an article is none."""
    pages, seen = [fetched.snapshot(source.id)], {fetched.final_url}
    current: HtmlElement | None = tree
    while current is not None and (link := pagination.next_page(current, fetched.final_url)) and link not in seen:
        if len(pages) == pagination.MOST_PAGES:
            raise InputError(f"the article has more than {pagination.MOST_PAGES} pages", pages[0].url, "exclude it")
        seen.add(link)
        try:
            fetched = client.get(link)
        except InputError as error:
            what = f"page {len(pages) + 1} of the article cannot be fetched: {error.what}"
            raise InputError(what, pages[0].url, "try again later; half an article is not published") from None
        pages.append(fetched.snapshot(source.id))
        if sum(len(page.body) for page in pages) > pagination.MOST_BYTES:
            what = f"the pages of the article are larger than {pagination.MOST_BYTES / 1e6:g} MB"
            raise InputError(what, pages[0].url, "exclude it")
        current = tree_of(fetched)
    return joining.joined(pages)


def _named(snapshot: Snapshot, url: str, fetched: Fetched, asked: str = "") -> Snapshot:
    """A page may name itself, and a list an article, by an address with a secret."""
    url, asked = without_secrets(url), without_secrets(asked or fetched.url)
    if url == asked:
        return replace(snapshot, url=url)
    return replace(snapshot, url=url, headers=tuple(sorted({**dict(snapshot.headers), REQUEST_URL: asked}.items())))


def tree_of(fetched: Fetched) -> HtmlElement | None:
    """The page as a tree; None: it is plain text, or nothing can be made of it."""
    if fetched.content_type.lower().startswith(("text/plain", "text/markdown")):
        return None
    try:
        text = fetched.text.replace("\0", "")
        return lxml.html.document_fromstring(
            text.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    except (etree.LxmlError, ValueError, AssertionError):
        return None
