"""A page is fetched whole and as it came, or an error says why not; no server affects more than its own page."""

from __future__ import annotations

import ipaddress
import resource
import socket
import time
from dataclasses import replace

import pytest

from glosspress.errors import FetchError, InputError
from glosspress.ingest import FetchSettings, fetch
from glosspress.ingest.addresses import Address
from glosspress.ingest.blocking import blocking_client
from glosspress.ingest.connecting import Resolver
from glosspress.ingest.fetched import Fetched

from .conftest import PAGE, Site


def test_page_as_it_came(site: Site, settings: FetchSettings) -> None:
    """Bytes, type and headers are kept as served; cookies are not."""
    snapshot = fetch(f"{site.root}/page#part", settings)
    assert (snapshot.body, snapshot.content_type) == (PAGE, "text/html; charset=utf-8")
    assert snapshot.url == f"{site.root}/page"
    assert dict(snapshot.headers)["etag"] == '"1"'
    assert "set-cookie" not in dict(snapshot.headers)
    assert list(snapshot.headers) == sorted(snapshot.headers)


def test_identity(site: Site, settings: FetchSettings) -> None:
    """The site learns who asks, by name; no cookie is sent back."""
    fetch(f"{site.root}/page", settings)
    fetch(f"{site.root}/page", settings)
    for _, headers in site.requests:
        assert headers["User-Agent"] == "glosspress/test (Example Press; +editors@example.org)"
        assert headers["Host"] == site.root.removeprefix("http://")
        assert "Cookie" not in headers


