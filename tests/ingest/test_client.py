"""The client is polite, asks for news only, speaks HTTP/2 where it is spoken, and says no secret."""

from __future__ import annotations

import pickle
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress.errors import FetchError, InputError
from glosspress.ingest import Fetched, FetchSettings, robots
from glosspress.ingest.addresses import Address, checked, shown
from glosspress.ingest.blocking import blocking_client
from glosspress.ingest.decompression import Decompressor
from glosspress.ingest.waiting import pause, told_wait
from glosspress.ledger import Ledger, open_ledger
from glosspress.workspace import Workspace

from . import fuzz_http
from .conftest import PAGE, Site
from .hostile import BEHAVIOURS, LONGEST_S, ROBOTS, Internet, Request, internet, resolver

PATIENT = FetchSettings(allow_loopback=True, timeout_s=30, total_timeout_s=60, attempts=1, pause_s=0.01, delay_s=0)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")


@pytest.fixture(scope="module")
def net() -> Iterator[Internet]:
    """The messy internet, for tests that need many hosts."""
    with internet() as served:
        yield served


def test_only_news_are_asked_for(site: Site, ledger: Ledger) -> None:
    """A page that was fetched before is asked for with its ETag; at 304 the body is the ledger's, the visit is on record."""
    with blocking_client(None, ledger, source="s", settings=PATIENT) as client:
        first, second = client.get(f"{site.root}/tagged"), client.get(f"{site.root}/tagged")
        assert client.counts.not_modified == 1
    asked = [headers.get("If-None-Match") for path, headers in site.requests if path == "/tagged"]
    assert asked == [None, '"tag-1"']
    assert (second.status, second.not_modified, second.body) == (304, True, PAGE)
    assert (second.content_type, second.charset, second.fetched_at) == (first.content_type, "utf-8", first.fetched_at)
    newest, oldest = ledger.visits(f"{site.root}/tagged")
    assert (newest.status, newest.snapshot, newest.etag) == (304, oldest.snapshot, '"tag-1"')
    assert ledger.visited_urls("s") == [f"{site.root}/tagged"]


def test_a_lost_body_is_fetched_again(site: Site, ledger: Ledger, tmp_path: Path) -> None:
    """Without the body in the ledger no news are asked for: another ledger gets the whole page."""
    with blocking_client(None, ledger, settings=PATIENT) as client:
        client.get(f"{site.root}/tagged")
    with (
        open_ledger(f"sqlite:///{tmp_path / 'other.db'}") as other,
        blocking_client(None, other, settings=PATIENT) as client,
    ):
        assert client.get(f"{site.root}/tagged").status == 200


def test_order_and_concurrency(site: Site, ledger: Ledger) -> None:
    """Pages come in the order in which they are asked for, several are under way at once, errors stand in their place."""
    paths = ["page", "gone", "missing", "gzip", "page?2"]
    quick = replace(PATIENT, per_host=8)
    with blocking_client(None, ledger, settings=quick) as client:
        found = list(client.get_all([f"{site.root}/{path}" for path in paths]))
    kinds = [type(item) for item in found]
    assert kinds == [Fetched, FetchError, FetchError, Fetched, Fetched]
    assert pickle.loads(pickle.dumps(found[2])).status == 404


def test_a_caller_that_stops(net: Internet) -> None:
    """Leaving the loop early ends what is under way, at once."""
    begun = time.monotonic()
    settings = replace(PATIENT, timeout_s=300, total_timeout_s=300)
    with blocking_client(None, None, settings=settings, resolver=resolver()) as client:
        for item in client.get_all([net.url("good"), net.url("slow-body"), net.url("slow-headers")]):
            assert isinstance(item, Fetched)
            break
    assert time.monotonic() - begun < LONGEST_S / 2


def test_delay_between_requests(net: Internet) -> None:
    """Requests to one host start `delay_s` apart, robots.txt among them; other hosts do not wait for it."""
    begun = time.monotonic()
    with blocking_client(None, None, settings=replace(PATIENT, delay_s=0.2), resolver=resolver()) as client:
        list(client.get_all([net.url("paced", f"/{number}") for number in range(5)] + [net.url("other")]))
    starts = sorted(when for path, times in net.times.items() if path.startswith("paced/") for when in times)
    assert len(starts) == 6
    assert all(
        start - begun >= 0.2 * number - 0.01 for number, start in enumerate(starts)
    )  # one that comes late moves no other
    assert net.times["other/page"][0] < starts[-1]


