"""Bytes of snapshots in a folder or an S3 store (a real server on loopback) instead of the database."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import fsspec
import pytest

from glosspress import steps, workspace
from glosspress.errors import ConfigError, LedgerError
from glosspress.ledger import Ledger, open_ledger
from glosspress.ledger.bodies import Bodies, storage
from glosspress.snapshot import Snapshot
from glosspress.workspace import Workspace

BODY = b"# Ketamine\n\nTake 0.5 mg/kg over 40 min.\n"
ARTICLE = b"# Sleep\n\nTake 5 mg of the medicine once a day, at the same time, with a glass of water.\n"


@pytest.fixture(params=["folder", "s3"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Workspace, Any, str]:
    """(workspace, a file system on the place of its snapshots, the place)."""
    if request.param == "folder":
        settings, store, base = "{url: snapshots}", fsspec.filesystem("file"), str(tmp_path / "snapshots")
    else:
        pytest.importorskip("s3fs")
        endpoint = request.getfixturevalue("s3_server")
        store = fsspec.filesystem("s3", endpoint_url=endpoint, skip_instance_cache=True)
        bucket = f"b{abs(hash(str(tmp_path)))}"
        store.mkdir(bucket)
        settings, base = f"{{url: 's3://{bucket}/kept', options: {{endpoint_url: '{endpoint}'}}}}", f"{bucket}/kept"
    (tmp_path / "glosspress.yaml").write_text(f"locales:\n  en-XA: {{}}\nsnapshots: {settings}\n")
    return workspace.at(tmp_path), store, base


@pytest.fixture
def ledger(stored: tuple[Workspace, Any, str]) -> Iterator[Ledger]:
    with open_ledger(stored[0].ledger_url) as opened:
        yield opened


def snapshot(url: str = "https://example.org/a", body: bytes = BODY, at: str = "2026-01-01T00:00:00Z") -> Snapshot:
    return Snapshot(url=url, body=body, content_type="text/markdown", fetched_at=at, headers=(), source="s")


def objects(store: Any, base: str) -> list[str]:
    store.invalidate_cache()
    return sorted(name for name in store.find(base)) if store.exists(base) else []


def test_bytes_lie_outside_and_are_read_back(stored: tuple[Workspace, Any, str], ledger: Ledger) -> None:
    """One object a sha256, whatever the number of addresses; the database holds everything but the bytes."""
    here, store, base = stored
    one = ledger.put_snapshot(snapshot())
    ledger.put_snapshot(snapshot("https://example.org/b"))
    assert objects(store, base) == [f"{base}/{one.sha256[:2]}/{one.sha256}.z"]
    assert ledger.snapshot(one.sha256).body == BODY
    assert ledger.latest_snapshot("https://example.org/b").body == BODY  # type: ignore[union-attr]
    with closing(sqlite3.connect(ledger.where)) as database:
        assert database.execute("SELECT body FROM bodies").fetchall() == [(b"",)]
    assert here.ledger_url.endswith("%7D")
    assert Path(ledger.where) == here.state / "ledger.db"


def test_damaged_bytes_are_never_used(stored: tuple[Workspace, Any, str], ledger: Ledger) -> None:
    """Other bytes, half of them, none: each read is held against the name; storing again mends it."""
    _, store, base = stored
    kept = ledger.put_snapshot(snapshot())
    [name] = objects(store, base)
    for damaged in (zlib.compress(b"something else"), zlib.compress(BODY)[:-9], b""):
        store.pipe_file(name, damaged)
        with pytest.raises(LedgerError, match="damaged"):
            ledger.snapshot(kept.sha256)
    ledger.put_snapshot(snapshot("https://example.org/c"))
    assert ledger.snapshot(kept.sha256).body == BODY
    store.rm_file(name)
    store.invalidate_cache()
    with pytest.raises(LedgerError, match="are not there"):
        ledger.snapshot(kept.sha256)
    assert ledger.put_snapshot(snapshot()) == kept
    assert ledger.snapshot(kept.sha256).body == BODY


def test_a_place_that_fails_stores_nothing(
    stored: tuple[Workspace, Any, str], ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database never names bytes that did not arrive, and a half-written file has no name that is read."""
    _, store, base = stored

    def fail(path: str, value: bytes, **options: Any) -> None:
        raise OSError(28, "No space left on device")

    bodies = ledger._database.bodies
    assert bodies is not None
    with monkeypatch.context() as patched:
        patched.setattr(bodies._fs, "pipe_file", fail)
        with pytest.raises(LedgerError, match=r"snapshots cannot be written .*No space left"):
            ledger.put_snapshot(snapshot())
    assert ledger.snapshot_keys() == []
    assert objects(store, base) == []
    ledger.put_snapshot(snapshot())
    assert len(objects(store, base)) == 1


