"""An archive from anywhere is unpacked whole, or refused without a trace."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from glosspress.engines import archive
from glosspress.engines.archive import unpack
from glosspress.errors import EngineError

Pack = Callable[..., Path]


def refused(path: Path, folder: Path) -> str:
    """The message of the refusal; nothing is left beside or outside the folder."""
    with pytest.raises(EngineError) as error:
        unpack(path, folder)
    assert not folder.exists()
    assert not folder.parent.exists() or list(folder.parent.iterdir()) == []
    return str(error.value)


def test_a_whole_package_is_unpacked(tmp_path: Path, pack: Pack) -> None:
    """The files of the one folder stand in the target folder, which others may read."""
    folder = tmp_path / "store" / "package"
    unpack(pack(), folder)
    assert (folder / "model" / "model.bin").read_bytes() == b"not a model"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert [path.name for path in folder.parent.iterdir()] == ["package"]


@pytest.mark.parametrize(
    "entry",
    [
        "../evil",
        "package/../../evil",
        "/etc/evil",
        "C:/evil/file",
        "..\\..\\evil",
        "package/..\\..\\evil",
        "evil",
        ".",
    ],
)
def test_an_entry_that_leaves_its_folder_is_refused(tmp_path: Path, pack: Pack, entry: str) -> None:
    """Zip-slip, absolute paths, drive letters and files beside the folder are refused before anything is written."""
    message = refused(pack(files={entry: b"evil"}), tmp_path / "store" / "package")
    assert "leaves its folder" in message
    assert not list(tmp_path.rglob("evil"))


def test_an_entry_without_a_name_is_refused(tmp_path: Path, pack: Pack) -> None:
    """A name of no characters, which no tool writes, is refused like any other that is in no folder."""
    path = pack()
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(zipfile.ZipInfo("x"), b"evil")
        package.filelist[-1].filename = ""
    refused(path, tmp_path / "store" / "package")


def test_a_link_is_refused(tmp_path: Path, pack: Pack) -> None:
    """A symbolic link could lead later entries, or the reader of the model, out of the folder."""
    path = pack()
    link = zipfile.ZipInfo("package/model/link")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(link, "/etc")
    assert "is a link" in refused(path, tmp_path / "store" / "package")


def test_a_bomb_is_refused(tmp_path: Path, pack: Pack) -> None:
    """An entry that unpacks to far more than it packs to is refused by its declared size."""
    path = pack(files={"package/zeros": bytes(30_000_000)})
    assert path.stat().st_size < 2_000_000
    assert "unpacks to 30,000,000 bytes" in refused(path, tmp_path / "store" / "package")


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path, pack: Pack) -> None:
    """Reading stops at the declared size: an entry cannot be larger than it says."""
    path = pack(files={"package/model/model.bin": bytes(3_000_000)})
    raw = path.read_bytes()
    assert raw.count(struct.pack("<L", 3_000_000)) == 2
    path.write_bytes(raw.replace(struct.pack("<L", 3_000_000), struct.pack("<L", 1_000)))
    refused(path, tmp_path / "store" / "package")


def test_too_many_bytes_are_refused(tmp_path: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sum of all entries has a limit, whatever their ratio."""
    monkeypatch.setattr(archive, "MOST_BYTES", 1_000_000)
    assert "larger than 1,000,000 bytes" in refused(
        pack(files={"package/noise": os.urandom(600_000)}), tmp_path / "store" / "package"
    )


@pytest.mark.parametrize("content", [b"", b"<html>not found</html>", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty file, an error page saved under the name, and a bare header say what to do."""
    path = tmp_path / "page.argosmodel"
    path.write_bytes(content)
    assert "download it again" in refused(path, tmp_path / "store" / "package")


@pytest.mark.parametrize(
    "files",
    [
        {"package/metadata.json": None},
        {"package/model/model.bin": None},
        {"other/file": b"x"},
    ],
)
def test_another_layout_is_refused(tmp_path: Path, pack: Pack, files: dict[str, bytes | None]) -> None:
    """A zip without metadata, without a model, or with two folders is no Argos package."""
    assert "not an Argos package" in refused(pack(files=files), tmp_path / "store" / "package")


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95, 0.999])
def test_a_truncated_download_is_refused(tmp_path: Path, embedded: bytes, share: float) -> None:
    """Any part of a package is refused."""
    path = tmp_path / "part.argosmodel"
    path.write_bytes(embedded[: int(len(embedded) * share)])
    refused(path, tmp_path / "store" / "package")


def test_damaged_bytes_are_refused(tmp_path: Path, pack: Pack) -> None:
    """Flipped bytes anywhere in an archive end in a whole package or in a refusal, never in another exception."""
    raw = pack(files={"package/readme": b"some words that pack well, some words that pack well " * 40}).read_bytes()
    outcomes = set()
    for number in range(0, len(raw), max(1, len(raw) // 150)):
        path = tmp_path / "flipped.argosmodel"
        path.write_bytes(raw[:number] + bytes([raw[number] ^ 0xFF]) + raw[number + 1 :])
        folder = tmp_path / "store" / str(number)
        try:
            unpack(path, folder)
            outcomes.add("whole")
        except EngineError:
            assert not folder.exists()
            outcomes.add("refused")
    assert "refused" in outcomes
    assert not list((tmp_path / "store").glob(".unpacking-*"))


def test_what_stood_there_stays_when_the_new_archive_is_refused(tmp_path: Path, pack: Pack, embedded: bytes) -> None:
    """A refused archive leaves the installed package untouched."""
    folder = tmp_path / "store" / "package"
    unpack(pack(), folder)
    part = tmp_path / "part.argosmodel"
    part.write_bytes(embedded[: len(embedded) // 2])
    with pytest.raises(EngineError):
        unpack(part, folder)
    assert (folder / "model" / "model.bin").read_bytes() == b"not a model"


def test_a_folder_that_stands_there_can_stay(tmp_path: Path, pack: Pack) -> None:
    """Of two processes that unpack the same package at once, the second leaves the first one's folder in place."""
    folder = tmp_path / "store" / "package"
    unpack(pack(files={"package/one": b""}), folder)
    unpack(pack(files={"package/two": b""}), folder, replace=False)
    assert (folder / "one").exists()
    assert [path.name for path in folder.parent.iterdir()] == ["package"]


def test_a_new_archive_replaces_all_files(tmp_path: Path, pack: Pack) -> None:
    """Files of the old package do not stay among those of the new one."""
    folder = tmp_path / "store" / "package"
    unpack(pack(files={"package/old": b"old"}), folder)
    unpack(pack(files={"package/new": b"new"}), folder)
    assert not (folder / "old").exists()
    assert (folder / "new").read_bytes() == b"new"
    assert [path.name for path in folder.parent.iterdir()] == ["package"]