def test_environment_proxy_is_not_used(site: Site, settings: FetchSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was checked is the address that is asked."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    assert fetch(f"{site.root}/page", settings).body == PAGE


@pytest.mark.parametrize("path", ["gzip", "deflate", "raw-deflate", "no-type", "moved", "chain/4"])
def test_served_in_many_ways(site: Site, settings: FetchSettings, path: str) -> None:
    """Compressed, untyped and redirected pages arrive with the same bytes, under the URL that was asked for."""
    snapshot = fetch(f"{site.root}/{path}", settings)
    assert snapshot.body == PAGE
    assert snapshot.url == f"{site.root}/{path}"
    final = dict(snapshot.headers).get("x-glosspress-final-url", snapshot.url)
    assert final.endswith("/page") == (path in {"moved", "chain/4"})


@pytest.mark.parametrize(("path", "content_type"), [
    ("latin", "text/html; charset=iso-8859-1"),
    ("no-charset", "text/html; charset=cp1251"),
])  # fmt: skip
def test_charset(site: Site, settings: FetchSettings, path: str, content_type: str) -> None:
    """The served charset stays; where none is served, the declared or guessed one is added."""
    assert fetch(f"{site.root}/{path}", settings).content_type == content_type


BAD = [
    ("missing", "HTTP 404: no such page"),
    ("gone", "HTTP 410: the page is gone"),
    ("forbidden", "HTTP 403: the site refuses"),
    ("broken", "HTTP 500"),
    ("busy", "HTTP 429"),
    ("pdf", "is application/pdf, not a page"),
    ("disguised-pdf", "is a PDF file, not a page"),
    ("empty", "is empty"),
    ("brotli", "compressed as `br`"),
    ("bad-gzip", "compressed answer is damaged"),
    ("cut-gzip", "compressed answer is damaged"),
    ("announced", "is larger than 50 MB"),
    ("bomb", "grows to more than 200 times its size"),
    ("slow", r"not complete within 1\.5 s"),
    ("silent", r"no answer within 0\.5 s"),
    ("short", "no connection"),
    ("nonsense", "no connection"),
    ("loop", "redirected in a circle"),
    ("chain/5", "more than 5 redirects"),
    ("no-location", "HTTP 302"),
    ("to-metadata", r"private address 169\.254\.169\.254"),
    ("to-file", "only http and https"),
    ("to-credentials", "URL with credentials"),
    ("to-nonsense", "not a URL"),
]
SHORT = {"slow": {"total_timeout_s": 1.5}, "silent": {"timeout_s": 0.5}}


@pytest.mark.parametrize(("path", "message"), BAD, ids=[path for path, _ in BAD])
def test_bad_page(site: Site, settings: FetchSettings, path: str, message: str) -> None:
    """Each fault of a server is an error that names the URL and the fault, in bounded time."""
    begin = time.monotonic()
    with pytest.raises(InputError, match=message) as caught:
        fetch(f"{site.root}/{path}", replace(settings, **SHORT.get(path, {})))
    assert time.monotonic() - begin < 4
    assert "secret" not in str(caught.value)
    assert caught.value.exit_code in {6, 7}


def test_endless_page(site: Site, settings: FetchSettings) -> None:
    """An endless body is left at the limit, and memory stays within it."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FetchError, match="is larger than 2 MB"):
        fetch(f"{site.root}/endless", replace(settings, max_bytes=2_000_000))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_what_passes_is_tried_again(site: Site, settings: FetchSettings) -> None:
    """A site that is busy for a moment is asked again; one that stays broken is given up."""
    patient = replace(settings, attempts=3)
    assert fetch(f"{site.root}/flaky", patient).body == PAGE
    assert site.asked("/flaky") == 3
    with pytest.raises(FetchError, match=r"HTTP 500.*\(3 attempts\)"):
        fetch(f"{site.root}/broken", patient)
    with pytest.raises(FetchError, match="404"):
        fetch(f"{site.root}/missing", patient)
    assert site.asked("/missing") == 1


def test_retry_after_is_honoured(site: Site, settings: FetchSettings) -> None:
    """A site that asks for an hour of peace is not asked again in this run."""
    with pytest.raises(FetchError, match="429"):
        fetch(f"{site.root}/busy", replace(settings, attempts=3))
    assert site.asked("/busy") == 1


def test_no_server(settings: FetchSettings) -> None:
    """A port where nobody listens is a fetch error."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match="no connection"):
        fetch(f"http://127.0.0.1:{port}/", settings)


REFUSED = [
    "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://0.0.0.0/", "http://10.1.2.3/",
    "http://172.16.0.1/", "http://192.168.1.1/", "http://169.254.169.254/", "http://100.64.0.1/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:10.0.0.1]/", "http://[fe80::1]/", "http://[fd00::1]/",
    "http://[2002:7f00:1::]/", "http://[64:ff9b::a00:1]/", "http://224.0.0.1/", "http://255.255.255.255/",
    "http://240.0.0.1/", "http://[ff02::1]/", "http://192.0.2.1/",
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED)
def test_private_address(url: str) -> None:
    """No private, loopback, link-local, multicast or reserved address is asked, in whatever form it is written."""
    with pytest.raises(FetchError, match="private address"):
        fetch(url, FetchSettings(attempts=1))


@pytest.mark.parametrize("url", ["http://10.1.2.3/", "http://169.254.169.254/", "http://[::ffff:10.0.0.1]/"])
def test_loopback_setting_opens_loopback_only(url: str, settings: FetchSettings) -> None:
    """Allowing loopback allows no other private address."""
    with pytest.raises(FetchError, match="private address"):
        fetch(url, settings)


@pytest.mark.parametrize("url", ["http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://017700000001/"])
def test_odd_forms_of_loopback(url: str) -> None:
    """Forms of an address that only some resolvers read are refused too, as unknown or as private."""
    with pytest.raises(FetchError, match=r"private address|unknown"):
        fetch(url, FetchSettings(attempts=1))


@pytest.mark.parametrize(("url", "message"), [
    ("ftp://example.org/", "only http and https"),
    ("file:///etc/passwd", "only http and https"),
    ("javascript:alert(1)", "only http and https"),
    ("example.org", "only http and https"),
    ("http://", "only http and https"),
    ("", "only http and https"),
    ("http://user:secret@example.org/", "with credentials"),
    ("http://[nonsense/", "is not a URL"),
    ("http://nowhere.invalid/", "the host is unknown"),
])  # fmt: skip
def test_not_fetched(url: str, message: str) -> None:
    """What is no fetchable URL is refused without any connection, and a password is never repeated."""
    with pytest.raises(FetchError, match=message) as caught:
        fetch(url, FetchSettings(attempts=1))
    assert "secret" not in str(caught.value)


def answers(*addresses: str) -> Resolver:
    """A resolver that gives these addresses for any name."""

    async def resolve(host: str, port: int) -> list[Address]:
        return [ipaddress.ip_address(address) for address in addresses]

    return resolve


def fetch_by(resolver: Resolver, url: str, settings: FetchSettings) -> Fetched:
    """One page by the client with a resolver of its own."""
    with blocking_client(None, None, settings=settings, resolver=resolver) as client:
        return client.get(url)


def test_one_private_address_spoils_a_name() -> None:
    """A name that resolves to a public and a private address is refused."""
    with pytest.raises(FetchError, match=r"private address 10\.0\.0\.1"):
        fetch_by(answers("93.184.216.34", "10.0.0.1"), "http://rebind.example/", FetchSettings(attempts=1))


def test_checked_address_is_the_asked_one(site: Site, settings: FetchSettings) -> None:
    """A name that would resolve differently a moment later is asked at the address that was checked."""
    port = int(site.root.rpartition(":")[2])
    told = iter(["127.0.0.1", "10.0.0.1", "10.0.0.1"])

    async def resolve(host: str, port: int) -> list[Address]:
        return [ipaddress.ip_address(next(told))]

    url, alone = f"http://rebind.example:{port}/page", replace(settings, robots=False)
    assert fetch_by(resolve, url, alone).body == PAGE
    assert site.requests[0][1]["Host"] == f"rebind.example:{port}"
    with pytest.raises(FetchError, match=r"private address 10\.0\.0\.1"):
        fetch_by(resolve, url, alone)