def test_crawl_delay(net: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crawl delay in robots.txt is kept, one request at a time."""
    under_way, most = Counter[str](), []

    def slowly(request: Request) -> None:
        under_way["now"] += 1
        most.append(under_way["now"])
        time.sleep(0.5)
        under_way["now"] -= 1
        request.answer()

    begun = time.monotonic()
    with blocking_client(None, None, settings=replace(PATIENT, per_host=8), resolver=resolver()) as client:
        list(client.get_all([net.url("robots-delay", f"/{number}") for number in range(3)]))
        monkeypatch.setitem(BEHAVIOURS, "robots-delay", slowly)
        list(client.get_all([net.url("robots-delay", f"/slowly/{number}") for number in range(2)]))
    starts = sorted(when for path, times in net.times.items() if path.startswith("robots-delay/") for when in times)[1:]
    assert all(start - begun >= 0.3 * number - 0.01 for number, start in enumerate(starts))
    assert most == [1, 1]


def test_a_failing_host_is_given_up(net: Internet) -> None:
    """A host that fails three pages in a row is left alone for the rest of the run; another one is not affected."""
    settings = replace(PATIENT, give_up_after=3, concurrency=1, per_host=1)
    urls = [net.url("storm", f"/{number}") for number in range(8)] + [net.url("good")]
    with blocking_client(None, None, settings=settings, resolver=resolver()) as client:
        found = [item for url in urls for item in client.get_all([url])]
    assert sum(net.asked[f"storm/{number}"] for number in range(8)) == 3
    assert all(isinstance(item, InputError) for item in found[:8])
    assert "not asked: its host failed 3 times in a row" in str(found[7])
    assert isinstance(found[8], Fetched)


def test_robots_can_be_switched_off_for_own_sites(net: Internet) -> None:
    """`fetch.robots: false` asks for no robots.txt."""
    with blocking_client(None, None, settings=replace(PATIENT, robots=False), resolver=resolver()) as client:
        assert client.get(net.url("robots-denies-us")).body == PAGE
    assert net.asked["robots-denies-us/robots.txt"] == 0


def _hop(number: int) -> None:
    def onwards(request: Request) -> None:
        request.to(f"http://hop{number + 1}.example:{request.headers['host'].rpartition(':')[2]}/page")

    def slowly(request: Request) -> None:
        time.sleep(0.8)
        request.answer(b"User-agent: *\nAllow: /\n")

    BEHAVIOURS[f"hop{number}"], ROBOTS[f"hop{number}"] = onwards, slowly


for _number in range(1, 6):
    _hop(_number)


def test_a_chain_of_slow_sites(net: Internet) -> None:
    """The robots.txt of the sites that redirects lead to count to the time of the page; that of its own site does not."""
    settings = replace(PATIENT, total_timeout_s=1.2)
    begun = time.monotonic()
    with (
        blocking_client(None, None, settings=settings, resolver=resolver()) as client,
        pytest.raises(FetchError, match=r"not complete within 1.2 s"),
    ):
        client.get(net.url("hop1"))
    assert time.monotonic() - begun < 3
    assert net.asked["hop4/robots.txt"] == 0


def test_a_name_server_that_is_busy(net: Internet) -> None:
    """A name that cannot be resolved now is asked for again; one that does not exist is not."""
    asked: list[str] = []

    async def busy(host: str, port: int) -> list[Address]:
        asked.append(host)
        raise socket.gaierror(socket.EAI_AGAIN if host == "busy.example" else socket.EAI_NONAME, "a")

    settings = replace(PATIENT, attempts=3, robots=False)
    with blocking_client(None, None, settings=settings, resolver=busy) as client:
        with pytest.raises(FetchError, match=r"cannot be resolved now .3 attempts"):
            client.get("http://busy.example/")
        with pytest.raises(FetchError, match="host is unknown"):
            client.get("http://nobody.example/")
    assert asked == ["busy.example"] * 3 + ["nobody.example"]


@pytest.mark.parametrize(("url", "ports", "refused"), [
    ("http://example.org:22/", (), True),
    ("http://example.org:6379/", (8080,), True),
    ("https://example.org:8443/", (), True),
    ("https://example.org:8443/", (8443,), False),
    ("http://example.org:443/", (), False),
    ("https://example.org/", (), False),
    ("http://93.184.216.34:25/", (), True),
    ("http://127.0.0.1:80/", (80,), True),
])  # fmt: skip
def test_ports(url: str, ports: tuple[int, ...], refused: bool) -> None:
    """Only 80, 443 and ports that the workspace names are asked; naming a port opens no private address."""
    settings = FetchSettings(ports=ports)
    if not refused:
        assert str(checked(url, settings)).startswith(url.removesuffix(":443/"))
        return
    with pytest.raises(FetchError, match=r"port \d+ is not fetched|private address"):
        checked(url, settings)


@pytest.mark.parametrize("url", ["http://a/\ud800", "http://\ud800.example/", "http://a/\0b", "\ud800", "http://[\n/"])
def test_addresses_that_cannot_be_written(url: str, ledger: Ledger) -> None:
    """An address with letters that no database or terminal takes is refused in letters that they take."""
    with blocking_client(None, ledger, settings=PATIENT) as client, pytest.raises(FetchError) as caught:
        client.get(url)
    assert caught.value.where.isprintable()
    assert ledger.latest_visit(caught.value.where) is not None


@pytest.mark.parametrize(("url", "told"), [
    ("https://u:hunter2@example.org/a#b", "https://example.org/a"),
    ("https://example.org/?token=hunter2&page=2", "https://example.org/?token=REDACTED&page=2"),
    ("https://example.org/?X-Amz-Signature=hunter2", "https://example.org/?X-Amz-Signature=REDACTED"),
    ("https://example.org/?api_key=hunter2", "https://example.org/?api_key=REDACTED"),
    ("https://example.org/?key=hunter2hunter2", "https://example.org/?key=REDACTED"),
    ("https://example.org/?key=12&code=icd", "https://example.org/?key=12&code=icd"),
    ("https://example.org/?q=a%20b&q=c", "https://example.org/?q=a%20b&q=c"),
    ("http://u:hunter2@a b/?token=hunter2", "http://a%20b/?token=REDACTED"),
])  # fmt: skip
def test_secrets_in_addresses(url: str, told: str) -> None:
    """Credentials, and values of parameters whose names say so, are not shown; article numbers are."""
    assert shown(url) == told


def test_settings_come_from_the_workspace(workspace: Workspace, site: Site) -> None:
    """The workspace's settings are the client's."""
    with blocking_client(workspace, None) as client:
        client.get(f"{site.root}/page")
    [agent] = {headers["User-Agent"] for _, headers in site.requests}
    assert agent.startswith("glosspress/")
    assert agent.endswith("(Example Press; +editors@example.org)")


@given(st.text(max_size=3000))
def test_any_robots_txt(text: str) -> None:
    """No robots.txt breaks the client, whatever stands in it."""
    rules = robots.parse(text)
    assert rules.delay_s is None or 0 <= rules.delay_s <= robots.MAX_DELAY_S


@given(st.text(alphabet=st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=200))
def test_any_retry_after(text: str) -> None:
    """No Retry-After breaks the client; the wait is never negative and never beyond a year."""
    try:
        headers = httpx.Headers([(b"retry-after", text.encode("latin-1"))])
    except ValueError:
        return
    told = told_wait(headers)
    assert told is None or 0 <= told <= 31_536_000
    assert pause(0.5, 3, told) >= (told or 0)


@given(st.text(max_size=300))
def test_any_address(text: str) -> None:
    """Any text as an address is refused, or is an address of the web."""
    shown(text)
    with suppress(FetchError):
        assert checked(text, FetchSettings()).scheme in {"http", "https"}


@given(st.lists(st.binary(max_size=300), max_size=5), st.sampled_from(["gzip", "deflate", ""]))
def test_any_compressed_body(chunks: list[bytes], encoding: str) -> None:
    """Damaged compression is an error of its own kinds."""
    import zlib

    decompressor = Decompressor(encoding)
    try:
        for chunk in chunks:
            for piece in decompressor.feed(chunk):
                assert len(piece) <= 1_000_000
        decompressor.finish()
    except (zlib.error, EOFError):
        pass


@pytest.mark.parametrize("size", [1, 2, 3, 19, 20, 21])
def test_gzip_members_cut_anywhere(size: int) -> None:
    """A body of several gzip members is whole, wherever the network cuts it."""
    import gzip

    body = gzip.compress(b"one ") + gzip.compress(b"") + gzip.compress(b"two") + b"\0\0"
    decompressor = Decompressor("gzip")
    chunks = [body[start : start + size] for start in range(0, len(body), size)]
    assert b"".join(piece for chunk in chunks for piece in decompressor.feed(chunk)) == b"one two"
    decompressor.finish()


def test_damaged_answers() -> None:
    """The short version of `python tests/ingest/fuzz_http.py --minutes 10`: no damaged answer crashes or hangs the client."""
    assert fuzz_http.run(3, seed=1).answers > 20