def test_retention_removes_the_bytes_too(stored: tuple[Workspace, Any, str], ledger: Ledger) -> None:
    """An older version that nothing was made from goes, with its object; the newest one stays."""
    _, store, base = stored
    ledger.put_snapshot(snapshot(body=b"old", at="2025-01-01T00:00:00Z"))
    newest = ledger.put_snapshot(snapshot(body=b"new", at="2026-01-01T00:00:00Z"))
    assert len(objects(store, base)) == 2
    assert ledger.remove_snapshots("2025-06-01T00:00:00Z") == 1
    assert objects(store, base) == [f"{base}/{newest.sha256[:2]}/{newest.sha256}.z"]


def test_a_ledger_that_moves_its_bytes_out(stored: tuple[Workspace, Any, str]) -> None:
    """What was in the database before is still read from it; without the setting the outside ones are named."""
    here, _, _ = stored
    plain = here.ledger_url.partition("?")[0]
    with open_ledger(plain) as before:
        inside = before.put_snapshot(snapshot("https://example.org/in", b"inside"))
    with open_ledger(here.ledger_url) as after:
        outside = after.put_snapshot(snapshot("https://example.org/out", b"outside"))
        assert after.snapshot(inside.sha256).body == b"inside"
        assert after.snapshot(outside.sha256).body == b"outside"
    with open_ledger(plain) as again, pytest.raises(LedgerError, match="outside of the ledger"):
        again.snapshot(outside.sha256)


def test_a_whole_run(stored: tuple[Workspace, Any, str]) -> None:
    """Read, cleaned, published, and again without work: the bytes come from the storage."""
    here, store, base = stored
    (here.sources / "articles").mkdir(parents=True)
    (here.sources / "articles" / "sleep.md").write_bytes(ARTICLE)
    (here.sources / "tests.yaml").write_text("title: T\nlicense: {status: owned}\nkind: folder\npath: articles\n")
    first = steps.run(here.root, None, None)
    assert first.published is not None
    assert (first.published.pages, first.complete) == (1, True)
    assert zlib.decompress(store.cat_file(objects(store, base)[0])) == ARTICLE
    assert [batch.misses for batch in steps.run(here.root, None, None).batches] == [0]


def test_secrets_do_not_belong_into_the_file(tmp_path: Path) -> None:
    """Credentials come from the environment; the message does not repeat them."""
    (tmp_path / "glosspress.yaml").write_text("snapshots: {url: 's3://b/k', options: {secret: hunter2}}\n")
    with pytest.raises(ConfigError, match="secret") as told:
        workspace.at(tmp_path)
    assert "hunter2" not in str(told.value)


def test_a_probe_leaves_nothing(stored: tuple[Workspace, Any, str]) -> None:
    """A small object is written, read and removed; what is kept there stays."""
    here, store, base = stored
    place = storage(here.ledger_url)
    assert place is not None
    with open_ledger(here.ledger_url) as ledger:
        ledger.put_snapshot(snapshot())
    before = objects(store, base)
    place.probe()
    assert objects(store, base) == before
    assert len(before) == 1


def test_a_probe_that_reads_something_else(stored: tuple[Workspace, Any, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A place that gives back other bytes is no storage; the object goes all the same."""
    here, store, base = stored
    place = storage(here.ledger_url)
    assert place is not None
    monkeypatch.setattr(place._fs, "cat_file", lambda path: b"something else")
    with pytest.raises(LedgerError, match="differently"):
        place.probe()
    assert objects(store, base) == []


def test_a_bucket_that_is_not_there_is_not_made(s3_server: str) -> None:
    """A misspelt bucket is told, by a probe and by a run; neither makes one."""
    pytest.importorskip("s3fs")
    place = Bodies("s3://misspelt/kept", {"endpoint_url": s3_server})
    with pytest.raises(LedgerError, match="cannot be written and read"):
        place.probe()
    with pytest.raises(LedgerError, match="cannot be written"):
        place.put("0" * 64, BODY)
    store = fsspec.filesystem("s3", endpoint_url=s3_server, skip_instance_cache=True)
    assert "misspelt" not in store.ls("")


def test_a_password_in_the_address_is_not_repeated() -> None:
    """Messages name the place without user and password."""
    place = Bodies("nowhere://editor:hunter2@example.org/kept", {})
    with pytest.raises(LedgerError) as told:
        place.get("0" * 64)
    assert "nowhere://example.org/kept" in str(told.value)
    assert "hunter2" not in str(told.value)
