"""Feeds, sitemaps and WordPress indexes: bytes in, entries out."""

from __future__ import annotations

import contextlib
import gzip
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from glosspress.errors import InputError
from glosspress.ingest import wordpress
from glosspress.ingest.feeds import parse_feed
from glosspress.ingest.sitemaps import parse_sitemap

AT = "https://example.org/feed/"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Sleep</title>
<item><title>One &amp; only</title><link>https://example.org/one</link><pubDate>Sat, 21 Nov 2026 08:00:00 +0100</pubDate></item>
<item><title>Two</title><link>/two</link></item>
<item><title>One again</title><link>https://example.org/one</link></item>
<item><title>No link</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>S</title><link rel="next" href="?page=2"/>
<entry><title>A</title><link href="https://example.org/a"/><id>urn:1</id><updated>2026-11-21T08:00:00Z</updated></entry></feed>"""


def urls(listing: object) -> list[str]:
    return [entry.url for entry in listing.entries]  # type: ignore[attr-defined]


def test_rss() -> None:
    """Entries come in order, each once, with absolute addresses; dates in UTC; what has no link is no entry."""
    listing = parse_feed(RSS.encode(), AT)
    assert urls(listing) == ["https://example.org/one", "https://example.org/two"]
    assert (listing.entries[0].changed, listing.entries[0].title) == ("2026-11-21T07:00:00Z", "One & only")
    assert not listing.problems


def test_atom() -> None:
    """Atom, with its next page (RFC 5005)."""
    listing = parse_feed(ATOM.encode(), AT)
    assert (urls(listing), listing.more) == (["https://example.org/a"], ("https://example.org/feed/?page=2",))


def test_json_feed() -> None:
    """JSON Feed 1.1, with its next page."""
    feed = {"version": "https://jsonfeed.org/version/1.1", "next_url": "/feed?2",
            "items": [{"url": "/a", "date_modified": "2026-11-21T08:00:00Z"}, {"id": "x"}, 3]}  # fmt: skip
    listing = parse_feed(json.dumps(feed).encode(), AT)
    assert (urls(listing), listing.more) == (["https://example.org/a"], ("https://example.org/feed?2",))


def test_malformed_feed() -> None:
    """A feed that is cut off gives the entries before the cut, and says that it is malformed."""
    listing = parse_feed(RSS[: RSS.index("Two</title>")].encode(), AT)
    assert urls(listing) == ["https://example.org/one"]
    assert "malformed" in listing.problems[0]


@pytest.mark.parametrize(("body", "message"), [
    (b"<html><p>no feed", "no RSS, Atom or JSON Feed"),
    (b"", "no RSS, Atom or JSON Feed"),
    (b"{", "no JSON Feed"),
    (b'{"items": []}', "no JSON Feed"),
    (b'{"a":' * 100_000, "(nested too deeply|no JSON Feed)"),
    (b"/etc/passwd", "no RSS, Atom or JSON Feed"),
    (b"http://127.0.0.1/feed", "no RSS, Atom or JSON Feed"),
])  # fmt: skip
def test_no_feed(body: bytes, message: str) -> None:
    """What is no feed is an error; nothing in the bytes is opened or fetched."""
    with pytest.raises(InputError, match=message):
        parse_feed(body, AT)


def test_entities_do_not_unfold() -> None:
    """A feed or sitemap of nested entities neither unfolds nor reads files."""
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
    )
    file = '<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    text = bomb + file + "<urlset><url><loc>https://example.org/&m;&x;</loc></url></urlset>"
    with contextlib.suppress(InputError):
        assert all("root:" not in url and len(url) < 4000 for url in urls(parse_sitemap(text.encode(), AT)))
    with pytest.raises(InputError):
        parse_feed(text.encode(), AT)


_FROM_FILES = (
    '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p; <!ENTITY e "x">]>',
    '<!DOCTYPE r SYSTEM "file:///etc/hostname">',
)


@pytest.mark.parametrize("declared", _FROM_FILES)
def test_lists_bring_in_no_file(declared: str) -> None:
    """No entity of a feed or sitemap is the content of a file."""
    host = Path("/etc/hostname").read_text().strip()
    entity = "&e;" if "ENTITY e" in declared else ""
    rss = f"{declared}<rss version='2.0'><channel><item><title>t{entity}</title><link>https://example.org/a{entity}</link></item></channel></rss>"
    sitemap = f"{declared}<urlset><url><loc>https://example.org/a{entity}</loc></url></urlset>"
    for read, body in ((parse_feed, rss), (parse_sitemap, sitemap)):
        with contextlib.suppress(InputError):
            listing = read(body.encode(), AT)
            assert all(host not in entry.url + entry.title for entry in listing.entries)


@pytest.mark.parametrize("link", [
    "file:///etc/passwd", "FILE:/etc/passwd", "javascript:alert(1)", "data:text/html,a", "ftp://example.org/a",
])  # fmt: skip
def test_links_that_are_not_of_the_web(link: str) -> None:
    """An entry, an enclosure or a next page that names a file or a script is none."""
    rss = f"""<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><a:link rel="next" href="{link}"/>
    <item><title>a</title><link>{link}</link><guid>{link}</guid></item>
    <item><title>b</title><enclosure url="{link}" type="text/html"/></item>
    <item xml:base="file:///etc/"><title>c</title><link>https://example.org/c</link></item></channel></rss>"""
    listing = parse_feed(rss.encode(), AT)
    assert urls(listing) == ["https://example.org/c"]
    index = f"<sitemapindex><sitemap><loc>{link}</loc></sitemap></sitemapindex>"
    assert parse_sitemap(index.encode(), AT).more == ()


