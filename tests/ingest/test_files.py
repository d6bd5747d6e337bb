"""Files are read as they are, or an error says why not; a folder source does not leave its folder."""

from __future__ import annotations

import json
import os
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from glosspress import workspace as workspaces
from glosspress.errors import InputError
from glosspress.ingest import ingest, read_file
from glosspress.snapshot import Snapshot
from glosspress.sources import Source, load
from glosspress.workspace import Workspace

from .conftest import PAGE, Site


def folder_source(workspace: Workspace, more: str = "", path: str = "samples") -> Source:
    file = workspace.sources / "mine.yaml"
    file.write_text(f"title: T\nlicense: {{status: owned}}\nkind: folder\npath: {path}\n{more}")
    (workspace.sources / "samples").mkdir(exist_ok=True)
    return load(file)


def warc() -> bytes:
    """An archive with one page."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nWARC-Date: 2020-05-04T03:02:01Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def names(found: list[Snapshot | InputError]) -> list[str]:
    return [item.url if isinstance(item, Snapshot) else f"! {item.where}: {item.what}" for item in found]


@pytest.mark.parametrize(("name", "body", "content_type"), [
    ("a.html", PAGE, "text/html; charset=utf-8"),
    ("a.htm", "<p>Café</p>".encode("cp1252"), "text/html; charset=cp1252"),
    ("a.md", b"# Head", "text/markdown; charset=utf-8"),
    ("a.txt", b"Plain", "text/plain; charset=utf-8"),
    ("a.txt", b"\xef\xbb\xbfPlain", "text/plain; charset=utf-8"),
    ("a.txt", "Größe".encode("utf-16"), "text/plain; charset=utf-16"),
    ("a.html", "<meta charset='shift_jis'><p>日本語".encode("shift_jis"), "text/html; charset=cp932"),
    ("noname", b"<html><p>x", "text/html; charset=utf-8"),
    ("noname", b"just text", "text/plain; charset=utf-8"),
])  # fmt: skip
def test_media_type(tmp_path: Path, name: str, body: bytes, content_type: str) -> None:
    """The media type follows the file's ending, the encoding the bytes; the bytes stay as they are."""
    (tmp_path / name).write_bytes(body)
    snapshot = read_file(tmp_path / name)
    assert (snapshot.body, snapshot.content_type, snapshot.url) == (body, content_type, f"file:{name}")


def test_guessed_encoding_is_noted(tmp_path: Path) -> None:
    """Undeclared bytes that are not UTF-8 are read by a guess, and the guess is on record."""
    text = "Les récepteurs NMDA sont bloqués par la kétamine, et l'humeur s'améliore déjà après quelques heures. " * 5
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252"))
    snapshot = read_file(tmp_path / "a.txt")
    encoding = snapshot.content_type.rpartition("=")[2]
    assert snapshot.body.decode(encoding) == text
    assert "guessed" in dict(snapshot.headers)["x-glosspress-encoding"]


def test_broken_utf8_is_noted(tmp_path: Path) -> None:
    """A few broken bytes in UTF-8 do not change the encoding; where they begin is on record."""
    (tmp_path / "a.txt").write_bytes("Größe und Höhe, ".encode() * 20 + b"\xff end")
    snapshot = read_file(tmp_path / "a.txt")
    assert snapshot.content_type == "text/plain; charset=utf-8"
    assert dict(snapshot.headers)["x-glosspress-encoding"] == "utf-8: not valid utf-8 from byte 380 on"


