"""What the ledger holds answers as RFC 9111 lets it: nothing stale, nothing of another request, nothing that a site forbids."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress.errors import FetchError, LedgerError
from glosspress.ingest import Fetched, FetchSettings, caching, evidence
from glosspress.ingest.blocking import blocking_client
from glosspress.ingest.requesting import Answer
from glosspress.ledger import Ledger, open_ledger
from glosspress.snapshot import Snapshot

from .hostile import BEHAVIOURS, PAGE, ROBOTS, Internet, Request, internet, resolver, says

SETTINGS = FetchSettings(allow_loopback=True, timeout_s=30, total_timeout_s=60, attempts=1, pause_s=0.01, delay_s=0)
LONG_AGO = "Wed, 21 Oct 2015 07:28:00 GMT"


def _now(seconds: float = 0) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


says("hour", PAGE, "200 OK", "Cache-Control: max-age=3600", 'ETag: "1"')
says("expires", PAGE, "200 OK", f"Expires: {_now(3600)}", f"Date: {_now()}")
says("dateless", PAGE, "200 OK", "Cache-Control: max-age=1")
says("guessed", PAGE, "200 OK", f"Last-Modified: {LONG_AGO}")
says("nonsense-age", PAGE, "200 OK", f"Last-Modified: {LONG_AGO}", "Cache-Control: max-age=soon")
says("old-already", PAGE, "200 OK", "Cache-Control: max-age=3600", "Age: 4000")
says("over", PAGE, "200 OK", f"Expires: {LONG_AGO}", f"Date: {_now()}")
says("future-date", PAGE, "200 OK", "Cache-Control: max-age=1", f"Date: {_now(90_000)}")
says("no-cache", PAGE, "200 OK", "Cache-Control: max-age=3600, no-cache")
says("no-store", PAGE, "200 OK", "Cache-Control: no-store", 'ETag: "1"')
says("private", PAGE, "200 OK", "Cache-Control: private", 'ETag: "1"')
says("varies", PAGE, "200 OK", "Cache-Control: max-age=3600", "Vary: Accept", 'ETag: "1"')
says("varies-always", PAGE, "200 OK", "Cache-Control: max-age=3600", "Vary: *")
says("odd-tag", PAGE, "200 OK", 'ETag: "caf\xe9"')
says("long-tag", PAGE, "200 OK", f'ETag: "{"a" * 2000}"', "Set-Cookie: a=hunter2", "X-Auth-Token: hunter2")
says("secret-address", PAGE, "200 OK", "Cache-Control: max-age=3600", 'ETag: "1"')
BEHAVIOURS["other-tag"] = lambda request: (
    request.answer(b"", "304 Not Modified", 'ETag: "2"')
    if "if-none-match" in request.headers
    else request.answer(PAGE + str(request.number).encode(), "200 OK", 'ETag: "1"')
)
BEHAVIOURS["other-tag-then-nothing"] = lambda request: (
    request.answer(b"", "304 Not Modified", 'ETag: "2"')
    if "if-none-match" in request.headers
    else request.answer(PAGE, "200 OK" if request.number == 1 else "404 Not Found", 'ETag: "1"')
)


def _renewed(request: Request) -> None:
    if "if-none-match" in request.headers:
        request.answer(b"", "304 Not Modified", 'ETag: "1"', "Cache-Control: max-age=3600", "Content-Type: text/odd")
    else:
        request.answer(PAGE, "200 OK", 'ETag: "1"', "Cache-Control: max-age=0")


BEHAVIOURS["renewed"] = _renewed


@pytest.fixture(scope="module")
def net() -> Iterator[Internet]:
    """The internet of these sites."""
    with internet() as served:
        yield served


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")


@pytest.fixture(autouse=True)
def nothing_asked(net: Internet) -> None:
    """Each test counts its own requests."""
    net.asked.clear()
    net.headers.clear()


def run(ledger: Ledger | None, url: str, *, trusting: bool = False, accept: str = "") -> Fetched:
    """One page in a run of its own."""
    with blocking_client(
        None, ledger, source="s", settings=SETTINGS, resolver=resolver(), trust_freshness=trusting
    ) as client:
        return client.get(url, accept=accept)


def conditions(net: Internet) -> list[str]:
    """`If-None-Match` of the requests for pages."""
    return [told.get("if-none-match", "") for path, told in net.headers if not path.endswith("robots.txt")]


def test_every_run_asks(net: Internet, ledger: Ledger) -> None:
    """However long a site calls a page fresh: an ordinary run and a watch ask for today's, and say so to caches between."""
    run(ledger, net.url("hour"))
    run(ledger, net.url("hour"))
    assert net.asked["hour/page"] == 2
    pages = [told for path, told in net.headers if path == "hour.example/page"]
    assert [told.get("cache-control") for told in pages] == ["no-cache", "no-cache"]
    assert conditions(net) == ["", '"1"']


