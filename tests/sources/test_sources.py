"""Source definitions say where articles come from, and nothing that is not meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from glosspress import sources
from glosspress.errors import ConfigError
from glosspress.workspace import Workspace

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
