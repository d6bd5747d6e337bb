"""RSS, Atom and JSON Feed: bytes in, entries out. Nothing is fetched here."""

from __future__ import annotations

import io
import json
import time
import warnings
from dataclasses import asdict
from typing import Any

from glosspress.errors import InputError
from glosspress.ingest import confined
from glosspress.ingest.entries import MOST_ENTRIES, Entry, Listing, absolute, distinct, parsed_json

MAX_BYTES = 20_000_000
_AT_ONCE = 64_000
"""Bytes that are read without a process: most feeds are no larger, and so few keep no reader busy for long."""
_HARMLESS = frozenset({"NonXMLContentType", "CharacterEncodingOverride"})
"""Complaints of the reader about headers: many sites serve feeds as text/html."""
_DEEP = "is nested too deeply"


def parse_feed(body: bytes, url: str, content_type: str = "", within_s: float | None = None) -> Listing:
    """The entries of a feed at `url`, relative links made absolute.

    A malformed feed gives what could be read and a problem. InputError: no feed, larger than 20 MB, or beyond the limits of
    `confined` (and `within_s`): its reader takes hours for some feeds.
    """
    if len(body) > MAX_BYTES:
        raise InputError(f"the feed is larger than {MAX_BYTES / 1e6:g} MB", url)
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_feed(body, url)
    if len(body) <= _AT_ONCE:
        return _xml_feed(body, url, content_type)
    told = json.dumps({"url": url, "content_type": content_type}).encode()
    made = json.loads(confined.read("feed", told + b"\n" + body, url, within_s)[0])
    entries = tuple(Entry(**entry) for entry in made["entries"])
    return Listing(entries, tuple(made["more"]), tuple(made["problems"]))


def read_packed(packed: bytes, _where: str) -> tuple[str, tuple[str, ...]]:
    """A feed after a line of JSON with `url` and `content_type`, as a listing in JSON. InputError: as `parse_feed`."""
    told, _, body = packed.partition(b"\n")
    return json.dumps(asdict(_xml_feed(body, **json.loads(told)))), ()


def _xml_feed(body: bytes, url: str, content_type: str) -> Listing:
    import feedparser

    told = {"content-location": url, **({"content-type": content_type} if content_type else {})}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns about its own mapping of `updated`
            # A stream, never bytes or a string: those it would try as a file name or URL first.
            feed: Any = feedparser.parse(
                io.BytesIO(body), response_headers=told, sanitize_html=False, resolve_relative_uris=True
            )
    except RecursionError:
        raise InputError(f"the feed {_DEEP}", url) from None
    except Exception as error:
        raise InputError(f"is no feed: {type(error).__name__}", url, "check the address of the feed") from error
    if not feed.get("version"):
        raise InputError(
            "is no RSS, Atom or JSON Feed", url, "check the address of the feed; glosspress source new URL"
        )
    entries = [_entry(item, url) for item in feed.entries[:MOST_ENTRIES]]
    links = feed.feed.get("links") or ()
    next_links = [link for link in links if isinstance(link, dict) and link.get("rel") == "next"]
    further = tuple(absolute(url, str(link.get("href", ""))) for link in next_links)
    problems = []
    if feed.bozo and type(feed.bozo_exception).__name__ not in _HARMLESS:
        problems.append(f"the feed is malformed ({feed.bozo_exception}); {len(entries)} entries could be read"[:300])
    return Listing(distinct(entries), tuple(link for link in further if link), tuple(problems))


def _entry(item: Any, base: str) -> Entry:
    link = item.get("feedburner_origlink") or item.get("link") or ""
    if not link and str(item.get("id", "")).startswith("http"):
        link = item["id"]
    told = next((item[name] for name in ("updated_parsed", "published_parsed") if name in item.keys()), None)  # noqa: SIM118
    return Entry(absolute(base, str(link)), _iso(told), " ".join(str(item.get("title", "")).split()))


def _iso(told: time.struct_time | None) -> str:
    try:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", told) if told else ""
    except (ValueError, OverflowError):
        return ""


def _json_feed(body: bytes, url: str) -> Listing:
    """https://www.jsonfeed.org/version/1.1/: strict, because nothing else writes it."""
    try:
        feed = parsed_json(body.decode("utf-8-sig"))
    except RecursionError:
        raise InputError(f"the feed {_DEEP}", url) from None
    except ValueError as error:
        raise InputError(f"is no JSON Feed: {error}"[:200], url, "check the address of the feed") from None
    items = feed.get("items")
    if not str(feed.get("version", "")).startswith("https://jsonfeed.org/version/") or not isinstance(items, list):
        raise InputError("is JSON, but no JSON Feed (`version`, `items`)", url, "check the address of the feed")
    entries = [
        Entry(
            absolute(url, _text(item.get("url")) or _text(item.get("external_url"))),
            _text(item.get("date_modified")) or _text(item.get("date_published")),
            _text(item.get("title")),
        )
        for item in items[:MOST_ENTRIES]
        if isinstance(item, dict)
    ]
    further = absolute(url, _text(feed.get("next_url")))
    return Listing(distinct(entries), (further,) if further else ())


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
