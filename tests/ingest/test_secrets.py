"""A secret in an address opens the page and stays nowhere: not in messages, ledger, articles or archives."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import pytest

from glosspress.errors import FetchError, InputError
from glosspress.ingest import LeftOutError, ingest, revisit
from glosspress.ingest.addresses import shown, without_secrets
from glosspress.ingest.archiving import export
from glosspress.ledger import open_ledger
from glosspress.snapshot import Snapshot
from glosspress.sources import Source, load
from glosspress.steps.gathering import cleaned
from glosspress.steps.watching import watch_source
from glosspress.workspace import Workspace

from ..loopback import Loopback, page

SECRET = "hunter2hunter2"


def source(workspace: Workspace, kind: str, place: str) -> Source:
    file = workspace.sources / "web.yaml"
    file.write_text(f"title: T\nlicense: {{status: open}}\nkind: {kind}\n{place}\n")
    return load(file)


def archive(*urls: str, titles: Sequence[str] = ()) -> bytes:
    """One page each, as other tools write them."""
    titles = titles or ["Kept"] * len(urls)
    bodies = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(title).encode() for title in titles]
    records = [
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2020-05-04T03:02:01Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\nWARC-Target-URI: {url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n".encode()
        for number, (url, http) in enumerate(zip(urls, bodies, strict=True))
    ]
    return b"".join(head + http + b"\r\n\r\n" for head, http in zip(records, bodies, strict=True))


def test_fetched(web: Loopback, fast: Workspace, tmp_path: Path) -> None:
    """Pages that are asked for with a token, that name themselves with it, that fail and that are there twice."""
    own = f"{{root}}/own?token={SECRET}"
    web.html(
        f"/own?token={SECRET}",
        page("Own", head=f"<link rel=canonical href='{own}'><meta property=og:url content='{own}'>"),
    )
    web.html(f"/other?token={SECRET}", page("Other", head=f"<link rel=canonical href='{own}'>"))
    web.html(f"/empty?token={SECRET}", page("Page not found", text="Sorry."))
    asked = [f"{web.root}/{name}?token={SECRET}" for name in ("own", "other", "empty", "none")]
    defined = source(fast, "list", f"urls: {asked}")
    ledger = open_ledger(fast.ledger_url)
    found = list(ingest(defined, fast, ledger=ledger))
    assert web.asked(f"/own?token={SECRET}") == 1
    told = "".join(str(item) for item in found if isinstance(item, InputError))
    assert told.count("token=REDACTED") >= 4
    snapshot = found[0]
    assert isinstance(snapshot, Snapshot)
    article = cleaned(ledger, snapshot, defined)
    assert article.metadata.canonical_url == f"{web.root}/own?token=REDACTED"
    export(ledger, tmp_path / "all.warc.gz")
    lines = gzip.decompress((tmp_path / "all.warc.gz").read_bytes()).decode().splitlines()
    heads = "\n".join(line for line in lines if "<html" not in line)  # a page stays as it was served, links and all
    for text in (told, str((snapshot.url, snapshot.headers)), heads, everything(fast)):
        assert SECRET not in text
    assert watch_source(fast.root, "web", now=False).due is False


def everything(workspace: Workspace) -> str:
    """What the ledger says of addresses."""
    with open_ledger(workspace.ledger_url) as ledger, ledger._database.reading() as connection:
        asked = "SELECT url, headers FROM snapshots UNION ALL SELECT url, body FROM visits"
        return str(connection.exec_driver_sql(asked).all())


def test_from_archives(fast: Workspace, tmp_path: Path) -> None:
    """Of addresses in an archive, credentials and tokens are left out; the page is read."""
    told = [f"https://u:{SECRET}@example.org/a", f"https://example.org/b?p=1&access%5Ftoken={SECRET}"]
    (fast.sources / "a.warc").write_bytes(archive(*told))
    ledger = open_ledger(fast.ledger_url)
    defined = source(fast, "warc", "path: a.warc")
    found = [item for item in ingest(defined, fast) if isinstance(item, Snapshot)]
    assert [item.url for item in found] == [
        "https://example.org/a",
        "https://example.org/b?p=1&access%5Ftoken=REDACTED",
    ]
    for item in found:
        ledger.put_snapshot(item)
    assert SECRET not in everything(fast)


@pytest.mark.parametrize("turned", [False, True])
def test_two_pages_that_differ_in_a_secret_only(web: Loopback, fast: Workspace, turned: bool) -> None:
    """Whatever the order: neither takes the other's place under one address. One that names itself otherwise is read."""
    for name in ("children", "adults"):
        web.html(f"/a?key=vaccine-for-{name}", page(name))
        web.html(f"/b?key=vaccine-for-{name}", page(name, head=f"<link rel=canonical href='/{name}'>"))
    asked = [f"{web.root}/{path}?key=vaccine-for-{name}" for path in "ab" for name in ("children", "adults")]
    found = list(ingest(source(fast, "list", f"urls: {asked[::-1] if turned else asked}"), fast))
    problems = [item for item in found if isinstance(item, InputError)]
    assert [item.where for item in problems] == [f"{web.root}/a?key=REDACTED"] * 2
    assert all("could not be told apart" in item.what for item in problems)
    assert {item.url for item in found if isinstance(item, Snapshot)} == {
        f"{web.root}/children",
        f"{web.root}/adults",
    }