@pytest.mark.parametrize(("body", "message"), [
    (b"", "is empty"),
    (b" \n\t\r\n ", "is empty"),
    (b"%PDF-1.4 xyz", "is a PDF file"),
    (b"PK\x03\x04rest", "a ZIP, DOCX or EPUB file"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (bytes(range(256)) * 20, "is a binary file"),
    (os.urandom(5000).replace(b"\xff\xfe", b"").replace(b"\xfe\xff", b""), "is a"),
])  # fmt: skip
def test_no_text(tmp_path: Path, body: bytes, message: str) -> None:
    """Empty and binary files are errors that say what they are."""
    (tmp_path / "a.html").write_bytes(body)
    with pytest.raises(InputError, match=message) as caught:
        read_file(tmp_path / "a.html")
    assert caught.value.exit_code == 6


def test_no_file(tmp_path: Path) -> None:
    """Missing files, folders and pipes are errors; a pipe does not hang the run."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="does not exist"):
        read_file(tmp_path / "none.html")
    with pytest.raises(InputError, match=r"is a folder|is not a file"):
        read_file(tmp_path)
    with pytest.raises(InputError, match="is not a file"):
        read_file(tmp_path / "pipe")
    with pytest.raises(InputError, match="cannot be read"):
        read_file(tmp_path / ("x" * 300))


def test_too_large(tmp_path: Path) -> None:
    """A file above the limit is not read; one at the limit is."""
    (tmp_path / "a.txt").write_bytes(b"a" * 1000)
    assert len(read_file(tmp_path / "a.txt", max_bytes=1000).body) == 1000
    with pytest.raises(InputError, match=r"is larger than 0\.000999 MB"):
        read_file(tmp_path / "a.txt", max_bytes=999)


def test_folder(workspace: Workspace) -> None:
    """Articles of a folder come in order, named by their path in the workspace; other and hidden files do not."""
    source = folder_source(workspace, "exclude: ['draft*']\n")
    folder = workspace.sources / "samples"
    for name in ("b.html", "a b.txt", "deep/c.md", "draft.html", "image.png", ".hidden.html", ".git/x.html"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(PAGE)
    found = list(ingest(source, workspace))
    base = "file:sources/samples"
    assert names(found) == [f"{base}/a%20b.txt", f"{base}/b.html", f"{base}/deep/c.md"]
    assert {item.source for item in found if isinstance(item, Snapshot)} == {"mine"}


def test_one_bad_article_stops_nothing(workspace: Workspace) -> None:
    """An unreadable article is an error in its place; the others are read."""
    source = folder_source(workspace)
    for name, body in {"a.html": PAGE, "b.html": b"", "c.html": PAGE}.items():
        (workspace.sources / "samples" / name).write_bytes(body)
    assert names(list(ingest(source, workspace))) == [
        "file:sources/samples/a.html",
        "! sources/samples/b.html: is empty",
        "file:sources/samples/c.html",
    ]


def test_link_out_of_the_folder(workspace: Workspace, tmp_path: Path) -> None:
    """A symbolic link that leads out of the folder is refused; one inside is followed; a circle ends."""
    source = folder_source(workspace)
    folder = workspace.sources / "samples"
    (tmp_path / "secret.html").write_bytes(b"<p>secret")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "page.html").write_bytes(b"<p>secret")
    (folder / "a.html").write_bytes(PAGE)
    (folder / "b.html").symlink_to(tmp_path / "secret.html")
    (folder / "c.html").symlink_to("a.html")
    (folder / "d.html").symlink_to("d.html")
    (folder / "linked").symlink_to(tmp_path / "outside")
    found = list(ingest(source, workspace))
    assert all(item.body == PAGE for item in found if isinstance(item, Snapshot))
    told = names(found)
    assert "file:sources/samples/c.html" in told
    assert "! sources/samples/b.html: is a link out of the source's folder" in told
    assert any(line.startswith("! sources/samples/d.html: ") for line in told)


def test_link_out_through_a_pattern(workspace: Workspace, tmp_path: Path) -> None:
    """A pattern that names a linked folder does not lead out of the source's folder either."""
    source = folder_source(workspace, "include: ['linked/*.html']\n")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "page.html").write_bytes(b"<p>secret")
    (workspace.sources / "samples" / "linked").symlink_to(tmp_path / "outside")
    assert names(list(ingest(source, workspace))) == [
        "! sources/samples/linked/page.html: is a link out of the source's folder"
    ]


def test_a_folder_that_becomes_a_link_while_it_is_read(workspace: Workspace, tmp_path: Path) -> None:
    """What was checked is what is read: a folder that is swapped for a link out, again and again, gives nothing from there."""
    source = folder_source(workspace)
    inner, link, away = (workspace.sources / "samples" / "inner"), tmp_path / "link", tmp_path / "away"
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.html").write_bytes(b"<p>secret")
    inner.mkdir()
    (inner / "a.html").write_bytes(PAGE)
    link.symlink_to(tmp_path / "outside")
    over = threading.Event()

    def swap() -> None:
        while not over.is_set():
            inner.rename(away)
            link.rename(inner)
            inner.rename(link)
            away.rename(inner)

    thread = threading.Thread(target=swap)
    thread.start()
    read = 0
    try:
        end, latest = time.monotonic() + 2, time.monotonic() + 120
        while time.monotonic() < (end if read else latest):
            found = [item for item in ingest(source, workspace) if isinstance(item, Snapshot)]
            for _ in range(50):
                with suppress(InputError):
                    found.append(read_file(inner / "a.html", within=inner.parent))
            assert all(item.body == PAGE for item in found)
            read += len(found)
    finally:
        over.set()
        thread.join()
    assert read, "the folder was there now and then"


def opened(workspace: Workspace, *folders: Path | str) -> Workspace:
    """The workspace with `folders` in its settings."""
    file = workspace.root / "glosspress.yaml"
    file.write_text(file.read_text() + f"\nfolders: {json.dumps([str(folder) for folder in folders])}\n")
    return workspaces.at(workspace.root)


