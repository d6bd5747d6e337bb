"""A source definition from the site itself: what it offers, what some of its articles look like."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html

from glosspress import locales
from glosspress.article import Article
from glosspress.errors import ConfigError, GlosspressError, InputError, UsageError
from glosspress.ingest.blocking import blocking_client
from glosspress.ingest.discovery import Offer, Site, discover
from glosspress.ingest.fetching import articles
from glosspress.ingest.forms import form_of
from glosspress.ingest.listing import listed
from glosspress.snapshot import Snapshot
from glosspress.sources import License, Source
from glosspress.sources.definition import FILES
from glosspress.steps.reading import article_of
from glosspress.workspace import Workspace

_SAMPLES = 3
_UNDECIDED = "fair-use-review   # owned | licensed | open: pages are held until somebody has decided"
_CONTAINERS = (
    "[itemprop=articleBody]",
    ".entry-content",
    ".td-post-content",
    ".tdb_single_content",
    ".post-content",
    ".article-body",
    ".article-content",
    ".field--name-body",
    "article",
    "main",
)
_HOLDS = 0.95
"""Part of the kept words that a container must hold in every sample to be named."""
_OPEN = re.compile(r"https?://(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A definition to look at, and on what it rests."""

    id: str
    yaml: str
    samples: tuple[Article, ...]
    problems: tuple[str, ...]
    """Samples that are no article, as sentences."""


def propose(here: Workspace | None, url: str) -> Proposal:
    """Look at a site and write a definition. FetchError: the address cannot be fetched."""
    with blocking_client(here, None) as client:
        site = discover(client, url)
        offer = site.offers[0]
        draft = _draft(site, offer)
        entries, problems = listed(draft, client)
        found = list(articles(draft, client, entries[:_SAMPLES]))
    made: list[tuple[Snapshot, Article]] = []
    for item in found:
        try:
            if isinstance(item, Snapshot):
                made.append((item, article_of(item, draft)))
            else:
                problems.append(item)
        except InputError as error:
            problems.append(error)
    return Proposal(
        draft.id,
        "".join(_lines(site, offer, draft, made, len(entries))),
        tuple(article for _, article in made),
        tuple(f"{error.where}: {error.what}" for error in problems),
    )


def propose_files(here: Workspace, path: Path) -> Proposal:
    """A definition for a file or folder. UsageError: it does not exist. ConfigError: no source may read it."""
    place = path.resolve()
    if not place.exists():
        raise UsageError("is neither an address nor a file", str(path), "glosspress source new https://example.org/")
    if not here.opens(place):
        folder = _below(place if place.is_dir() else place.parent, here.root)
        what = "lies outside of the workspace, where a source reads only folders that glosspress.yaml names"
        raise ConfigError(
            what, str(path), f"add {json.dumps(folder)} to the list `folders` of glosspress.yaml, then again"
        )
    relative = _below(place, here.sources)
    kind = "folder" if place.is_dir() else "page"
    count = sum(1 for ending in FILES for _ in place.rglob(f"*.{ending}")) if place.is_dir() else 1
    text = (
        f"title: {json.dumps(place.stem)}\npublisher: {json.dumps(here.config.site.publisher)}\nlicense:\n"
        f"  status: {_UNDECIDED}\n"
        f"language: {here.config.source_language}\nkind: {kind}\npath: {json.dumps(relative)}\n"
        f"assertions:\n  min_articles: {max(1, count)}\n"
    )
    return Proposal(_id(place.stem), text, (), ())


def _below(place: Path, folder: Path) -> str:
    import os

    return Path(os.path.relpath(place, folder)).as_posix()


def _draft(site: Site, offer: Offer) -> Source:
    host = (urlsplit(offer.url).hostname or "site").removeprefix("www.")
    return Source(
        id=_id(host),
        title=site.title or host,
        license=License(status="fair-use-review"),
        language=_language(site.language),
        kind=offer.kind,
        url=offer.url,
        include=_section(site, offer),
    )


def _section(site: Site, offer: Offer) -> tuple[str, ...]:
    """The part of the site that was asked for."""
    path = urlsplit(site.url).path
    return (f"{path.rstrip('/')}/**",) if offer.kind != "page" and path.strip("/") and offer.url != site.url else ()


def _id(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "site"


def _language(tag: str) -> str:
    try:
        return locales.parse(tag).tag.partition("-")[0] if tag else "en"
    except GlosspressError:
        return "en"


def _lines(site: Site, offer: Offer, draft: Source, made: list[tuple[Snapshot, Article]], count: int) -> Iterator[str]:
    publisher = site.publisher or next((article.metadata.site for _, article in made if article.metadata.site), "")
    yield f"title: {json.dumps(draft.title, ensure_ascii=False)}\n"
    yield f"publisher: {json.dumps(publisher, ensure_ascii=False)}\n"
    yield f"license:\n{_license(site.license_url)}language: {draft.language}\n"
    yield f"kind: {offer.kind}                # {offer.told_by}: {offer.articles} found\nurl: {offer.url}\n"
    for other in site.offers[1:]:
        yield f"# or kind: {other.kind}, url: {other.url} ({other.told_by}: {other.articles} found)\n"
    if draft.include:
        yield f"include: {json.dumps(draft.include, ensure_ascii=False)}\n"
    for selector in _selectors(made):
        yield f"# holds the article in all samples: selectors: {{content: [{json.dumps(selector)}]}}\n"
    chars = [len(article.text) for _, article in made]
    yield "assertions:\n"
    yield f"  min_articles: {max(1, count // 2)}\n"
    if chars and min(chars) > 400:
        yield f"  min_chars: {min(chars) // 400 * 100}          # the shortest of {len(chars)} samples has {min(chars)}\n"


def _license(url: str) -> str:
    told = _OPEN.match(url)
    if told:
        return f"  status: open              # named by the page; read it: NoDerivs permits no translation\n  url: {told[0]}\n"
    return f"  status: {_UNDECIDED}\n"


def _selectors(made: list[tuple[Snapshot, Article]]) -> Iterator[str]:
    """The narrowest known container that holds nearly all kept words of every sample."""
    pages = [(snapshot, article) for snapshot, article in made if not form_of(snapshot)]
    if len(pages) < 2:
        return
    for selector in _CONTAINERS:
        if all(_holds(snapshot, article, selector) for snapshot, article in pages):
            yield selector
            return


def _holds(snapshot: Snapshot, article: Article, selector: str) -> bool:
    tree = lxml.html.document_fromstring(snapshot.body, parser=lxml.html.HTMLParser(encoding="utf-8"))
    found = tree.xpath(_xpath(selector))
    if len(found) != 1:
        return False
    inside = set(found[0].text_content().split())
    words = article.text.split()
    return bool(words) and sum(word in inside for word in words) >= _HOLDS * len(words)


def _xpath(selector: str) -> str:
    """Of the few forms that the containers have."""
    if selector.startswith("."):
        return f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {selector[1:]} ')]"
    if selector.startswith("["):
        name, _, value = selector.strip("[]").partition("=")
        return f"//*[@{name}='{value}']"
    return f"//{selector}"
