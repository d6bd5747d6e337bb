"""What a site offers: feeds, sitemaps, a WordPress interface, and some of its articles."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from glosspress.errors import InputError
from glosspress.ingest import forms, wordpress
from glosspress.ingest.blocking import BlockingClient
from glosspress.ingest.entries import absolute
from glosspress.ingest.feeds import parse_feed
from glosspress.ingest.fetched import Fetched
from glosspress.ingest.fetching import tree_of
from glosspress.ingest.sitemaps import parse_sitemap

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
_USUAL = ("sitemap.xml", "wp-sitemap.xml", "sitemap_index.xml")
_MOST_NAMED = 20
"""Sitemaps in robots.txt that are tried: the first with entries serves."""
_COMMENTS = "comments"


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to a site's articles."""

    kind: str
    """As in a source definition."""
    url: str
    articles: int
    """Named by its first answer; of a sitemap index, its sitemaps."""
    told_by: str
    """How it was found, for people."""


@dataclass(frozen=True, slots=True)
class Site:
    """What one address shows of its site."""

    url: str
    title: str = ""
    publisher: str = ""
    language: str = ""
    license_url: str = ""
    offers: tuple[Offer, ...] = ()
    """The most complete first."""


def discover(client: BlockingClient, url: str) -> Site:
    """Look at an address, at the robots.txt of its site and at the usual places. FetchError: the address itself fails."""
    first = client.get(url, purpose="discovery")
    itself = _itself(first)
    if itself:
        return Site(url, offers=(itself,))
    tree = tree_of(first)
    facts = _facts(tree, first) if tree is not None else Site(url)
    found = [*_wordpress(client, first), *_sitemaps(client, first.final_url), *_feeds(client, tree, first)]
    found.append(Offer("page", first.final_url, 1, "the address itself"))
    if urlsplit(first.final_url).path.count("/") > 1 and _is_article(tree):
        found.sort(key=lambda offer: offer.kind != "page")
    return Site(facts.url, facts.title, facts.publisher, facts.language, facts.license_url, tuple(found))


def _itself(first: Fetched) -> Offer | None:
    """The address is a list, or a document."""
    if forms.sniffed(first.snapshot()):
        return Offer("page", first.final_url, 1, "the address itself, a document")
    if first.body.lstrip()[:1] not in {b"<", b"{", b"\x1f"} or b"<html" in first.body[:2000].lower():
        return None
    try:
        listing = parse_feed(first.body, first.final_url, first.content_type)
        return Offer("feed", first.final_url, len(listing.entries), "the address itself")
    except InputError:
        pass
    try:
        return Offer("sitemap", first.final_url, len(_named(first.body, first.final_url)), "the address itself")
    except InputError:
        pass
    return None


def _named(body: bytes, url: str) -> tuple[object, ...]:
    listing = parse_sitemap(body, url)
    return listing.entries or listing.more


def _is_article(tree: HtmlElement | None) -> bool:
    told = tree.xpath("//meta[@property='og:type']/@content") if tree is not None else []
    return bool(told) and str(told[0]).lower() == "article"


def _facts(tree: HtmlElement, first: Fetched) -> Site:
    def meta(name: str) -> str:
        return next(
            (str(value).strip() for value in tree.xpath(f"//meta[@property='{name}' or @name='{name}']/@content")), ""
        )

    title = " ".join((tree.findtext(".//title") or "").split())
    license_link = next(
        (str(value) for value in tree.xpath("//*[contains(concat(' ', @rel, ' '), ' license ')]/@href")), ""
    )
    language = (tree.getroottree().getroot().get("lang") or meta("og:locale")).replace("_", "-")
    site = meta("og:site_name") or meta("application-name")
    return Site(first.final_url, title, site, language, absolute(first.final_url, license_link))


def _wordpress(client: BlockingClient, first: Fetched) -> list[Offer]:
    announced = wordpress.api_root(dict(first.headers), first.body, first.final_url)
    roots = (
        [announced]
        if announced
        else []
        if b"wp-content" not in first.body
        else wordpress.guesses(_front(first.final_url))
    )
    for root in roots:
        try:
            index = wordpress.index_url(root)
            answer = client.get(index, purpose="feed", accept="application/json")
            posts = wordpress.parse_index(answer.body, index, root).entries
        except InputError:
            continue
        count = wordpress.told(dict(answer.headers), "total") or len(posts)
        if count:
            return [Offer("wordpress", _front(first.final_url), count, "its WordPress interface")]
    return []


def _sitemaps(client: BlockingClient, url: str) -> list[Offer]:
    named = client.sitemaps(url)[:_MOST_NAMED]
    for address in dict.fromkeys([*named, *(urljoin(_front(url), name) for name in _USUAL)]):
        try:
            answer = client.get(address, purpose="sitemap")
            count = len(_named(answer.body, answer.final_url))
        except InputError:
            continue
        if count:
            return [Offer("sitemap", address, count, "robots.txt" if address in named else "the usual place")]
    return []


def _feeds(client: BlockingClient, tree: HtmlElement | None, first: Fetched) -> list[Offer]:
    """Feeds that the page announces; those of comments last."""
    links = tree.xpath("//link[contains(concat(' ', @rel, ' '), ' alternate ')]") if tree is not None else []
    known = [
        absolute(first.final_url, link.get("href", "")) for link in links if link.get("type", "").lower() in _FEED_TYPES
    ]
    found = []
    for address in sorted(
        (url for url in dict.fromkeys(known) if url and "wp-json" not in url), key=lambda u: _COMMENTS in u
    )[:5]:
        try:
            answer = client.get(address, purpose="feed")
            listing = parse_feed(answer.body, answer.final_url, answer.content_type)
        except InputError:
            continue
        if listing.entries and _COMMENTS not in address:
            found.append(Offer("feed", address, len(listing.entries), "the page announces it"))
    return found[:1]


def _front(url: str) -> str:
    split = urlsplit(url)
    return f"{split.scheme}://{split.netloc}/"