def test_folder_elsewhere(workspace: Workspace, tmp_path: Path) -> None:
    """Articles of a folder outside the workspace are named by source and path, never by a machine's absolute path."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.html").write_bytes(PAGE)
    source = folder_source(workspace, path=str(tmp_path / "elsewhere"))
    assert names(list(ingest(source, opened(workspace, tmp_path / "elsewhere")))) == ["file:mine/a.html"]


@pytest.mark.parametrize("kind", ["folder", "page", "warc"])
@pytest.mark.parametrize("way", ["relative", "absolute", "link"])
def test_outside_only_by_name(workspace: Workspace, tmp_path: Path, way: str, kind: str) -> None:
    """A path that leads out of the workspace, however it is written, is read only where the settings name the folder."""
    outside = tmp_path / "outside"
    outside.mkdir()
    name = {"folder": "", "page": "a.html", "warc": "a.warc"}[kind]
    (outside / (name or "a.html")).write_bytes(PAGE if kind != "warc" else warc())
    (workspace.sources / "link").symlink_to(outside)
    relative = os.path.relpath(outside, workspace.sources)
    start = {"relative": relative, "absolute": str(outside), "link": "link"}[way]
    source = folder_source(workspace, path=f"{start}/{name}").model_copy(update={"kind": kind})
    [told] = ingest(source, workspace)
    assert isinstance(told, InputError)
    assert (told.where, told.what.partition(", ")[0]) == (
        "sources/mine.yaml",
        f"`path: {source.path}` leads out of the workspace",
    )
    assert "folders: [" in told.next_step
    for folder in (outside, os.path.relpath(outside, workspace.root), tmp_path):
        [found] = ingest(
            source, replace(workspace, config=workspace.config.model_copy(update={"folders": (str(folder),)}))
        )
        assert isinstance(found, Snapshot)
        assert str(tmp_path) not in found.url


@pytest.mark.parametrize("swapped", ["samples", "."])
def test_a_source_whose_folder_becomes_a_link_between_two_files(
    workspace: Workspace, tmp_path: Path, swapped: str
) -> None:
    """What was allowed was the folder that stood there; where a link leads that takes its place, nothing is read."""
    source = folder_source(workspace)
    outside = tmp_path / "outside" / "samples"
    outside.mkdir(parents=True)
    for folder in (workspace.sources / "samples", outside):
        for name in ("a.html", "b.html"):
            (folder / name).write_bytes(PAGE)
    found = ingest(source, workspace)
    assert isinstance(next(found), Snapshot)
    gone = workspace.sources / swapped
    gone.rename(tmp_path / "gone")
    gone.symlink_to(outside if swapped == "samples" else outside.parent)
    [second] = found
    assert isinstance(second, InputError)
    assert "is a link out of the source's folder" in second.what


def test_a_name_that_begins_like_the_workspace_is_outside(workspace: Workspace) -> None:
    """Folders are compared part by part; what is no path leads nowhere."""
    beside = workspace.root.with_name(f"{workspace.root.name}-old")
    beside.mkdir()
    assert not workspace.opens(beside)
    assert workspace.opens(workspace.root / "nowhere" / ".." / "sources")
    assert not workspace.opens(workspace.sources / "a\0b")


def test_missing_folder(workspace: Workspace) -> None:
    """A source without its folder gives one error."""
    source = folder_source(workspace, path="nowhere")
    assert names(list(ingest(source, workspace))) == ["! sources/nowhere: the folder does not exist"]


def test_single_file(workspace: Workspace) -> None:
    """A page source may be one file."""
    (workspace.sources / "one.html").write_bytes(PAGE)
    source = folder_source(workspace, path="one.html").model_copy(update={"kind": "page"})
    assert names(list(ingest(source, workspace))) == ["file:sources/one.html"]


def test_urls(workspace: Workspace, site: Site) -> None:
    """A list of URLs is fetched in order, each once, faults in their place; the site learns who asks."""
    file = workspace.sources / "web.yaml"
    urls = [f"{site.root}/{path}" for path in ("page", "missing", "gzip", "page")]
    file.write_text(f"title: T\nlicense: {{status: open}}\nkind: list\nurls: [{', '.join(urls)}]\n")
    assert names(list(ingest(load(file), workspace))) == [
        f"{site.root}/page",
        f"! {site.root}/missing: HTTP 404: no such page",
        f"{site.root}/gzip",
    ]
    assert "(Example Press; +editors@example.org)" in site.requests[0][1]["User-Agent"]


def test_first_time_is_kept(workspace: Workspace) -> None:
    """Bytes that are known keep the time at which they were first seen."""
    source = folder_source(workspace)
    (workspace.sources / "samples" / "a.html").write_bytes(PAGE)
    [snapshot] = ingest(source, workspace, known=lambda url, sha: "2020-01-01T00:00:00Z")
    assert isinstance(snapshot, Snapshot)
    assert snapshot.fetched_at == "2020-01-01T00:00:00Z"
