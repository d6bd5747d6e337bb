"""Editions on the disk share the files that did not change."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from glosspress.errors import PublishError
from glosspress.publish import disk, publish, verify
from glosspress.publish.manifest import intact


def _files(edition: Path) -> dict[str, Path]:
    return {path.relative_to(edition).as_posix(): path for path in edition.rglob("*") if path.is_file()}


def test_a_file_that_did_not_change_is_on_the_disk_once(here, pages):
    """Its modification time stays, too, and with it what browsers and proxies know of it."""
    portuguese, other = pages.page("pt-BR"), pages.page("en-XA")
    first = publish(here, [portuguese, other])
    second = publish(here, [portuguese, pages.page("en-XA", title="Another title")])
    before, after = _files(first.path), _files(second.path)
    same = {name for name in before.keys() & after.keys() if before[name].read_bytes() == after[name].read_bytes()}
    assert any(name.startswith("pt-BR/") and name.endswith("/index.html") for name in same)
    assert {name for name in before.keys() & after.keys() if before[name].samefile(after[name])} == same
    assert same < after.keys()
    assert verify(here.output) == []


def test_a_damaged_file_is_not_passed_on(here, pages):
    """What somebody changed in the edition online is written anew, although the page is the same."""
    first = publish(here, [pages.page("pt-BR"), pages.page("en-XA")])
    page = next(
        path for name, path in _files(first.path).items() if name.startswith("pt-BR/") and name.endswith("/index.md")
    )
    damaged = page.read_bytes().replace(b"e", b"E", 1)
    page.write_bytes(damaged)
    second = publish(here, [pages.page("pt-BR"), pages.page("en-XA", title="Another title")])
    assert (second.path / page.relative_to(first.path)).read_bytes() != damaged
    assert intact(second.path, second.id)
    assert verify(here.output) == []


@pytest.mark.parametrize("what", ["nothing", "shorter", "other", "folder", "link", "pipe"])
def test_only_a_regular_file_with_the_same_bytes_is_shared(tmp_path, what):
    """Otherwise nothing is there afterwards, and the caller writes the file; a pipe is not waited for."""
    twin, path = tmp_path / "twin", tmp_path / "new" / "file"
    if what == "folder":
        twin.mkdir()
    elif what == "link":
        (tmp_path / "real").write_bytes(b"text")
        twin.symlink_to("real")
    elif what == "pipe":
        os.mkfifo(twin)
    elif what != "nothing":
        twin.write_bytes({"shorter": b"tex", "other": b"test"}[what])
    assert not disk.share(path, b"text", twin)
    assert not path.exists()


def test_without_links_files_are_written(here, pages, monkeypatch):
    """On a file system that has none, or where another owner's file may not be linked, the site is the same."""
    first = publish(here, [pages.page("pt-BR"), pages.page("en-XA")])

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    second = publish(here, [pages.page("pt-BR"), pages.page("en-XA", title="Another title")])
    before, after = _files(first.path), _files(second.path)
    assert not any(before[name].samefile(after[name]) for name in before.keys() & after.keys())
    assert verify(here.output) == []


def test_a_page_is_read_whole_only_to_be_rendered(here, pages):
    """Outlines are enough for the indexes, feeds and sitemaps; the site is the one that whole pages give."""
    made = pages.site_pages()
    digests = {(page.id, page.locale): f"{number:064x}" for number, page in enumerate(made)}
    whole = {(page.id, page.locale): page for page in made}
    read: list[tuple[str, str]] = []

    def reader(outline):
        read.append((outline.id, outline.locale))
        return whole[outline.id, outline.locale]

    outlines = [replace(page, translations=()) for page in made]
    first = publish(here, outlines, digests=digests, whole=reader)
    assert sorted(read) == sorted(whole)
    assert publish(here, outlines, digests=digests, whole=reader).id == first.id
    assert len(read) == len(whole)
    assert publish(here, made).id == first.id


def test_a_held_sentence_that_an_outline_does_not_show_stops_the_publication(here, pages):
    """The page is looked at when it is read; what is online stays."""
    online = publish(here, pages.site_pages())
    page = pages.page("pt-BR", title="New")
    (path, (sentence, *rest)), *units = page.translations
    held = replace(page, translations=((path, (replace(sentence, held=True), *rest)), *units))
    with pytest.raises(PublishError, match="held sentence"):
        publish(here, [replace(held, translations=())], whole=lambda _: held)
    assert (here.output / ".current").resolve() == online.path.resolve()
