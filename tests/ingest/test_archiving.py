"""What was fetched is evidence: it leaves the ledger as a web archive that other tools read, and needs no network again."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from glosspress import clean
from glosspress.errors import UsageError
from glosspress.ingest import FetchSettings
from glosspress.ingest.archiving import export
from glosspress.ingest.blocking import blocking_client
from glosspress.ledger import Ledger, open_ledger
from glosspress.snapshot import Snapshot
from glosspress.sources import Source

from .conftest import Site

ARTICLE = (
    "<!doctype html><html lang=en><head><title>Ketamine</title></head><body><article><h1>Ketamine</h1><p>"
    + "Ketamine blocks the NMDA receptor, 0.5 mg/kg over 40 minutes. " * 12
    + "</p></article></body></html>"
).encode()
SOURCE = Source.model_validate(
    {"title": "T", "license": {"status": "owned"}, "kind": "list", "urls": ["https://example.org/"]}
)


@pytest.fixture
def ledger(tmp_path: Path, site: Site, settings: FetchSettings) -> Ledger:
    """Three pages from the web, one asked for twice, one compressed, and a file."""
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    with blocking_client(None, ledger, source="web", settings=settings) as client:
        for path in ("page", "gzip", "moved", "tagged", "tagged"):
            client.get(f"{site.root}/{path}")
    ledger.put_snapshot(
        Snapshot("file:sources/a.html", ARTICLE, "text/html; charset=utf-8", "2026-11-21T08:00:00Z", source="files")
    )
    return ledger


def records(path: Path) -> list[dict[str, Any]]:
    """Type, WARC headers, HTTP headers and body of all records."""
    with path.open("rb") as file:
        return [
            {
                "type": record.rec_type,
                "warc": dict(record.rec_headers.headers),
                "http": dict(record.http_headers.headers) if record.http_headers else {},
                "body": record.content_stream().read(),
            }
            for record in ArchiveIterator(file)
        ]


@pytest.mark.parametrize("name", ["all.warc", "all.warc.gz"])
def test_other_tools_read_it(ledger: Ledger, tmp_path: Path, name: str) -> None:
    """The archive passes warcio's own check: block and payload digests of every record are right."""
    assert export(ledger, tmp_path / name) == 5
    told = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(tmp_path / name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "failed" not in told.stdout
    assert told.stdout.count("digest pass") >= 5


def test_records(ledger: Ledger, tmp_path: Path, site: Site) -> None:
    """Each snapshot is a response under the id that provenance names, with its bytes, digest and time; 304 is a revisit."""
    export(ledger, tmp_path / "all.warc.gz")
    found = records(tmp_path / "all.warc.gz")
    assert [item["type"] for item in found].count("response") == 4
    assert [item["type"] for item in found].count("resource") == 1
    assert [item["type"] for item in found].count("metadata") == 5
    for item in found:
        if item["type"] in {"response", "resource"}:
            url = item["warc"]["WARC-Target-URI"]
            sha = item["warc"]["WARC-Payload-Digest"].removeprefix("sha256:")
            kept = ledger.snapshot(sha, url)
            assert item["body"] == kept.body
            assert item["warc"]["WARC-Record-ID"] == f"<{kept.record_id}>"
            assert item["warc"]["WARC-Date"] == kept.fetched_at
            assert "content-encoding" not in item["http"]
            assert "set-cookie" not in item["http"]
    [revisit] = [item for item in found if item["type"] == "revisit"]
    assert revisit["warc"]["WARC-Target-URI"] == f"{site.root}/tagged"
    assert revisit["warc"]["WARC-Profile"].endswith("server-not-modified")
    assert revisit["http"]["ETag"] == '"tag-1"'
    moved = next(
        item for item in found if item["type"] == "metadata" and item["warc"]["WARC-Target-URI"].endswith("moved")
    )
    assert f"glosspress-final-url: {site.root}/page".encode() in moved["body"]


def test_same_ledger_same_bytes(ledger: Ledger, tmp_path: Path) -> None:
    """Two exports of one ledger are equal, so an archive can be checked by its hash."""
    (tmp_path / "b").mkdir()
    export(ledger, tmp_path / "a.warc.gz")
    export(ledger, tmp_path / "b" / "a.warc.gz")
    assert (tmp_path / "a.warc.gz").read_bytes() == (tmp_path / "b" / "a.warc.gz").read_bytes()


def test_one_source(ledger: Ledger, tmp_path: Path) -> None:
    """One source's snapshots alone."""
    assert export(ledger, tmp_path / "files.warc", "files") == 1
    assert [item["type"] for item in records(tmp_path / "files.warc")] == ["warcinfo", "resource", "metadata"]


def test_nothing_is_overwritten(ledger: Ledger, tmp_path: Path) -> None:
    """An existing file stays, an unknown source and a missing folder leave no file behind."""
    (tmp_path / "all.warc").write_bytes(b"mine")
    with pytest.raises(UsageError, match="is there already"):
        export(ledger, tmp_path / "all.warc")
    with pytest.raises(UsageError, match="no snapshot of the source `none`"):
        export(ledger, tmp_path / "none.warc", "none")
    with pytest.raises(UsageError, match="cannot be written"):
        export(ledger, tmp_path / "missing" / "all.warc")
    assert (tmp_path / "all.warc").read_bytes() == b"mine"
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".part" or path.name == "none.warc"]


def test_cleaned_again_without_the_network(
    ledger: Ledger, tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no socket left, a page is cleaned again by other rules, from the ledger and from the archive, with one result."""
    url = "https://example.org/ketamine"
    ledger.put_snapshot(Snapshot(url, ARTICLE, "text/html; charset=utf-8", "2020-01-01T00:00:00Z", source="web"))
    export(ledger, tmp_path / "all.warc.gz")

    def no_socket(*args: object, **kwargs: object) -> None:
        raise OSError("there is no network")

    monkeypatch.setattr(socket, "socket", no_socket)
    monkeypatch.setattr(socket, "create_connection", no_socket)
    kept = ledger.latest_snapshot(url)
    assert kept is not None
    newer = SOURCE.model_copy(update={"rules": SOURCE.rules.model_copy(update={"promotion": "keep"})})
    first, again = clean.clean(kept, SOURCE), clean.clean(kept, newer)
    ledger.put_article(kept.sha256, "cleaner of 2020", first)
    ledger.put_article(kept.sha256, "cleaner of 2030", again)
    assert ledger.article(kept.sha256, "cleaner of 2030") == again
    archived = next(item for item in records(tmp_path / "all.warc.gz") if item["warc"].get("WARC-Target-URI") == url)
    media = archived["http"]["content-type"]
    restored = Snapshot(url, archived["body"], media, archived["warc"]["WARC-Date"], source="web")
    assert clean.clean(restored, newer) == again
    assert restored.record_id == kept.record_id
