"""Editions: immutable, named by their content, switched in one step."""

import os
from dataclasses import replace

import pytest

from glosspress.digest import sha256_file
from glosspress.errors import PublishError
from glosspress.publish import publish, verify
from glosspress.publish.manifest import read
from glosspress.publish.online import KEPT


def _tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_site_is_complete_and_reached_through_links(here, pages):
    """Pages with Markdown, record and card, indexes, feeds, sitemap, style, manifest; entries lead into the edition."""
    edition = publish(here, pages.site_pages())
    assert (edition.pages, edition.changed) == (3, True)
    for locale in ("pt-BR", "en-XA", "ar-XB"):
        for name in ("index.html", "index.md", "provenance.json", "provenance.html"):
            assert (here.output / locale / "sleep" / name).is_file()
        assert (here.output / locale / "index.html").is_file()
        assert (here.output / locale / "feed.xml").is_file()
    assert edition.index.is_file()
    assert edition.id == sha256_file(here.output / "manifest.json") == edition.path.name
    assert set(read(edition.path)) == set(_tree(edition.path)) - {"manifest.json"}
    assert edition.files == len(_tree(edition.path))
    assert all(path.is_symlink() for path in here.output.iterdir() if path.name != ".editions")
    assert verify(here.output) == []


def test_the_same_pages_give_the_same_bytes_and_no_new_edition(here, pages, tmp_path):
    """Publishing twice changes nothing, in whatever order the pages come, and another folder gets the same bytes."""
    first = publish(here, pages.site_pages(articles=3))
    before = _tree(first.path)
    again = publish(here, list(reversed(pages.site_pages(articles=3))))
    assert (again.id, again.changed) == (first.id, False)
    assert _tree(again.path) == before
    assert len([path for path in (here.output / ".editions").iterdir() if path.is_dir()]) == 1
    elsewhere = replace(here, root=tmp_path / "other")
    assert publish(elsewhere, pages.site_pages(articles=3)).id == first.id


def test_changes_make_a_new_edition_and_keep_the_old_one(here, pages):
    """A changed title gives a new edition; the one before stays as it was."""
    first = publish(here, pages.site_pages())
    before = _tree(first.path)
    second = publish(here, [pages.page(title="Another title"), *pages.site_pages(("en-XA",))])
    assert second.id != first.id
    assert second.changed
    assert _tree(first.path) == before
    assert not (here.output / "ar-XB").is_symlink()
    assert verify(here.output) == verify(first.path) == []


def test_an_older_edition_comes_back_without_being_written_again(here, pages):
    """Content that was online before is switched to, not rebuilt."""
    first = publish(here, pages.site_pages())
    stamp = (first.path / "index.html").stat().st_mtime_ns
    publish(here, pages.site_pages(("pt-BR",)))
    again = publish(here, pages.site_pages())
    assert (again.id, again.changed) == (first.id, True)
    assert (first.path / "index.html").stat().st_mtime_ns == stamp
    assert verify(here.output) == []


def test_a_damaged_edition_is_mended_by_publishing_again(here, pages):
    """A changed or deleted file is found and the edition rebuilt under its name, with readers led around it."""
    edition = publish(here, pages.site_pages())
    (edition.path / "index.html").write_text("damaged")
    (edition.path / "pt-BR" / "feed.xml").unlink()
    assert publish(here, pages.site_pages()).id == edition.id
    assert verify(here.output) == []
    assert (here.output / ".current").readlink().name == edition.id


def test_old_editions_go_and_the_one_online_stays(here, pages):
    """Only the newest editions are kept."""
    for number in range(KEPT + 3):
        last = publish(here, [pages.page(title=f"Title {number}")])
    editions = [path.name for path in (here.output / ".editions").iterdir() if path.is_dir()]
    assert len(editions) == KEPT
    assert last.id in editions


def test_an_empty_site_is_a_site(here):
    """No page yet: a first page, a sitemap, nothing broken."""
    publish(here, [])
    assert verify(here.output) == []


def test_held_and_doubled_pages_are_refused(here, pages):
    """A page with a held sentence, or the same page twice, stops the publication; what is online stays."""
    online = publish(here, pages.site_pages())
    page = pages.page()
    path, (first, *rest) = page.translations[0]
    held = replace(page, translations=((path, (replace(first, held=True), *rest)), *page.translations[1:]))
    for bad in ([held], [page, page]):
        with pytest.raises(PublishError):
            publish(here, bad)
    assert (here.output / ".current").readlink().name == online.id
    assert verify(here.output) == []


def test_foreign_files_are_not_overwritten(here, pages):
    """What stands in the way and is not ours is an error that names it; other foreign files are left alone."""
    here.output.mkdir()
    (here.output / "index.html").write_text("mine")
    (here.output / "CNAME").write_text("health.example.org")
    with pytest.raises(PublishError, match=r"index\.html.*in the way"):
        publish(here, pages.site_pages())
    assert (here.output / "index.html").read_text() == "mine"
    (here.output / "index.html").unlink()
    publish(here, pages.site_pages())
    assert (here.output / "CNAME").read_text() == "health.example.org"
    assert [problem.path for problem in verify(here.output)] == ["CNAME"]


def test_leftovers_of_a_killed_run_are_removed(here, pages):
    """Unfinished editions and half-made links go with the next run."""
    publish(here, pages.site_pages())
    leftover = here.output / ".editions" / ".tmp-building-99999"
    (leftover / "pt-BR").mkdir(parents=True)
    (here.output / ".tmp-.current-99999").symlink_to("nowhere")
    publish(here, pages.site_pages())
    assert not leftover.exists()
    assert not os.path.lexists(here.output / ".tmp-.current-99999")


def test_the_workspace_theme_is_used(here, pages):
    """A `theme` folder beside the configuration replaces single templates."""
    (here.root / "theme").mkdir()
    (here.root / "theme" / "head-extra.html").write_text('<meta name="team" content="ours">')
    publish(here, pages.site_pages())
    assert '<meta name="team" content="ours">' in (here.output / "pt-BR/sleep/index.html").read_text()
    assert verify(here.output) == []