def test_a_body_that_names_a_file(tmp_path: Path) -> None:
    """A feed that is nothing but the path of a feed does not open it."""
    file = tmp_path / "feed.xml"
    file.write_text(RSS)
    for body in (str(file), file.as_uri()):
        with pytest.raises(InputError, match="is no"):
            parse_feed(body.encode(), AT)


def test_gzip_of_several_parts() -> None:
    """A sitemap that was packed in parts is read to its end."""
    text = b"<urlset><url><loc>https://example.org/a</loc></url><url><loc>https://example.org/b</loc></url></urlset>"
    assert urls(parse_sitemap(gzip.compress(text[:50]) + gzip.compress(text[50:]), AT))[-1] == "https://example.org/b"


def test_gzip_of_many_parts_is_read_once() -> None:
    """Thousands of empty parts before a long one: time grows with the bytes, not with their product."""
    body = gzip.compress(b"") * 9_000 + gzip.compress(random.Random(1).randbytes(20_000_000), 1)
    begun = time.process_time()
    with contextlib.suppress(InputError):
        parse_sitemap(body, AT)
    assert time.process_time() - begun < 5


def test_sitemap() -> None:
    """Addresses with their dates; relative and doubled ones are mended, other schemes left out."""
    text = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <url><loc> https://example.org/a </loc><lastmod>2026-11-20</lastmod></url><url><loc>/b</loc></url>
    <url><loc>https://example.org/a</loc></url><url><loc>javascript:alert(1)</loc></url><url/></urlset>"""
    listing = parse_sitemap(text.encode(), "https://example.org/sitemap.xml")
    assert [(entry.url, entry.changed) for entry in listing.entries] == [
        ("https://example.org/a", "2026-11-20"),
        ("https://example.org/b", ""),
    ]


