"""One run over a hostile and messy internet: each site has the specified result, and none affects another."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from glosspress.errors import FetchError, InputError
from glosspress.ingest import Fetched, FetchSettings
from glosspress.ingest.blocking import blocking_client
from glosspress.ledger import Ledger, open_ledger

from .hostile import PAGE, Internet, internet, resolver

SETTINGS = FetchSettings(
    user_agent="glosspress/test (Example Press; +editors@example.org)",
    allow_loopback=True,
    concurrency=32,
    delay_s=0,
    timeout_s=0.6,
    total_timeout_s=3.0,
    max_bytes=2_000_000,
    attempts=2,
    pause_s=0.01,
)
GOOD_BETWEEN = 3
"""After so many hostile sites, a page of the good one."""

REFUSED = {
    # redirects into the network the pipeline runs in
    "to-metadata": r"private address 169\.254\.169\.254.*redirected to http://169\.254",
    "to-mapped-metadata": "private address ::ffff:",
    "to-ipv6-metadata": "private address fd00:ec2::254",
    "to-cgnat-metadata": r"private address 100\.100\.100\.200",
    "to-nat64": "private address 64:ff9b::",
    "to-6to4": "private address 2002:a9fe:a9fe::1",
    "to-compatible": "private address ::a9fe:a9fe",
    "to-decimal": "private address|host is unknown",
    "to-octal": "which is not a URL",
    "to-internal-name": r"private address 10\.0\.0\.7.*redirected",
    # redirects to what is not the web
    "to-file": "only http and https",
    "to-data": "only http and https",
    "to-ftp": "only http and https",
    "to-gopher": "only http and https",
    "to-javascript": "only http and https",
    "to-credentials": "URL with credentials",
    "to-nonsense": "is not a URL",
    "to-control": "which is not a URL|no connection",
    "to-far-port": "port 6379 is not fetched",
    "to-zone": "a character in the host is not allowed|which is not a URL|is not a URL",
    "to-loopback-zone": "a character in the host is not allowed|which is not a URL|is not a URL",
    "to-user-at-host": "URL with credentials|private address",
    "to-backslash": "URL with credentials",
    "to-fullwidth": r"private address 169\.254\.169\.254|is not a URL|which is not a URL",
    "to-scheme-case": "only http and https",
    "to-blob": "only http and https",
    "no-location": "HTTP 302",
    # redirects without end
    "circle": "redirected in a circle",
    "circle-of-two": "redirected in a circle",
    "growing": "more than 5 redirects",
    "cookie-wall": "redirected in a circle: the site may want cookies",
    "consent-wall": "redirected in a circle: the site may want cookies",
    "to-denied": "robots.txt of the site does not allow it",
    # names
    "internal": r"private address 10\.0\.0\.7",
    "metadata": r"private address 169\.254\.169\.254",
    "azure": r"private address 168\.63\.129\.16",
    "mixed": r"private address 192\.168\.1\.1",
    "nowhere": "host is unknown",
    "unknown": "host is unknown",
    "slowdns": "no answer within|not complete within",
    "zero": r"private address 0\.0\.0\.0",
    "unspecified": "private address ::",
    "linklocal": "private address fe80::1",
    "uniquelocal": "private address fd12:",
    "mapped": "private address ::ffff:",
    "nat64": "private address 64:ff9b::a00:1",
    "localnat64": "private address 64:ff9b:1::a00:1",
    "sixtofour": "private address 2002:a00:1::1",
    "teredo": "private address 2001:0:4136",
    "sitelocal": "private address fec0::1",
    "cgnat": r"private address 100\.64\.0\.1",
    "broadcast": r"private address 255\.255\.255\.255",
    "multicast": r"private address 224\.0\.0\.251",
    "multicast6": "private address ff02::fb",
    "documentation": r"private address 192\.0\.2\.1",
    "benchmarking": r"private address 198\.18\.0\.1",
    "rebind": r"private address 10\.0\.0\.1",
    "rebind-metadata": r"private address 169\.254\.169\.254",
    # bodies
    "gzip-bomb": "larger than 2 MB",
    "deflate-bomb": "larger than 2 MB",
    "gzip-twice": "compressed as `gzip, gzip`",
    "brotli-bomb": "compressed as `br`, which was not asked for",
    "zstd-bomb": "compressed as `zstd`, which was not asked for",
    "unknown-encoding": "compressed as `rot13`",
    "not-gzip": "compressed answer is damaged",
    "cut-gzip": "compressed answer is damaged",
    "gzip-many-members": "more than 10,000 parts",
    "endless": r"larger than 2 MB",
    "endless-chunks": r"larger than 2 MB",
    "endless-gzip": r"200 times its size|larger than 2 MB",
    "endless-trailers": "no connection|not complete within",
    "slow-body": r"not complete within 3 s",
    "silent-body": r"no answer within 0\.6 s",
    "short": "no connection",
    "cut-chunk": "no connection",
    "bad-chunk": "no connection",
    "huge-chunk": "no connection",
    "two-lengths": "no connection",
    "negative-length": "no connection",
    "odd-chunks": "no connection",
    "hidden-chunks": "no connection",
    "plus-length": "no connection",
    "two-values": "no connection",
    "bare-cr": "no connection",
    "announced": "larger than 2 MB",
    "absurd-length": "larger than 2 MB",
    "unreadable-length": "no connection|larger than 2 MB",
    "empty": "is empty",
    "blank": "is empty",
    "pdf": "is application/pdf, not a page",
    "disguised-pdf": "is a PDF file",
    "disguised-image": "is a PNG image",
    "json": "is application/json, not a page",
    # headers
    "nonsense": "no connection",
    "http09": "no connection",
    "closed": "no connection",
    "bad-status": "no connection",
    "cut-head": "no connection",
    "status-999": "HTTP 999",
    "no-content": "HTTP 204",
    "partial": "HTTP 206",
    "unasked-304": "HTTP 304",
    "switching": "HTTP 101|no connection",
    "nul-header": "no connection",
    "space-header": "no connection",
    "many-headers": "no connection|headers are larger",
    "large-header": "no connection|headers are larger",
    "big-headers": "headers are larger than 64 KB",
    "slow-headers": "not complete within 3 s",
    "endless-headers": "no connection|headers are larger",
    "endless-hints": "not complete within 3 s",
    "silent": r"no answer within 0\.6 s",
    # status
    "storm": r"HTTP 500.*\(2 attempts\)",
    "unavailable": r"HTTP 503.*\(2 attempts\)",
    "retry-hour": "HTTP 429",
    "retry-absurd": "HTTP 429",
    "retry-far-date": "HTTP 429",
    **{f"status-{code}": f"HTTP {code}" for code in (400, 401, 402, 403, 404, 405, 406, 410, 418, 451, 501)},
    # robots.txt
    "robots-denies": "robots.txt of the site does not allow it",
    "robots-denies-us": "robots.txt of the site does not allow it",
    "robots-pattern": "robots.txt of the site does not allow it",
    "robots-bom": "robots.txt of the site does not allow it",
    "robots-endless": "robots.txt of the site does not allow it",
    "robots-moved": "robots.txt of the site does not allow it",
    "robots-500": "robots.txt cannot be read .HTTP 500.*nothing is fetched",
    "robots-429": "robots.txt cannot be read .HTTP 429",
    "robots-slow": "robots.txt cannot be read .not complete",
    "robots-circle": "robots.txt cannot be read .is redirected in a circle",
    "robots-to-metadata": r"robots.txt cannot be read .*private address 169",
    "robots-bomb": "robots.txt of the site does not allow it",
}
"""Sites whose page is not fetched, and what is said."""

READ = {
    "five": PAGE, "relative": PAGE, "schemeless": PAGE, "heavy-redirect": PAGE,
    "gzip": PAGE, "x-gzip": PAGE, "gzip-members": PAGE, "gzip-padding": PAGE, "deflate": PAGE, "raw-deflate": PAGE,
    "identity": PAGE, "no-type": PAGE, "odd-type": PAGE, "no-length": PAGE, "early-hints": PAGE, "secrets": PAGE,
    "long": b"<p>exactly twenty!</", "gzip-some-members": PAGE, "gzip-in-chunks-of-one": PAGE,
    "length-and-chunks": PAGE, "folded": PAGE, "second-answer": PAGE,
    "flaky": PAGE, "retry-seconds": PAGE, "retry-date": PAGE, "retry-past": PAGE, "retry-negative": PAGE,
    "retry-nonsense": PAGE,
    "robots-denies-others": PAGE, "robots-allows-us": PAGE, "robots-403": PAGE, "robots-html": PAGE,
    "robots-binary": PAGE, "robots-empty": PAGE, "robots-wildcards": PAGE, "robots-many-lines": PAGE,
    "robots-delay": PAGE, "robots-absurd-delay": PAGE,
}  # fmt: skip
"""Sites that are odd, but whose page arrives, and its bytes."""

TEXTS = {
    "latin": "<p>Café – 5 µg",
    "quoted-charset": "<p>Größe",
    "meta-charset": "<meta charset=windows-1251><p>Привет",
    "commented-charset": "<!-- <meta charset=koi8-r> --><meta charset=utf-8><p>Größe",
    "header-wins": "<meta charset=koi8-r><p>Größe",
    "bom-wins": "<p>Größe",
    "utf16": "<p>Größe 日本",
    "utf16-declared-in-utf8": "<meta charset=utf-16><p>Größe",
    "unknown-charset": "<p>Größe",
    "gb2312": "<p>药物剂量",
    "shift-jis": "<p>投与量①",
    "latin5": "<p>İlaç dozu ğ",
    "wrong-charset": "<p>Gr\ufffd\ufffde, H\ufffdhe, Gew\ufffdhnung",
}
"""Sites with an encoding to find out, and the text."""


@dataclass
class Run:
    """What one run over all sites brought."""

    net: Internet
    results: dict[str, Fetched | InputError]
    good: list[Fetched | InputError]
    ledger: Ledger
    ledger_file: Path
    seconds: float
    grown_kb: int
    log: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """All sites in one run with one client, the good site's pages between them."""
    file = tmp_path_factory.mktemp("hostile") / "ledger.db"
    names = [*REFUSED, *READ, *TEXTS]
    with internet() as net, open_ledger(f"sqlite:///{file}") as ledger:
        urls: list[tuple[str, str]] = []
        for number, name in enumerate(names):
            urls.append((name, net.url(name)))
            if number % GOOD_BETWEEN == 0:
                urls.append(("good", net.url("good", f"/{number}")))
        before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
        with blocking_client(None, ledger, source="messy", settings=SETTINGS, resolver=resolver()) as client:
            found = list(client.get_all([url for _, url in urls]))
        seconds, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        named = list(zip((name for name, _ in urls), found, strict=True))
        results = {name: item for name, item in named if name != "good"}
        good = [item for name, item in named if name == "good"]
        yield Run(net, results, good, ledger, file, seconds, after - before)


