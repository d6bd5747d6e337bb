"""Sitemap and Atom feed."""

from dataclasses import replace

from lxml import etree

from glosspress.render import Entry, Placed, Site, Version, feed, sitemaps

SITE = Site("Sample & Health", "https://health.example.org/", "Foundation", locales=("pt-BR",))
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_feed_has_what_rfc_4287_asks_for(pages):
    """Ids, titles, dates, an author, links to itself and to each page; texts with markup characters stay texts."""
    page = pages.page(title="A < B & C")
    newer = replace(page, id="s/new", making=replace(page.making, made_at="2026-04-01T00:00:00Z"))
    root = etree.fromstring(
        feed(SITE, "pt-BR", [Placed(page, "old", ("pt-BR",)), Placed(newer, "new", ("pt-BR",))]).encode()
    )
    assert root.findtext("a:updated", "", ATOM) == "2026-04-01T00:00:00Z"
    assert root.findtext("a:author/a:name", "", ATOM) == "Foundation"
    assert root.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == ["https://health.example.org/pt-BR/feed.xml"]
    ids = root.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert ids == ["https://health.example.org/pt-BR/new/", "https://health.example.org/pt-BR/old/"]
    assert set(root.xpath("a:entry/a:title/text()", namespaces=ATOM)) == {"A < B & C"}
    for entry in root.iterfind("a:entry", ATOM):
        assert entry.findtext("a:updated", "", ATOM).endswith("Z")
        assert entry.findtext("a:summary", "", ATOM)


def test_an_empty_feed_is_still_valid():
    """A locale without pages has a feed with a date."""
    assert etree.fromstring(feed(SITE, "pt-BR", []).encode()).findtext("a:updated", "", ATOM) == "1970-01-01T00:00:00Z"


def test_sitemap_has_the_whole_cluster_of_every_page():
    """Each address names every version, itself included, and x-default."""
    versions = (Version("pt-BR", "https://h.example/pt-BR/é/"), Version("ar-XB", "https://h.example/ar-XB/é/"))
    entries = [Entry(version.url, "2026-03-06T10:00:00Z", versions, versions[0].url) for version in versions]
    root = etree.fromstring(sitemaps(entries, "https://h.example/")["sitemap.xml"].encode())
    assert root.xpath("s:url/s:loc/text()", namespaces=MAP) == [version.url for version in versions]
    for url in root.iterfind("s:url", MAP):
        links = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", MAP)}
        assert links == {"pt-BR": versions[0].url, "ar-XB": versions[1].url, "x-default": versions[0].url}


def test_more_addresses_than_a_sitemap_may_hold_are_spread():
    """Above 50,000 addresses there are several files and an index of them."""
    files = sitemaps([Entry(f"https://h.example/{n}/", "", ()) for n in range(50_001)], "https://h.example/")
    assert sorted(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    index = etree.fromstring(files["sitemap.xml"].encode())
    assert index.xpath("s:sitemap/s:loc/text()", namespaces=MAP) == [
        f"https://h.example/sitemap-{n}.xml" for n in (1, 2)
    ]
    assert [files[f"sitemap-{n}.xml"].count("<loc>") for n in (1, 2)] == [50_000, 1]


def test_no_sitemap_is_larger_than_the_protocol_allows(monkeypatch):
    """Clusters of many languages make an address long: files are split by size too, and nothing is lost."""
    monkeypatch.setattr("glosspress.render.sitemap.MAX_BYTES", 6_000)
    versions = tuple(Version(f"x{n}", f"https://h.example/x{n}/") for n in range(10))
    files = sitemaps([Entry(f"https://h.example/{n}/", "", versions) for n in range(20)], "https://h.example/")
    assert all(len(text) <= 6_000 for text in files.values())
    assert sum(text.count("<url>") for text in files.values()) == 20