def test_news_sitemap() -> None:
    """A news sitemap tells title and date."""
    text = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
    <url><loc>https://example.org/n</loc><news:news><news:publication><news:name>S</news:name></news:publication>
    <news:publication_date>2026-11-21</news:publication_date><news:title>New</news:title></news:news></url></urlset>"""
    [entry] = parse_sitemap(text.encode(), AT).entries
    assert (entry.changed, entry.title) == ("2026-11-21", "New")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_sitemap_index(pack: object) -> None:
    """An index names further sitemaps, plain or gzip."""
    text = b"<sitemapindex><sitemap><loc>https://example.org/1.xml.gz</loc></sitemap></sitemapindex>"
    listing = parse_sitemap(pack(text), AT)  # type: ignore[operator]
    assert listing.more == ("https://example.org/1.xml.gz",)


def test_other_forms_of_sitemap() -> None:
    """A text file with an address a line, and a feed, serve as sitemaps too."""
    assert urls(parse_sitemap(b"https://example.org/a\nhttps://example.org/b\n", AT))[1] == "https://example.org/b"
    assert urls(parse_sitemap(RSS.encode(), AT))[0] == "https://example.org/one"


def test_damaged_sitemap() -> None:
    """Of a sitemap that is cut off, what stands before the cut is used, and the damage is said."""
    listing = parse_sitemap(b"<urlset><url><loc>https://example.org/a</loc></url><url><loc>https://exam", AT)
    assert urls(listing) == ["https://example.org/a"]
    assert "damaged" in listing.problems[0]


@pytest.mark.parametrize("body", [b"", b"<html/>", b"\x1f\x8bnonsense", b"nothing here", b"<urlset" * 1000])
def test_no_sitemap(body: bytes) -> None:
    """What is no sitemap is an error."""
    with pytest.raises(InputError):
        parse_sitemap(body, AT)


def test_a_gzip_bomb_is_not_unfolded() -> None:
    """A sitemap of a gigabyte in a megabyte of gzip is refused at the limit."""
    import zlib

    squeezer = zlib.compressobj(wbits=31)
    bomb = b"".join(squeezer.compress(b" " * 10_000_000) for _ in range(15)) + squeezer.flush()
    with pytest.raises(InputError, match="larger than 100 MB"):
        parse_sitemap(bomb, AT)


def test_a_hundred_thousand_entries() -> None:
    """100,000 entries are read in memory of their own size; more are left out, and it is said."""
    rows = "".join(f"<url><loc>https://example.org/{n}</loc></url>" for n in range(100_050))
    listing = parse_sitemap(f"<urlset>{rows}</urlset>".encode(), AT)
    assert len(listing.entries) == 100_000
    assert "more than 100,000" in listing.problems[0]


def test_wordpress_is_announced() -> None:
    """The interface is found by the Link header or the link element, whatever the order of its attributes."""
    at = "https://example.org/"
    link = {
        "link": '<https://example.org/wp-json/>; rel="https://api.w.org/", <https://example.org/?p=1>; rel=shortlink'
    }
    page = b"<head><link rel='https://api.w.org/' href='/index.php?rest_route=/' /></head>"
    assert wordpress.api_root(link, b"", at) == "https://example.org/wp-json/"
    assert wordpress.api_root({}, page, at) == "https://example.org/index.php?rest_route=/"
    assert wordpress.api_root({}, b"<head></head>", at) == ""


@pytest.mark.parametrize("read", [
    lambda: wordpress.api_root({}, b"<link " * 33_000, AT),
    lambda: wordpress.post_page(json.dumps({"content": {}, "excerpt": "<" * 200_000}).encode(), AT),
], ids=["announcement", "excerpt"])  # fmt: skip
def test_beginnings_of_tags(read: Callable[[], str]) -> None:
    """Tags that never end are read once, not once for each of them."""
    begun = time.process_time()
    read()
    assert time.process_time() - begun < 2


def test_wordpress_addresses() -> None:
    """Both forms of address take the path and the question."""
    assert wordpress.post_url("https://example.org/wp-json/", 7) == "https://example.org/wp-json/wp/v2/posts/7?_embed=1"
    by_query = wordpress.post_url("https://example.org/?rest_route=/", 7)
    assert by_query == "https://example.org/?rest_route=/wp/v2/posts/7&_embed=1"
    assert "page=2&orderby=id&order=asc" in wordpress.index_url("https://example.org/wp-json/", 2)


def test_wordpress_post() -> None:
    """A post becomes a page with its title, text, author, dates and own address; one behind a password is refused."""
    post = {
        "id": 7, "link": "https://example.org/sleep/", "date_gmt": "2026-11-20T08:00:00", "modified_gmt": "2026-11-21T08:00:00",
        "title": {"rendered": "Sleep &#038; mood"}, "content": {"rendered": "<p>Take 5 mg.</p>", "protected": False},
        "_embedded": {"author": [{"name": "A. Writer"}], "wp:term": [[{"name": "Sleep"}]]},
    }  # fmt: skip
    page = wordpress.post_page(json.dumps(post).encode(), "https://example.org/x")
    assert '<link rel="canonical" href="https://example.org/sleep/">' in page
    assert 'content="A. Writer"' in page
    assert "<p>Take 5 mg.</p>" in page
    post["content"] = {"rendered": "", "protected": True}
    with pytest.raises(InputError, match="behind a password"):
        wordpress.post_page(json.dumps(post).encode(), "https://example.org/x")