@pytest.mark.parametrize(("name", "message"), REFUSED.items(), ids=list(REFUSED))
def test_refused(run: Run, name: str, message: str) -> None:
    """A site that does this gives no page, and the error names the page and the fault."""
    error = run.results[name]
    assert isinstance(error, InputError), f"a page came from it: {error}"
    with pytest.raises(InputError, match=message):
        raise error
    assert error.where == run.net.url(name) or (name == "to-denied" and "robots-denies" in error.where)
    assert "hunter2" not in str(error)


@pytest.mark.parametrize(("name", "body"), READ.items(), ids=list(READ))
def test_read(run: Run, name: str, body: bytes) -> None:
    """A site that does this is odd, but its page arrives byte for byte."""
    result = run.results[name]
    assert isinstance(result, Fetched), result
    assert result.body == body
    assert result.url == run.net.url(name)


@pytest.mark.parametrize(("name", "text"), TEXTS.items(), ids=list(TEXTS))
def test_charset(run: Run, name: str, text: str) -> None:
    """The encoding is found in the standard's order: byte order mark, header, declaration in the page, the bytes."""
    result = run.results[name]
    assert isinstance(result, Fetched), result
    assert result.text.lstrip("\ufeff") == text


def test_nothing_else_is_affected(run: Run) -> None:
    """Every page of the good site arrived, between all that the others did; the run took seconds and little memory."""
    assert len(run.good) == len(range(0, len(run.results), GOOD_BETWEEN))
    assert all(isinstance(item, Fetched) and item.body == PAGE for item in run.good)
    assert run.seconds < 20
    assert run.grown_kb < 150_000


