"""Whole sources from a site on loopback: what is an article comes, what is none is said, once each."""

from __future__ import annotations

import gzip
import json

import pytest

from glosspress.article import Article
from glosspress.errors import InputError
from glosspress.ingest import LeftOutError, ingest, pagination
from glosspress.ledger import open_ledger
from glosspress.snapshot import Snapshot
from glosspress.sources import Source, load
from glosspress.steps.reading import article_of, notes_of
from glosspress.workspace import Workspace

from ..loopback import WORDS, Answer, Loopback, page
from .documents import column, pdf


def source(workspace: Workspace, kind: str, place: str, more: str = "") -> Source:
    file = workspace.sources / "web.yaml"
    file.write_text(f"title: T\nlicense: {{status: open}}\nkind: {kind}\n{place}\n{more}")
    return load(file)


def got(workspace: Workspace, defined: Source) -> tuple[dict[str, Article], list[str]]:
    """Articles by the path of their address, and what was said of the others."""
    made, said = {}, []
    for item in ingest(defined, workspace):
        if isinstance(item, Snapshot):
            made[item.url.partition("//")[2].partition("/")[2]] = article_of(item, defined)
        else:
            said.append(("- " if isinstance(item, LeftOutError) else "! ") + item.what)
    return made, said


def listed(web: Loopback, *paths: str) -> str:
    return "urls: [" + ", ".join(f"'{web.root}{path}'" for path in paths) + "]"


def test_feed_with_a_next_page(web: Loopback, fast: Workspace) -> None:
    """A feed is followed to its next page; entries of other sites are not taken, and it is said."""
    entry = "<entry><link href='{root}/%s'/><title>%s</title><id>%s</id></entry>"
    head = "<feed xmlns='http://www.w3.org/2005/Atom'>"
    foreign = "<entry><link href='https://elsewhere.example/x'/><id>x</id></entry>"
    web.xml("/feed", f"{head}<link rel='next' href='{{root}}/feed2'/>{entry % ('a', 'A', 'a')}{foreign}</feed>")
    web.xml("/feed2", f"{head}<link rel='next' href='{{root}}/feed'/>{entry % ('b', 'B', 'b')}</feed>")
    web.html("/a", page("A"))
    web.html("/b", page("B"))
    made, said = got(fast, source(fast, "feed", f"url: {web.root}/feed"))
    assert list(made) == ["a", "b"]
    assert len(said) == 1
    assert said[0].startswith("- 1 articles are on other sites (elsewhere.example)")


def test_sitemaps_in_a_circle(web: Loopback, fast: Workspace) -> None:
    """Indexes that name each other end; gzip, patterns and a limit are honoured; a missing one is an error beside them."""
    web.xml("/1.xml", "<sitemapindex><sitemap><loc>{root}/2.xml</loc></sitemap><sitemap><loc>{root}/none.xml</loc></sitemap>"
                       "<sitemap><loc>{root}/1.xml</loc></sitemap></sitemapindex>")  # fmt: skip
    web.xml(
        "/2.xml",
        "<sitemapindex><sitemap><loc>{root}/1.xml</loc></sitemap><sitemap><loc>{root}/3.xml.gz</loc></sitemap></sitemapindex>",
    )
    rows = "".join(
        f"<url><loc>{web.root}/{path}</loc><lastmod>2026-11-{day}</lastmod></url>"
        for day, path in ((18, "blog/old"), (19, "blog/a"), (20, "blog/b"), (21, "about"), (21, "blog/tag/x"))
    )
    web.put("/3.xml.gz", Answer(gzip.compress(f"<urlset>{rows}</urlset>".encode()), media="application/gzip"))
    for name in ("a", "b", "old"):
        web.html(f"/blog/{name}", page(name.title()))
    more = "include: [/blog/**]\nexclude: [/blog/tag/*]\nlimit: 2\n"
    made, said = got(fast, source(fast, "sitemap", f"url: {web.root}/1.xml", more))
    assert sorted(made) == ["blog/a", "blog/b"]
    assert [text[:22] for text in said] == ["! HTTP 404: no such pa", "- 3 articles, more tha"]
    assert web.asked("/1.xml") == 1


