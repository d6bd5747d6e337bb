"""Bytes outside of the database, and processes that end between two steps: nothing that is named is lost, nothing else stays."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from glosspress.ledger import Ledger, open_ledger
from glosspress.ledger.bodies import Bodies
from glosspress.snapshot import Snapshot

OLD, NEW = b"old bytes", b"new bytes"
BEFORE = "2025-06-01T00:00:00Z"


class EndedError(BaseException):
    """The process is gone: nothing catches it, nothing is undone but the open transaction."""


@pytest.fixture
def opened(url: str, tmp_path: Path) -> Iterator[Callable[[], Ledger]]:
    """Opens the ledger as a process does that starts."""
    made: list[Ledger] = []

    def again() -> Ledger:
        place = (tmp_path / "objects").as_uri()
        made.append(open_ledger(f"{url}{'&' if '?' in url else '?'}glosspress_snapshots={place}"))
        return made[-1]

    yield again
    for ledger in made:
        ledger.close()


@pytest.fixture
def met(opened: Callable[[], Ledger]) -> tuple[Ledger, Ledger, str]:
    """Who keeps house, who fetches the bytes again that go, and their sha256."""
    keeper, fetcher = opened(), opened()
    return keeper, fetcher, both(keeper)[0]


def objects(tmp_path: Path) -> set[str]:
    return {path.name.removesuffix(".z") for path in (tmp_path / "objects").rglob("*.z")}


def snapshot(body: bytes, at: str, url: str = "https://example.org/a") -> Snapshot:
    return Snapshot(url, body, "text/plain", at, source="s")


AGAIN = snapshot(OLD, "2026-02-01T00:00:00Z", "https://example.org/b")


def both(ledger: Ledger) -> tuple[str, str]:
    """An old version that nothing was made from, and the newest; their sha256."""
    old = ledger.put_snapshot(snapshot(OLD, "2025-01-01T00:00:00Z"))
    return old.sha256, ledger.put_snapshot(snapshot(NEW, "2026-01-01T00:00:00Z")).sha256


def ending(real: Callable[..., Any], *, after: bool) -> Callable[..., Any]:
    """The same, but the process ends before or after it."""

    def call(*arguments: Any, **options: Any) -> Any:
        if after:
            real(*arguments, **options)
        raise EndedError

    return call


@pytest.mark.parametrize("after", [False, True], ids=["before the object goes", "after it went"])
def test_ended_while_removing(
    opened: Callable[[], Ledger], tmp_path: Path, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Housekeeping that ends between database and storage: the next one removes what was left, and only that."""
    ledger = opened()
    old, new = both(ledger)
    with monkeypatch.context() as patch:
        patch.setattr(Bodies, "remove", ending(Bodies.remove, after=after))
        with pytest.raises(EndedError):
            ledger.remove_snapshots(BEFORE)
    assert objects(tmp_path) == ({new} if after else {old, new})
    again = opened()
    assert again.remove_unused_bodies() == 1
    assert objects(tmp_path) == {new}
    assert again.snapshot(new).body == NEW
    assert again.remove_unused_bodies() == 0


@pytest.mark.parametrize("after", [False, True], ids=["before the object comes", "after it came"])
def test_ended_while_storing(
    opened: Callable[[], Ledger], tmp_path: Path, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fetch that ends before its snapshot is in the database leaves nothing that stays: housekeeping finds the object."""
    ledger = opened()
    with monkeypatch.context() as patch:
        patch.setattr(Bodies, "put", ending(Bodies.put, after=after))
        with pytest.raises(EndedError):
            ledger.put_snapshot(snapshot(OLD, "2026-01-01T00:00:00Z"))
    assert len(objects(tmp_path)) == (1 if after else 0)
    again = opened()
    assert again.snapshot_keys() == []
    assert again.remove_unused_bodies() == 1
    assert objects(tmp_path) == set()


def test_bytes_that_come_again_while_they_go(
    met: tuple[Ledger, Ledger, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who stores bytes that housekeeping removes at the same time has them in the end, whoever is first."""
    keeper, fetcher, old = met
    put = Bodies.put

    def late(self: Bodies, sha: str, body: bytes) -> None:
        """The object was there and needs no writing; then it goes."""
        put(self, sha, body)
        monkeypatch.setattr(Bodies, "put", put)
        assert keeper.remove_snapshots(BEFORE) == 1
        assert sha not in objects(tmp_path)

    monkeypatch.setattr(Bodies, "put", late)
    fetcher.put_snapshot(AGAIN)
    assert fetcher.snapshot(old).body == OLD
    assert old in objects(tmp_path)


def test_writers_wait_while_objects_go(met: tuple[Ledger, Ledger, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at the names and the end of the objects nobody names them."""
    keeper, fetcher, old = met
    remove = Bodies.remove
    writer = threading.Thread(target=fetcher.put_snapshot, args=[AGAIN])

    def slowly(self: Bodies, shas: list[str]) -> None:
        if old in shas:
            writer.start()
            writer.join(1)
            assert writer.is_alive()
        remove(self, shas)

    monkeypatch.setattr(Bodies, "remove", slowly)
    keeper.remove_snapshots(BEFORE)
    writer.join()
    assert fetcher.snapshot(old).body == OLD
    assert keeper.remove_unused_bodies() == 0


def test_a_ledger_without_its_place(opened: Callable[[], Ledger], url: str, tmp_path: Path) -> None:
    """Where the place is not configured (any more), its objects are not forgotten: their rows stay until it is."""
    ledger = opened()
    _, new = both(ledger)
    with open_ledger(url) as plain:
        assert plain.remove_snapshots(BEFORE) == 1
    assert len(objects(tmp_path)) == 2
    assert opened().remove_unused_bodies() == 1
    assert objects(tmp_path) == {new}
