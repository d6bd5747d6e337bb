"""Source definitions say where articles come from, and nothing that is not meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glosspress import sources
from glosspress.errors import ConfigError
from glosspress.sources.patterns import matches
from glosspress.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "title: T\nlicense: {status: owned}\nkind: folder\npath: samples\n"


def write(workspace: Workspace, text: str, name: str = "s.yaml") -> Path:
    path = workspace.sources / name
    path.write_text(text, encoding="utf-8")
    return path


def test_id_is_the_file_name(workspace: Workspace) -> None:
    """A source is known by its file's name; all sources come sorted by it."""
    write(workspace, FOLDER, "b.yaml")
    write(workspace, "title: P\nlicense: {status: open}\nkind: page\nurl: https://example.org/a\n", "a.yml")
    assert [source.id for source in sources.load_all(workspace)] == ["a", "b"]


def test_all_fields(workspace: Workspace) -> None:
    """Every documented field is read."""
    text = FOLDER + (
        "publisher: P\nlanguage: en\ninclude: ['**/*.html']\nexclude: ['draft/*']\nlocales: [pt-BR]\n"
        "selectors: {content: [article], remove: ['.ad']}\n"
        "rules: {off: [en.cta], promotion: flag}\nassertions: {min_articles: 2, max_articles: 9, min_chars: 100}\n"
    )
    source = sources.load(write(workspace, text))
    assert source.selectors.content == ("article",)
    assert source.rules.off == ("en.cta",)
    assert source.assertions.max_articles == 9
    assert source.locales == ("pt-BR",)


@pytest.mark.parametrize(("text", "message"), [
    ("title: T\nkind: folder\npath: a\n", "field `license` is missing"),
    (FOLDER.replace("owned", "found"), "'owned', 'licensed', 'open' or 'fair-use-review'"),
    (FOLDER + "pth: x\n", r":5:1: unknown field `pth`; did you mean `path`\?"),
    (FOLDER + "url: https://example.org/\n", "kind `folder` needs `path` and nothing else"),
    (FOLDER.replace("path: samples", "urls: []"), "kind `folder` needs `path`"),
    (FOLDER.replace("folder", "page").replace("path: samples", "url: ftp://x/"), "an http or https URL"),
    (FOLDER.replace("folder", "page").replace("path: samples", "url: https://u:p@x/"), "without credentials"),
    (FOLDER + "include: ['../**']\n", "a pattern inside the folder"),
    (FOLDER + "assertions: {min_articles: -1}\n", "greater than or equal to 0"),
    (FOLDER + "locales: [Portuguese]\n", "a language tag like"),
    (FOLDER + "id: other\n", "`id` is `other`"),
])  # fmt: skip
def test_refused(workspace: Workspace, text: str, message: str) -> None:
    """What cannot be meant is refused with file and place."""
    with pytest.raises(ConfigError, match=message) as caught:
        sources.load(write(workspace, text))
    assert "s.yaml" in caught.value.where


@pytest.mark.parametrize("name", ["Two Words.yaml", "UPPER.yaml", "a--b.yaml", "-a.yaml", "ä.yaml"])
def test_unsafe_id(workspace: Workspace, name: str) -> None:
    """A file name that could not stand in an address is refused."""
    with pytest.raises(ConfigError, match="rename the file"):
        sources.load(write(workspace, FOLDER, name))


def test_defined_twice(workspace: Workspace) -> None:
    """One id in two files is an error."""
    write(workspace, FOLDER, "a.yaml")
    write(workspace, FOLDER, "a.yml")
    with pytest.raises(ConfigError, match="defined twice"):
        sources.load_all(workspace)


@pytest.mark.parametrize(("pattern", "url", "fits"), [
    ("/blog/**", "https://example.org/blog/2026/a", True),
    ("/blog/**", "https://example.org/blog/", True),
    ("/blog/**", "https://example.org/other/blog/a", False),
    ("/blog/*", "https://example.org/blog/2026/a", False),
    ("**/a", "https://example.org/x/y/a", True),
    ("/?.html", "https://example.org/a.html", True),
    ("/caf%C3%A9", "https://example.org/caf%C3%A9", False),
    ("/café", "https://example.org/caf%C3%A9", True),
    ("/a.b", "https://example.org/axb", False),
])  # fmt: skip
def test_patterns_of_addresses(pattern: str, url: str, fits: bool) -> None:
    """`*` stays in one part of a path, `**` does not; nothing else is special."""
    assert matches(url, pattern) is fits


def test_wanted_addresses(workspace: Workspace) -> None:
    """An address is wanted when it is included, not excluded and no oddity; an accepted oddity is named so."""
    text = (
        "title: T\nlicense: {status: open}\nkind: sitemap\nurl: https://example.org/sitemap.xml\n"
        "include: [/blog/**]\nexclude: [/blog/tag/*]\n"
        "oddities:\n  - {url: /blog/old, why: a redirect in circles, treat: skip}\n"
        "  - {url: /blog/404, why: about the error, treat: accept}\n"
    )
    source = sources.load(write(workspace, text))
    wanted = [
        path for path in ("blog/a", "blog/tag/x", "blog/old", "about") if source.wants(f"https://example.org/{path}")
    ]
    assert wanted == ["blog/a"]
    assert source.accepts("https://example.org/blog/404")
    assert not source.accepts("https://example.org/blog/a")


@pytest.mark.parametrize(("kind", "place"), [
    ("folder", "path: articles"),
    ("page", "path: a.html"),
    ("page", "url: https://example.org/a"),
    ("list", "urls: [https://example.org/a]"),
    ("feed", "url: https://example.org/feed/"),
    ("sitemap", "url: https://example.org/sitemap.xml"),
    ("wordpress", "url: https://example.org/"),
    ("warc", "path: archive.warc.gz"),
])  # fmt: skip
def test_kinds(workspace: Workspace, kind: str, place: str) -> None:
    """Every kind is defined by one place."""
    source = sources.load(write(workspace, f"title: T\nlicense: {{status: open}}\nkind: {kind}\n{place}\n"))
    assert source.web is ("http" in place)
    assert source.schedule == "daily"


def test_the_schema_is_current(workspace: Workspace) -> None:
    """The published JSON Schema is the one of these fields (`glosspress source schema > docs/schema/source.schema.json`)."""
    published = ROOT / "docs" / "schema" / "source.schema.json"
    assert published.read_text("utf-8") == sources.schema()
    assert (ROOT / "src/glosspress/starter/sources/source.schema.json").resolve() == published
    properties = json.loads(sources.schema())["properties"]
    assert all("description" in properties[name] for name in ("publisher", "kind", "schedule", "limit"))


def test_definitions_name_their_schema(workspace: Workspace) -> None:
    """The definitions of this repository and of a new workspace tell editors where their schema is."""
    for path in [*(ROOT / "sources").glob("*.yaml"), *(ROOT / "src/glosspress/starter/sources").glob("*.yaml")]:
        first = path.read_text("utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema=")
        assert (path.parent / first.partition("$schema=")[2]).is_file()