def test_every_request_is_on_record(run: Run) -> None:
    """Each page has one visit: its status and snapshot, or what went wrong."""
    for name, result in run.results.items():
        visits = run.ledger.visits(run.net.url(name))
        assert len(visits) == 1, name
        if isinstance(result, Fetched):
            assert (visits[0].status, visits[0].snapshot) == (200, result.sha256)
        else:
            assert visits[0].snapshot == ""
            assert dict(visits[0].facts)["error"] == result.what[:500]
            assert visits[0].status == (result.status if isinstance(result, FetchError) else 200)


def test_no_secret_is_kept(run: Run) -> None:
    """Cookies, tokens and credentials that a site sends are neither sent back nor stored."""
    assert all("cookie" not in headers and "authorization" not in headers for _, headers in run.net.headers)
    stored = b"".join(path.read_bytes() for path in run.ledger_file.parent.iterdir())
    assert b"hunter2" not in stored


def test_robots_is_asked_once_a_site(run: Run) -> None:
    """Nineteen pages of one site ask for its robots.txt once; a site that refuses is not asked for the page at all."""
    assert run.net.asked["good/robots.txt"] == 1
    assert run.net.asked["robots-denies/page"] == 0
    assert run.net.asked["robots-500/page"] == 0


def test_attempts(run: Run) -> None:
    """What may pass is tried again; what will not, once; who asks for an hour of peace gets it."""
    asked = run.net.asked
    assert (asked["storm/page"], asked["flaky/page"]) == (2, 2)
    assert (asked["status-404/page"], asked["status-403/page"], asked["gzip-bomb/page"]) == (1, 1, 1)
    assert (asked["retry-hour/page"], asked["retry-absurd/page"], asked["retry-far-date/page"]) == (1, 1, 1)
    first, second = run.net.times["retry-seconds/page"]
    assert second - first >= 1