def test_pages_that_are_no_article(web: Loopback, fast: Workspace) -> None:
    """Soft 404, paywall, login and cookie walls are told apart and never used; the article beside them is."""
    free = '<script type="application/ld+json">{"@type": "Article", "isAccessibleForFree": false}</script>'
    web.html("/good", page("Good", head=free.replace("false", "true")))
    web.html("/soft", page("Page not found", "Sorry, try the search."))
    web.redirect("/home", "{root}/")
    web.html("/", page("Welcome"))
    web.html("/pay", page("Paid", head=free))
    web.html("/teaser", page("Teaser", "It begins well. Subscribe to continue reading this article."))
    web.redirect("/members", "{root}/login?next=members", 302)
    web.html("/login", page("Sign in", "<form><input type=password></form>"))
    web.html("/hcp", page("Doctors", "Are you a healthcare professional?"))
    web.html("/cookies", page("Cookies", "Accept all cookies to continue."))
    web.html("/shell", page("App", "Please enable JavaScript."))
    web.html("/about-404", page("What a 404 error is", "Page not found, says the server. " + WORDS))
    paths = ("good", "soft", "home", "pay", "teaser", "members", "hcp", "cookies", "shell", "about-404")
    made, said = got(fast, source(fast, "list", listed(web, *(f"/{path}" for path in paths))))
    assert list(made) == ["good", "about-404"]
    assert [text.split(":")[0].removeprefix("! ") for text in said] == [
        "soft 404",
        "soft 404",
        "the page declares itself as not accessible for free",
        "a paywall cuts the article",
        "redirected to a login, http",
        "a login stands in place of the article",
        "a cookie wall stands in place of the article",
        "the page needs scripts or blocks robots",
    ]


def test_an_oddity_accepts_a_page(web: Loopback, fast: Workspace) -> None:
    """A page that a person has accepted is used, whatever it looks like."""
    web.html("/soft", page("Page not found", "What the words on a lost page mean to a reader."))
    more = "oddities: [{url: /soft, why: it is about the error, treat: accept}]\n"
    made, said = got(fast, source(fast, "list", listed(web, "/soft"), more))
    assert (list(made), said) == (["soft"], [])


def test_one_article_at_many_addresses(web: Loopback, fast: Workspace) -> None:
    """AMP, print, tracking and redirected addresses are one article, at the address it names as its own."""
    own = "<link rel=canonical href='{root}/a'>"
    web.html("/a", page("A", head=own))
    web.html("/a/amp", page("A", "Short form.", head=own).replace("<html", "<html amp"))
    web.html("/a?print=1", page("A", head=own))
    web.redirect("/old", "{root}/a?utm_source=x")
    web.html("/b", page("B", head="<link rel=canonical href='{root}/'>"))
    paths = ("/a/amp", "/a", "/a?print=1", "/a?utm_source=x", "/old", "/b")
    made, said = got(fast, source(fast, "list", listed(web, *paths)))
    assert list(made) == ["a", "b"]
    assert "most people sleep better" in made["a"].text
    assert said == [f"- the same article as {web.root}/a/amp"] * 4


def test_an_article_on_three_pages(web: Loopback, fast: Workspace) -> None:
    """The pages of an article are one article, said in its notes; the next article is not one of its pages."""
    nxt = "<link rel=next href='{root}/a/%s'>"
    web.html("/a", page("Part one", head=nxt % "2"))
    web.html("/a/2", page("Part two", head=nxt % "3"))
    web.html("/a/3", page("Part three", head="<link rel=next href='{root}/another-article'>"))
    made, said = got(fast, source(fast, "list", listed(web, "/a")))
    article = made["a"]
    assert said == []
    assert [name in article.text for name in ("Part one.", "Part two.", "Part three.")] == [True] * 3
    assert notes_of(article) == ("joined from 3 pages",)
    assert web.asked("/another-article") == 0


def test_half_an_article_is_none(web: Loopback, fast: Workspace) -> None:
    """When a page of an article cannot be fetched, the article is not used."""
    web.html("/a", page("Part one", more="<div class=page-links><a href='/a/2'>2</a></div>"))
    made, said = got(fast, source(fast, "list", listed(web, "/a")))
    assert made == {}
    assert said == ["! page 2 of the article cannot be fetched: HTTP 404: no such page"]


