"""What holds for every page: cleaning again changes nothing, nothing vanishes, order stays, nothing crashes."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import twice
from fuzz import attempt, golden_pages, run
from hypothesis import given
from hypothesis import strategies as st

from glosspress.article import Article, Rich
from glosspress.clean import clean_page, clean_text
from glosspress.clean.plain import text_of as plain_of

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*/page.*"))
NAMED = pytest.mark.parametrize("page", GOLDEN, ids=lambda page: page.parent.name)


@cache
def once(page: Path) -> Article:
    """The article of a golden page."""
    return clean_page(page.read_bytes(), twice.ADDRESS)


@NAMED
def test_cleaning_the_page_again_changes_nothing(page: Path) -> None:
    """An article written as a bare page is cleaned to the same title and blocks, and nothing more is removed."""
    assert twice.page_again(once(page)) == []


@NAMED
def test_cleaning_the_text_again_changes_nothing(page: Path) -> None:
    """An article written as plain text is cleaned to the same text."""
    assert twice.text_again(once(page)) == []


@NAMED
def test_kept_and_removed_are_everything(page: Path) -> None:
    """Every word of the visible page is kept, in the title, or in a record of a removal."""
    assert twice.lost(once(page), twice.visible_words(page.read_bytes())) == []


@NAMED
def test_order_is_kept(page: Path) -> None:
    """Kept texts stand in the order of the page, and removals are recorded in that order."""
    assert twice.disordered(once(page), twice.visible_words(page.read_bytes())) == []


def test_development_pages_settle(shared: Path) -> None:
    """The four properties hold for pages from outside too; `python tests/clean/twice.py` looks at every one."""
    folder = shared / "data" / "extraction" / "html"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    sample = list(twice.pages([folder]))[::12]
    assert {name: found for name, body in sample if (found := twice.differences(body))} == {}


def test_the_checks_can_fail() -> None:
    """A lost word, a changed order and an article that would be cleaned further are found."""
    page = "<article><h1>Heart</h1><p>One sentence here.</p><p>And another one.</p></article>"
    article = clean_page(page)
    visible = twice.visible_words(page.encode())
    assert twice.lost(article, [*visible, "gone"]) == ["lost: gone"]
    assert twice.disordered(replace(article, blocks=article.blocks[::-1]), visible)
    more = replace(article.blocks[0], text=Rich("Share this article on Facebook"))
    assert twice.page_again(replace(article, blocks=(*article.blocks, more)))
    assert twice.text_again(article) == []


@given(st.binary(max_size=400))
def test_no_bytes_crash_it(body: bytes) -> None:
    """Any bytes give an article or an InputError."""
    attempt(body)


@given(st.text(max_size=400))
def test_no_text_crashes_it(text: str) -> None:
    """Any text, with lone surrogates too, gives an article or an InputError."""
    attempt(text.encode("utf-8", "surrogatepass"))


def test_short_fuzz() -> None:
    """A few hundred damaged pages give articles or InputErrors (`python tests/clean/fuzz.py --minutes 10` for more)."""
    assert run(seconds=20, seed=7, pages=golden_pages(), most=300) > 20


@given(st.lists(st.text("ab .!?-:1é", min_size=1, max_size=60), min_size=1, max_size=12))
def test_texts_settle(lines: list[str]) -> None:
    """Cleaning a cleaned text again removes nothing more."""
    text = "\n".join(lines)
    if not re.search(r"\w", text):
        return
    first = clean_text("A title here\n\n" + text + "\n\nThe last sentence of the text stands here.")
    second = clean_text(plain_of(first))
    assert [part for part in second.removed if not part.flagged] == []
