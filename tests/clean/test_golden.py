"""Pages written for the project: ten page styles in six languages, two of linked data; one test a field."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from glosspress.article import Article
from glosspress.clean import clean_page

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(folder.name for folder in GOLDEN.iterdir())
FIELDS = ("title", "blocks", "metadata", "removed")


@cache
def cleaned(name: str) -> Article:
    """The article of a golden folder, cleaned now."""
    page = next((GOLDEN / name).glob("page.*"))
    return clean_page(page.read_bytes(), meta(name)["url"] or None)


@cache
def meta(name: str) -> Any:
    """What the folder says about its page."""
    return json.loads((GOLDEN / name / "meta.json").read_text("utf-8"))


def all_text(article: Article) -> str:
    """Every text of the article with single spaces."""
    return " ".join(" ".join(block.text.text for _, block in article.walk()).split())


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", NAMES)
def test_field_is_as_recorded(name: str, field: str) -> None:
    """Each field of the cleaned article equals the one in article.json."""
    recorded = json.loads((GOLDEN / name / "article.json").read_text("utf-8"))
    assert cleaned(name).as_json()[field] == recorded[field]


@pytest.mark.parametrize("name", NAMES)
def test_no_content_is_lost(name: str) -> None:
    """Every sentence, heading, cell, term, caption and reference that the page's author wrote is kept."""
    text = all_text(cleaned(name))
    assert [part for part in meta(name)["content"] if " ".join(part.split()) not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_boilerplate_is_left(name: str) -> None:
    """No share label, biography, teaser, comment form, advertisement or call to action is left."""
    text = all_text(cleaned(name))
    assert [part for part in meta(name)["boilerplate"] if " ".join(part.split()) in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_facts_become_metadata(name: str) -> None:
    """Title, author and date are data even where their text was removed."""
    article = cleaned(name)
    found = {"title": article.title, "author": article.metadata.author, "published": article.metadata.published}
    expected = meta(name)["metadata"]
    assert {key: found[key] for key in expected} == expected
    assert article.metadata.language == meta(name)["language"]


def test_there_are_enough() -> None:
    """At least forty folders, six languages, ten styles."""
    kinds = [(meta(name)["language"], meta(name)["style"]) for name in NAMES]
    assert len(kinds) >= 40
    assert len({language for language, _ in kinds}) >= 6
    assert len({style for _, style in kinds}) >= 10