def test_two_pages_of_an_archive_that_differ_in_a_secret_only(fast: Workspace) -> None:
    """The same page twice is a duplicate; another page is a problem, not a duplicate."""
    urls = [f"https://example.org/a?token={number}" for number in range(3)]
    (fast.sources / "a.warc").write_bytes(archive(*urls, titles=["One", "One", "Two"]))
    first, second, third = ingest(source(fast, "warc", "path: a.warc"), fast)
    assert isinstance(first, Snapshot)
    assert isinstance(second, LeftOutError)
    assert isinstance(third, InputError)
    assert not isinstance(third, LeftOutError)


def test_from_old_ledgers(fast: Workspace, tmp_path: Path) -> None:
    """What came into a ledger with its secret leaves it without, in every record."""
    ledger = open_ledger(fast.ledger_url)
    url = f"https://u:p@example.org/a?token={SECRET}"
    ledger.put_snapshot(Snapshot(url, page("Old").encode(), "text/html", "2020-05-04T03:02:01Z"))
    export(ledger, tmp_path / "all.warc")
    written = (tmp_path / "all.warc").read_text()
    assert SECRET not in written
    assert written.count("WARC-Target-URI: https://example.org/a?token=REDACTED") == 2


def test_what_is_hidden_is_not_asked_for(web: Loopback, fast: Workspace) -> None:
    """An article that is no longer listed and whose address had a secret is a problem, not gone: nobody knows."""
    defined = source(fast, "list", f"urls: ['{web.root}/a']")
    known = Snapshot(f"{web.root}/a?token=REDACTED", b"", "text/html", "2020-05-04T03:02:01Z")
    [found] = revisit(defined, fast, [known])
    assert isinstance(found, FetchError)
    assert (found.status, web.requests) == (0, [])
    assert "cannot be asked for without" in found.what


@pytest.mark.parametrize(
    "url",
    [
        "https://Example.org",
        "https://example.org/ü?b=%7e&a=ä",
        "https://example.org/a?",
        "file:sources/a.html",
        "no URL",
    ],
)
def test_other_addresses_stay_as_they_are_written(url: str) -> None:
    """An address is an identity: where nothing is hidden, no letter changes."""
    assert without_secrets(url) == url


def test_names_in_other_letters() -> None:
    """A parameter's name is read as the site reads it."""
    assert shown("https://example.org/?%74oken=a") == "https://example.org/?%74oken=REDACTED"