@pytest.mark.parametrize("site", ["hour", "expires"])
def test_freshness_where_it_is_trusted(net: Internet, ledger: Ledger, site: str) -> None:
    """A source may trust it: then a fresh page is taken from the ledger. No request was made, so no visit is on record."""
    first = run(ledger, net.url(site), trusting=True)
    second = run(ledger, net.url(site), trusting=True)
    assert net.asked[f"{site}/page"] == 1
    assert (second.body, second.fetched_at, second.content_type) == (first.body, first.fetched_at, first.content_type)
    assert (second.fresh, second.not_modified, second.status) == (True, False, 200)
    assert len(ledger.visits(net.url(site))) == 1
    assert "cache-control" not in dict(net.headers)[f"{site}.example/page"]


@pytest.mark.parametrize("site", [
    "guessed", "nonsense-age", "old-already", "over", "no-cache", "no-store", "varies-always",
])  # fmt: skip
def test_nothing_else_is_fresh(net: Internet, ledger: Ledger, site: str) -> None:
    """No guess from Last-Modified, no answer that was old when it came, none that says `no-cache` or varies by anything."""
    run(ledger, net.url(site), trusting=True)
    assert not run(ledger, net.url(site), trusting=True).fresh
    assert net.asked[f"{site}/page"] == 2


@pytest.mark.parametrize("site", ["dateless", "future-date"])
def test_age_counts_from_when_it_came(net: Internet, ledger: Ledger, site: str) -> None:
    """A page without a date, or with one to come, is as old as its visit."""
    run(ledger, net.url(site), trusting=True)
    time.sleep(2.1)
    assert not run(ledger, net.url(site), trusting=True).fresh


