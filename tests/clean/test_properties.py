"""What holds for every page: cleaning again changes nothing, nothing vanishes, order stays, nothing crashes."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from bare_page import html_of
from fuzz import attempt, golden_pages, run
from hypothesis import given
from hypothesis import strategies as st

from glosspress.article import Article, Kind
from glosspress.clean import clean_page, clean_text
from glosspress.clean.parsing import looks_like_html, parse
from glosspress.clean.plain import text_of as plain_of
from glosspress.clean.shown import text_of

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*/page.*"))
NAMED = pytest.mark.parametrize("page", GOLDEN, ids=lambda page: page.parent.name)


def words(text: str) -> list[str]:
    """Lower-case words."""
    return re.findall(r"\w+", text.lower())


def texts(article: Article) -> list[str]:
    """The kept texts in order, alternative texts left out."""
    return [block.text.text for _, block in article.walk() if block.kind is not Kind.FIGURE and block.text.text]


@NAMED
def test_cleaning_the_page_again_changes_nothing(page: Path) -> None:
    """An article written as a bare page is cleaned to the same title and blocks, and nothing more is removed."""
    once = clean_page(page.read_bytes(), "https://example.org/a")
    twice = clean_page(html_of(once), "https://example.org/a")
    assert twice.title == once.title
    assert twice.blocks == once.blocks
    assert [part for part in twice.removed if not part.flagged] == []


@NAMED
def test_cleaning_the_text_again_changes_nothing(page: Path) -> None:
    """An article written as plain text is cleaned to the same text."""
    once = clean_text(plain_of(clean_page(page.read_bytes())))
    twice = clean_text(plain_of(once))
    assert (twice.title, twice.text) == (once.title, once.text)


@NAMED
def test_kept_and_removed_are_everything(page: Path) -> None:
    """Every word of the visible page is kept, in the title, or in a record of a removal."""
    source = page.read_text("utf-8")
    article = clean_page(source)
    visible = text_of(parse(source).find("body")) if looks_like_html(source) else source
    had = Counter(words(visible))
    have = Counter(
        words(" ".join([article.title, *texts(article), *(r.text for r in article.removed if not r.flagged)]))
    )
    assert had - have == Counter()


@NAMED
def test_order_is_kept(page: Path) -> None:
    """Kept texts stand in the order of the page, and removals are recorded in that order."""
    source = page.read_text("utf-8")
    article = clean_page(source)
    visible = " ".join(words(text_of(parse(source).find("body")) if looks_like_html(source) else source))
    place = 0
    for text in texts(article):
        place = visible.find(" ".join(words(text)), place)
        assert place >= 0, text
    positions = [part.position for part in article.removed]
    assert positions == sorted(positions)


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
    once = clean_text("A title here\n\n" + text + "\n\nThe last sentence of the text stands here.")
    twice = clean_text(plain_of(once))
    assert [part for part in twice.removed if not part.flagged] == []