def test_a_pdf_among_pages(web: Loopback, fast: Workspace) -> None:
    """A PDF that a list names is read as one."""
    lines = [f"Line {n} of the leaflet says how to take the medicine safely." for n in range(9)]
    web.put(
        "/leaflet.pdf",
        Answer(pdf([*column(60, 760, "Leaflet", size=20), *column(60, 700, *lines)]), media="application/pdf"),
    )
    made, said = got(fast, source(fast, "list", listed(web, "/leaflet.pdf")))
    assert said == []
    assert made["leaflet.pdf"].title == "Leaflet"


def wordpress(web: Loopback, posts: int, pages: int = 2) -> None:
    """The REST interface in the form of WordPress: an index in pages, posts with `_embed`."""
    web.html("/", page("Blog"), Link=f'<{web.root}/wp-json/>; rel="https://api.w.org/"')
    web.put("/wp-json/", Answer(json.dumps({"namespaces": ["wp/v2"]}).encode(), media="application/json"))
    for number in range(1, posts + 1):
        post = {
            "id": number, "link": f"{web.root}/post-{number}/", "modified_gmt": "2026-11-21T08:00:00",
            "title": {"rendered": f"Post {number}"}, "content": {"rendered": f"<p>Post {number}. {WORDS}</p>"},
        }  # fmt: skip
        web.put(f"/wp-json/wp/v2/posts/{number}", Answer(json.dumps(post).encode(), media="application/json"))
    size = -(-posts // pages)
    for number in range(pages):
        rows = [
            {
                "id": n,
                "link": f"{web.root}/post-{n}/",
                "modified_gmt": "2026-11-21T08:00:00",
                "title": {"rendered": "P"},
            }
            for n in range(number * size + 1, min(posts, (number + 1) * size) + 1)
        ]
        asked = "orderby=id&order=asc&_fields=id%2Clink%2Cmodified_gmt%2Ctitle%2Ctype"
        path = f"/wp-json/wp/v2/posts?per_page=100&page={number + 1}&{asked}"
        web.put(
            path, Answer(json.dumps(rows).encode(), media="application/json", headers={"X-WP-TotalPages": str(pages)})
        )


def test_wordpress(web: Loopback, fast: Workspace) -> None:
    """All pages of the index are read; each post is an article at its own address, its raw answer the evidence."""
    wordpress(web, 5)
    defined = source(fast, "wordpress", f"url: {web.root}/", "exclude: [/post-4/]\n")
    made, said = got(fast, defined)
    assert said == []
    assert list(made) == ["post-1/", "post-2/", "post-3/", "post-5/"]
    assert made["post-1/"].title == "Post 1"
    first = next(item for item in ingest(defined, fast) if isinstance(item, Snapshot))
    assert json.loads(first.body)["id"] == 1
    assert dict(first.headers)["x-glosspress-request-url"] == f"{web.root}/wp-json/wp/v2/posts/1?_embed=1"


def test_an_article_of_large_pages(web: Loopback, fast: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page is within the limit of a page; all of them together are not held in memory without end."""
    monkeypatch.setattr(pagination, "MOST_BYTES", 10_000)
    for number in range(1, 10):
        path = "/a" if number == 1 else f"/a/{number}"
        web.html(path, page(f"Part {number}", head=f"<link rel=next href='/a/{number + 1}'>"))
    made, said = got(fast, source(fast, "page", f"url: {web.root}/a"))
    assert (made, said) == ({}, ["! the pages of the article are larger than 0.01 MB"])
    assert not web.asked("/a/7")


def test_half_a_letter_in_json(web: Loopback, fast: Workspace) -> None:
    """Half a surrogate pair in a feed's or a post's JSON is no letter that can be stored: it costs its own article at most."""
    items = [{"url": f"{web.root}/a\ud800", "title": "\udfff"}, {"url": web.html("/b", page("B", WORDS))}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    web.put("/feed", Answer(json.dumps(feed).encode(), media="application/feed+json"))
    with open_ledger(fast.ledger_url) as ledger:
        found = list(ingest(source(fast, "feed", f"url: {web.root}/feed"), fast, ledger=ledger))
    assert [item.url for item in found if isinstance(item, Snapshot)] == [f"{web.root}/b"]
    assert [str(item.where) for item in found if isinstance(item, InputError)] == [f"{web.root}/a{'%EF%BF%BD' * 3}"]
    wordpress(web, 2, 1)
    post = {"id": 1, "link": f"{web.root}/\ud800", "title": {"rendered": "\ud800 😀"}, "content": {"rendered": WORDS}}
    web.put("/wp-json/wp/v2/posts/1", Answer(json.dumps(post).encode(), media="application/json"))
    made, said = got(fast, source(fast, "wordpress", f"url: {web.root}/"))
    assert said == []
    assert [article.title for article in made.values()] == ["\ufffd\ufffd\ufffd 😀", "Post 2"]


def test_an_index_that_repeats_itself(web: Loopback, fast: Workspace) -> None:
    """An index of a thousand pages with the same posts ends at the first page without a new one, and that is said."""
    wordpress(web, 4, 2)
    start = "/wp-json/wp/v2/posts?per_page=100&page="
    ending = "&orderby=id&order=asc&_fields=id%2Clink%2Cmodified_gmt%2Ctitle%2Ctype"
    first = web.pages[f"{start}1{ending}"]
    first.headers.update({"X-WP-TotalPages": "1000", "X-WP-Total": "99999"})
    for number in range(2, 30):
        web.put(f"{start}{number}{ending}", first)
    made, said = got(fast, source(fast, "wordpress", f"url: {web.root}/"))
    assert list(made) == ["post-1/", "post-2/"]
    assert said == ["! the index of posts told 99999, but 2 came"]


def test_no_wordpress(web: Loopback, fast: Workspace) -> None:
    """A site without the interface is told so."""
    web.html("/", page("Plain"))
    made, said = got(fast, source(fast, "wordpress", f"url: {web.root}/"))
    assert (made, said) == ({}, ["! no WordPress interface is found"])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # warcio's writer closes no spool
def test_web_archives(fast: Workspace) -> None:
    """Pages come from WARC files: gzip and chunked bodies decoded; errors, images and revisits passed over."""
    import io

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with (fast.sources / "a.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)

        def add(url: str, body: bytes, status: str = "200 OK", kind: str = "response", **headers: str) -> None:
            told = {"Content-Type": "text/html"} | {name.replace("_", "-"): value for name, value in headers.items()}
            http = StatusAndHeaders(status, list(told.items()), protocol="HTTP/1.1")
            dated = {"WARC-Date": "2020-05-04T03:02:01Z"}
            record = writer.create_warc_record(url, kind, io.BytesIO(body), http_headers=http, warc_headers_dict=dated)
            writer.write_record(record)

        text = page("A").encode()
        add(
            "https://example.org/a",
            gzip.compress(text),
            Content_Encoding="gzip",
            Set_Cookie="id=1",
            X_Auth_Token="hunter2",
        )
        add("https://example.org/b", b"%x\r\n%s\r\n0\r\n\r\n" % (len(text), text), Transfer_Encoding="chunked")
        add("https://example.org/c", b"gone", "404 Not Found")
        add("https://example.org/d.png", b"\x89PNG", Content_Type="image/png")
        add("https://example.org/a", b"", kind="revisit")
        add("https://example.org/a", text)
    made, said = got(fast, source(fast, "warc", "path: a.warc.gz"))
    assert list(made) == ["a", "b"]
    assert said == ["- stands in the archive again"]
    first = next(item for item in ingest(source(fast, "warc", "path: a.warc.gz"), fast) if isinstance(item, Snapshot))
    assert first.fetched_at == "2020-05-04T03:02:01Z"
    assert not {"set-cookie", "x-auth-token"} & dict(first.headers).keys()


def test_a_damaged_archive(fast: Workspace) -> None:
    """What is no archive, or leads out of `sources/`, is an error."""
    (fast.sources / "a.warc").write_bytes(b"nonsense\r\n\r\n")
    assert got(fast, source(fast, "warc", "path: a.warc"))[1][0].startswith("! the web archive is damaged")
    assert got(fast, source(fast, "warc", "path: none.warc"))[1] == ["! there is no web archive here"]
    (fast.root / "outside.warc").write_bytes(b"")
    (fast.sources / "link.warc").symlink_to(fast.root / "outside.warc")
    assert got(fast, source(fast, "warc", "path: link.warc"))[1] == ["! there is no web archive here"]


def test_nothing_is_lost_on_the_way(web: Loopback, fast: Workspace) -> None:
    """Every entry of a list is either an article or named in what is said."""
    for number in range(40):
        if number % 3:
            web.html(f"/{number}", page(f"Page {number}"))
    made, said = got(fast, source(fast, "list", listed(web, *(f"/{number}" for number in range(40)))))
    assert len(made) + len(said) == 40