def test_fresh_for_a_day_at_most(net: Internet, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that calls a page fresh for years is asked again after a day."""
    run(ledger, net.url("hour"), trusting=True)
    monkeypatch.setattr(caching, "LONGEST_FRESH", timedelta(0))
    assert run(ledger, net.url("hour"), trusting=True).status == 200
    assert net.asked["hour/page"] == 2


def test_a_304_renews(net: Internet, ledger: Ledger) -> None:
    """After 304 the head of the entry is the newer one, but for what describes the body."""
    run(ledger, net.url("renewed"), trusting=True)
    renewed = run(ledger, net.url("renewed"), trusting=True)
    assert (renewed.status, renewed.content_type) == (304, "text/html; charset=utf-8")
    assert run(ledger, net.url("renewed"), trusting=True).fresh
    assert net.asked["renewed/page"] == 2


def test_no_store(net: Internet, ledger: Ledger) -> None:
    """What a site forbids to store is evidence, but no answer: the next run asks for all of it, without conditions."""
    page = run(ledger, net.url("no-store"))
    run(ledger, net.url("no-store"))
    assert conditions(net) == ["", ""]
    assert ledger.snapshot(page.sha256).body == PAGE


def test_private(net: Internet, ledger: Ledger) -> None:
    """The ledger is the cache of one client, so `private` answers may be asked about."""
    run(ledger, net.url("private"))
    run(ledger, net.url("private"))
    assert conditions(net) == ["", '"1"']


def test_vary(net: Internet, ledger: Ledger) -> None:
    """An answer that varies by `Accept` is fresh for the same `Accept` only."""
    run(ledger, net.url("varies"), trusting=True)
    assert run(ledger, net.url("varies"), trusting=True).fresh
    assert not run(ledger, net.url("varies"), trusting=True, accept="text/plain").fresh


def test_purposes_do_not_meet(net: Internet, ledger: Ledger) -> None:
    """What was asked for as a feed is not taken for a page."""
    with blocking_client(None, ledger, settings=SETTINGS, resolver=resolver(), trust_freshness=True) as client:
        client.get(net.url("hour"), purpose="feed")
        assert not client.get(net.url("hour")).fresh
        assert client.get(net.url("hour")).fresh


def test_a_304_about_another_version(net: Internet, ledger: Ledger) -> None:
    """A 304 whose ETag is not the known one says nothing about it: the page is asked for as a whole, in the same turn."""
    run(ledger, net.url("other-tag"))
    found = run(ledger, net.url("other-tag"))
    assert (found.status, found.body) == (200, PAGE + b"3")
    newest, unfit, _ = ledger.visits(net.url("other-tag"))
    assert (newest.status, unfit.status, unfit.snapshot) == (200, 304, "")
    assert "not known" in dict(unfit.facts)["error"]


def test_an_unfit_version_is_not_offered_again(net: Internet, ledger: Ledger) -> None:
    """Also where the whole page does not come then."""
    url = net.url("other-tag-then-nothing")
    run(ledger, url)
    for _ in range(2):
        with pytest.raises(FetchError, match="HTTP 404"):
            run(ledger, url)
    assert conditions(net) == ["", '"1"', "", ""]


@pytest.mark.parametrize("site", ["odd-tag", "long-tag"])
def test_validators_that_cannot_be_sent(net: Internet, ledger: Ledger, site: str) -> None:
    """A validator with other than ASCII, or without an end, is not kept; the next run asks without it and does not fail."""
    run(ledger, net.url(site))
    assert run(ledger, net.url(site)).status == 200
    assert conditions(net) == ["", ""]
    assert ledger.visits(net.url(site))[0].etag == ""


def test_addresses_with_secrets(net: Internet, ledger: Ledger) -> None:
    """Two addresses that differ in a secret read alike in the ledger; neither answers for the other."""
    run(ledger, net.url("secret-address", "/?token=one"), trusting=True)
    found = run(ledger, net.url("secret-address", "/?token=two"), trusting=True)
    assert (found.fresh, found.status, found.url) == (False, 200, net.url("secret-address", "/?token=REDACTED"))
    assert conditions(net) == ["", ""]


def test_stored_once_and_without_secrets(net: Internet, ledger: Ledger, tmp_path: Path) -> None:
    """Three runs leave one body; no cookie and no token is in the files."""
    for site in ("hour", "hour", "long-tag"):
        run(ledger, net.url(site))
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as database:
        assert database.execute("SELECT count(*) FROM bodies").fetchone() == (1,)
    assert b"hunter2" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_failed_write_is_an_error(net: Internet, ledger: Ledger, tmp_path: Path) -> None:
    """A page that cannot be kept is none: evidence that is lost is not a line in a log."""
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON visits BEGIN SELECT RAISE(FAIL, 'disk is full'); END")
    with pytest.raises(LedgerError, match="the disk is full"):
        run(ledger, net.url("hour"))


_ROBOTS = b"User-agent: *\nDisallow: /private\n"
for _name, _lines in {
    "robots-plain": (), "robots-dated": (f"Last-Modified: {LONG_AGO}",),
    "robots-short": ("Cache-Control: max-age=0",), "robots-tagged": ("Cache-Control: no-cache", 'ETag: "1"'),
    "robots-no-store": ("Cache-Control: no-store",),
}.items():  # fmt: skip
    ROBOTS[_name] = lambda request, lines=_lines: request.answer(_ROBOTS, "200 OK", *lines)  # type: ignore[misc]
ROBOTS["robots-gone"] = lambda request: request.answer(b"", "404 Not Found")
ROBOTS["robots-failing"] = lambda request: request.answer(b"", "503 Later")
ROBOTS["robots-there"] = lambda request: request.to(
    f"http://robots-plain.example:{request.headers['host'].rpartition(':')[2]}/robots.txt"
)


@pytest.mark.parametrize(("site", "asked"), [
    ("robots-plain", 1), ("robots-dated", 1), ("robots-there", 1), ("robots-gone", 1),
    ("robots-short", 3), ("robots-tagged", 3), ("robots-no-store", 3),
])  # fmt: skip
def test_robots_over_runs(net: Internet, ledger: Ledger, site: str, asked: int) -> None:
    """robots.txt, or that there is none, holds for a day and over runs, unless the site wants it asked for sooner."""
    for _ in range(3):
        run(ledger, net.url(site))
    assert net.asked[f"{site}/robots.txt"] == asked
    if site != "robots-gone":
        with pytest.raises(FetchError, match="of the site does not allow it"):
            run(ledger, net.url(site, "/private"))


@pytest.mark.parametrize("site", ["robots-plain", "robots-there", "robots-gone"])
def test_robots_for_a_day_at_most(net: Internet, ledger: Ledger, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a day it is asked for again (RFC 9309, 2.4)."""
    run(ledger, net.url(site))
    for module in (caching, evidence):
        monkeypatch.setattr(module, "LONGEST_FRESH", timedelta(0))
    run(ledger, net.url(site))
    assert net.asked[f"{site}/robots.txt"] == 2


def test_a_failing_robots_is_not_kept(net: Internet, ledger: Ledger) -> None:
    """A robots.txt that fails forbids all for this run; the next one asks again."""
    for _ in range(2):
        with pytest.raises(FetchError, match="cannot be read"):
            run(ledger, net.url("robots-failing"))
    assert net.asked["robots-failing/robots.txt"] == 2


_TEXT = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=60)
_HEADERS = st.dictionaries(
    st.sampled_from(["etag", "last-modified", "cache-control", "expires", "date", "age", "vary", "content-type"]),
    _TEXT | st.sampled_from(["max-age=9", "no-cache, private=\"", "*", "Accept", LONG_AGO, "0", "9" * 40, "W/", '""']),
)  # fmt: skip


@given(_HEADERS, _HEADERS, st.sampled_from([200, 302, 304]))
def test_any_headers(before: dict[str, str], now: dict[str, str], status: int) -> None:
    """Whatever two answers say about caching: no crash, at most two requests, and headers that can be sent."""
    sent = {"accept": "text/html"}
    kept = caching.kept_of(before, sent)
    known = caching.Known(Snapshot("u", b"b", "text/html", ""), "http://example.org/", datetime.now(UTC), kept)
    answers = iter([Answer(httpx.URL("http://example.org/"), status, httpx.Headers(_bytes(now)))] * 2)
    asked: list[httpx.Headers] = []

    async def send(headers: Mapping[str, str]) -> Answer:
        asked.append(httpx.Headers(dict(headers)))
        answer = next(answers)
        return answer if len(asked) == 1 else Answer(answer.url, 200, answer.headers)

    async def unfit() -> None:
        assert status == 304

    outcome = asyncio.run(caching.ask(httpx.URL("http://example.org/"), sent, known, send, unfit))
    assert (outcome.answer is None) == (not asked)
    assert outcome.known is None or status == 304 or not asked


def _bytes(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
