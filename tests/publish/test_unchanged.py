"""What was rendered before is not rendered again, and pictures of the workspace."""

import re
import time
from dataclasses import replace

import pytest

from glosspress import steps, workspace
from glosspress.article import Block, Kind, Rich
from glosspress.publish import files, publish, verify

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Level</title><path d="M0 0L9 9"/></svg>'


@pytest.fixture
def here(tmp_path):
    """A workspace with four articles, one with a picture beside it, published once."""
    folder = tmp_path / "sources" / "articles"
    folder.mkdir(parents=True)
    (tmp_path / "glosspress.yaml").write_text("locales:\n  en-XA: {}\n")
    (tmp_path / "sources" / "tests.yaml").write_text(
        "title: Tests\nlicense: {status: owned}\nkind: folder\npath: articles\n"
    )
    for number in range(4):
        (folder / f"a{number}.md").write_text(f"# Article {number}\n\nTake {number} mg of it once a day, with water.\n")
    (folder / "level.svg").write_bytes(SVG)
    (folder / "a0.md").write_text("# Article 0\n\nTake 5 mg of it.\n\n![Level over a day](level.svg)\n")
    steps.run(tmp_path, None, None)
    return workspace.at(tmp_path)


@pytest.fixture
def rendered(monkeypatch):
    """The addresses of pages that are rendered from now on."""
    seen, real = [], files.page_files

    def noting(item, site, theme):
        seen.append(item.path)
        return real(item, site, theme)

    monkeypatch.setattr(files, "page_files", noting)
    return seen


def test_an_unchanged_site_is_not_rendered_again(here, rendered):
    """The same pages, theme and configuration: nothing is rendered; a damaged byte of it is found all the same."""
    first = steps.publish_now(here)
    assert (rendered, first.changed) == ([], False)
    damaged = here.output / "en-XA" / "a1" / "index.html"
    damaged.write_text(damaged.read_text().replace("mg", "kg"))
    again = steps.publish_now(here)
    assert again.edition == first.edition
    assert verify(here.output) == []


def test_only_changed_pages_are_rendered(here, rendered):
    """One article changed: its page alone; a theme or a title of the site: all of them."""
    file = here.root / "sources" / "articles" / "a1.md"
    file.write_text("# Article 1\n\nTake 8 mg of it.\n")
    steps.run(here.root, None, None)
    assert rendered == ["en-XA/a1/"]
    (here.root / "theme").mkdir()
    (here.root / "theme" / "head-extra.html").write_text('<meta name="team" content="ours">')
    steps.publish_now(here)
    assert len(rendered) == 5
    assert verify(here.output) == []


def test_a_damaged_cache_costs_time_and_no_more(here, rendered):
    """A note of digests that cannot be read, or names others, is not believed."""
    note = here.state / "rendered.json"
    digit = note.read_bytes()
    for damaged in (digit[:-3], b"[]", b'{"key": 1}', re.sub(rb'"[0-9a-f]{64}"([,}])', rb'"0"\1', digit)):
        rendered.clear()
        note.write_bytes(damaged)
        (here.state / "published.json").write_text("{")
        assert not steps.publish_now(here).changed
        assert len(rendered) == 4


def test_what_stands_in_another_place_is_rendered_again(here, rendered):
    """A page whose files were removed, replaced by a link or by a folder in the edition online."""
    online = here.output / "en-XA"
    (online / "a1" / "index.md").unlink()
    (online / "a2" / "index.md").rename(online / "a2" / "other.md")
    (online / "a2" / "index.md").symlink_to("other.md")
    (online / "a3" / "index.md").unlink()
    (online / "a3" / "index.md").mkdir()
    steps.publish_now(here)
    assert rendered == ["en-XA/a1/", "en-XA/a2/", "en-XA/a3/"]
    assert verify(here.output) == []


def test_the_second_time_is_faster(here):
    """In CPU, by a factor of two at least, even for a handful of pages."""
    (here.state / "published.json").unlink()
    (here.state / "rendered.json").unlink()
    started = time.process_time()
    steps.publish_now(here)
    first, started = time.process_time() - started, time.process_time()
    steps.publish_now(here)
    assert time.process_time() - started < first / 2


def test_a_picture_beside_an_article_is_published_with_it(here):
    """Under the name of its content, with its alternative text, in HTML and Markdown; a new picture is a new edition."""
    [copy] = (here.output / "assets" / "pictures").iterdir()
    assert copy.read_bytes() == SVG
    page = (here.output / "en-XA" / "a0" / "index.html").read_text()
    assert f'src="../../assets/pictures/{copy.name}"' in page
    assert f"](<../../assets/pictures/{copy.name}>)" in (here.output / "en-XA" / "a0" / "index.md").read_text()
    assert 'alt="' in page
    assert verify(here.output) == []
    (here.root / "sources" / "articles" / "level.svg").write_bytes(SVG.replace(b"M0 0", b"M1 1"))
    assert steps.publish_now(here).changed
    assert verify(here.output) == []


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("script.svg", SVG.replace(b"<path", b"<script>alert(1)</script><path"), "runs something"),
        ("handler.svg", SVG.replace(b"<path", b'<path onclick="x()"'), "runs something"),
        ("out.svg", SVG.replace(b"<path", b'<image href="https://x.example/a.png"/><path'), "leads out"),
        ("text.png", b"plain text", "is no PNG"),
        ("large.png", PNG + b"\0" * 10_000_001, "larger than"),
        ("../../../outside.png", PNG, "outside of the workspace"),
        ("absent.png", None, "No such file"),
    ],
)
def test_what_is_no_harmless_picture_is_not_copied(here, pages, tmp_path, name, content, why):
    """The page is published with the alternative text in its place, and the reason is told."""
    root = tmp_path / "inner"
    (root / "sources").mkdir(parents=True)
    (root / "glosspress.yaml").write_text("locales:\n  pt-BR: {}\n")
    file = (root / "sources" / name).resolve()
    if content is not None:
        file.write_bytes(content)
    page = pages.page("pt-BR")
    blocks = (Block(Kind.FIGURE, Rich("Nível ao longo do dia"), src=f"file:sources/{name}"),)
    page = replace(page, target=replace(page.target, blocks=blocks), translations=page.translations[:1])
    edition = publish(workspace.at(root), [page])
    assert why in edition.refused[0][1]
    assert "Nível ao longo do dia" in (root / "output" / "pt-BR" / "sleep" / "index.html").read_text()
    assert not (root / "output" / "assets" / "pictures").exists()
