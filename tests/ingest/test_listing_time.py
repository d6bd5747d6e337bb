"""Lists of a source end in time: those that dribble, that go on for ever, and feeds that take hours to read."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from glosspress.errors import FetchError, InputError
from glosspress.ingest import FetchSettings, confined, feeds, listing
from glosspress.ingest.blocking import blocking_client
from glosspress.ingest.entries import Entry
from glosspress.ingest.listing import LateError, listed
from glosspress.ingest.waiting import Deadline
from glosspress.ledger import open_ledger
from glosspress.sources import Source
from glosspress.steps import begin, plan, produce
from glosspress.steps.gathering import gather
from glosspress.workspace import Workspace

from ..loopback import Loopback, page
from .hostile import BEHAVIOURS, Internet, Request, forever, internet, resolver

PATIENT = FetchSettings(allow_loopback=True, robots=False, attempts=1, delay_s=0)
_ITEM = "<item><title>A</title><link>http://{host}/{number}</link></item>"


def _rss(inner: str) -> bytes:
    return (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>'
        + inner
        + "</channel></rss>"
    ).encode()


def _endless_feed(request: Request) -> None:
    """Each page has an entry and names a next one."""
    number = int(request.path.rpartition("/")[2])
    further = f'<atom:link rel="next" href="http://{request.headers["host"]}/feed/{number + 1}"/>'
    request.answer(_rss(further + _ITEM.format(host=request.headers["host"], number=number)))


def _endless_posts(request: Request) -> None:
    """An interface of WordPress that has a new post on every page of its index."""
    if "/wp/v2/posts" not in request.path:
        request.answer(json.dumps({"namespaces": ["wp/v2"]}).encode(), "200 OK", "Content-Type: application/json")
        return
    number = int(request.path.partition("&page=")[2].partition("&")[0])
    post = {"id": number, "link": f"http://{request.headers['host']}/{number}"}
    heads = ("Content-Type: application/json", "X-WP-TotalPages: 999999", "X-WP-Total: 999999")
    request.answer(json.dumps([post]).encode(), "200 OK", *heads)


def _dribbling(request: Request) -> None:
    request.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n\r\n<urlset>")
    forever(request, b" ", 0.1)


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Iterator[Internet]:
    hosts = {"endless": _endless_feed, "endless-posts": _endless_posts, "dribbling": _dribbling}
    for name, behaviour in hosts.items():
        monkeypatch.setitem(BEHAVIOURS, name, behaviour)
    with internet() as served:
        yield served


def _listed(kind: str, url: str, seconds: float) -> tuple[list[Entry], list[InputError]]:
    defined = {"title": "T", "license": {"status": "owned"}, "kind": kind, "url": url}
    with blocking_client(
        None, None, settings=replace(PATIENT, listing_timeout_s=seconds), resolver=resolver()
    ) as client:
        return listed(Source.model_validate(defined), client)


@pytest.mark.parametrize(("kind", "host", "path"), [
    ("feed", "endless", "/feed/1"),
    ("wordpress", "endless-posts", "/"),
])  # fmt: skip
def test_lists_without_end(net: Internet, kind: str, host: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of all lists together ends them; what was listed until then is taken."""

    class Passing(Deadline):
        """By a clock on which each list takes 25 s."""

        @property
        def left(self) -> float:
            lists = sum(number for name, number in net.asked.items() if "/feed/" in name or "&page=" in name)
            return max(0.0, self.seconds - 25.0 * lists)

    monkeypatch.setattr(listing, "Deadline", Passing)
    entries, problems = _listed(kind, net.url(host, path), 60)
    assert len(entries) == 3
    [late] = problems
    assert isinstance(late, LateError)
    assert late.what.startswith("its lists were not read within 60 s")
    assert "fetch.listing_timeout_s" in late.next_step


def test_a_list_that_dribbles(net: Internet) -> None:
    """Their time ends them in the midst of an answer, too."""
    entries, [late] = _listed("sitemap", net.url("dribbling", "/sitemap.xml"), 1.5)
    assert entries == []
    assert isinstance(late, LateError)
    assert late.what.startswith("its lists were not read within 1.5 s")


def test_what_is_online_stays(fast: Workspace, web: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that ends late is a problem of its source, and takes no page away."""
    web.html("/a", page("A"))
    web.xml("/map", "<urlset><url><loc>{root}/a</loc></url></urlset>")
    (fast.sources / "web.yaml").write_text(
        f"title: T\nlicense: {{status: owned}}\nkind: sitemap\nurl: {web.root}/map\nassertions: {{min_articles: 1}}\n"
    )
    job = begin(fast.root, None, ["en-XA"])
    first = gather(job, "web")
    assert [produce(job, batch).passed for batch in plan(job, [first])] == [1]
    settings = fast.root / "glosspress.yaml"
    settings.write_text(settings.read_text() + "  listing_timeout_s: 1\n")
    monkeypatch.setattr(listing, "parse_sitemap", lambda body, url: time.sleep(1.2) or _another(web.root))
    later = gather(job, "web")
    assert later.articles == ()
    assert open_ledger(fast.ledger_url).is_online(first.articles[0].id, "en-XA")
    assert later.problems[0].what.partition(";")[0] == "its lists were not read within 1 s"


def _another(root: str) -> object:
    from glosspress.ingest.entries import Listing

    return Listing(more=(f"{root}/further",))


def test_a_feed_that_takes_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed is read in a process of its own where it is large: its reader ends with the limits, the run goes on."""
    monkeypatch.setattr(confined, "CPU_S", 2)
    hostile = _rss("<item " + " ".join(f"a{number}='x'" for number in range(60_000)) + "></item>")
    begun = time.monotonic()
    with pytest.raises(InputError, match="the feed is not read within 2 s of a processor") as caught:
        feeds.parse_feed(hostile, "https://example.org/feed")
    assert "sitemap" in caught.value.next_step
    with pytest.raises(InputError, match=r"the feed is not read within 0\.5 s"):
        feeds.parse_feed(hostile, "https://example.org/feed", within_s=0.5)
    assert time.monotonic() - begun < 30


def test_a_large_feed_is_read_as_a_small_one() -> None:
    """Entries, further pages and problems come out of the process as they are."""
    items = "".join(_ITEM.format(host="example.org", number=number) for number in range(1100))
    body = _rss('<atom:link rel="next" href="/2"/>' + items).replace(b"</rss>", b"")
    assert len(body) > 64_000
    apart = feeds.parse_feed(body, "https://example.org/feed", "text/xml; charset=utf-8")
    assert apart == feeds._xml_feed(body, "https://example.org/feed", "text/xml; charset=utf-8")
    assert (len(apart.entries), apart.more, len(apart.problems)) == (1100, ("https://example.org/2",), 1)
    with pytest.raises(InputError, match="is no RSS, Atom or JSON Feed"):
        feeds.parse_feed(b"<html>" + b" " * 70_000, "https://example.org/feed")


def test_requests_have_a_time_of_their_own_too(net: Internet) -> None:
    """A single request that is given time ends with it."""
    with blocking_client(None, None, settings=PATIENT, resolver=resolver()) as client:
        with pytest.raises(TimeoutError):
            client.get(net.url("dribbling"), purpose="sitemap", within_s=0.5)
        with pytest.raises(FetchError):
            client.get(net.url("nowhere"), within_s=60)
