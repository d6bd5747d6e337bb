"""Lists: numbers, order and nesting survive from HTML and from plain text to the article and to the published page."""

from __future__ import annotations

import pytest
from bare_page import html_of

from glosspress.article import Article, Block, Kind
from glosspress.clean import clean_markdown, clean_page, clean_text
from glosspress.clean.explain import page as explained
from glosspress.clean.plain import text_of

PROSE = "The heart pumps five litres of blood a minute, and more when the body works. " * 3


def lists(article: Article) -> str:
    """The lists of an article as text, without title and prose."""
    return "\n".join(text_of(Article("", tuple(b for b in article.blocks if b.kind is Kind.LIST))).split("\n")).strip()


def from_html(markup: str) -> Article:
    """The article of a page with this markup between two paragraphs of prose."""
    return clean_page(f"<article><h1>Heart</h1><p>{PROSE}</p>{markup}<p>{PROSE}At last.</p></article>")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<ol><li>One</li><li>Two</li></ol>", "1. One\n2. Two"),
        ("<ol start=4><li>Four</li><li>Five</li></ol>", "4. Four\n5. Five"),
        ("<ol start=0><li>Zero</li></ol>", "0. Zero"),
        ("<ol><li>One</li><li value=5>Five</li><li>Six</li></ol>", "1. One\n\n5. Five\n6. Six"),
        ("<ol reversed><li>Three</li><li>Two</li><li>One</li></ol>", "3. Three\n\n2. Two\n\n1. One"),
        ("<ol><li>One<ul><li>a dot</li></ul></li><li>Two</li></ol>", "1. One\n  - a dot\n2. Two"),
        ("<ol><li>One</li><ol start=7><li>Seven</li></ol><li>Two</li></ol>", "1. One\n  7. Seven\n2. Two"),
        ("<ol><li>One</li>and more<li>Two</li></ol>", "1. One\n  and more\n2. Two"),
        ("<ul>Loose <b>text</b><li>dot</li></ul>", "- Loose text\n- dot"),
        ("<ul><li>A</li><ul><li>B</li><ul><li>C</li></ul></ul></ul>", "- A\n  - B\n    - C"),
        ("<ol start=' 3x'><li>Three</li></ol>", "3. Three"),
        ("<ol start=x><li>One</li></ol>", "1. One"),
    ],
)
def test_html(markup: str, text: str) -> None:
    """Start, value, reversed and nesting as a browser counts; text between items stays, and takes no number."""
    article = from_html(markup)
    assert lists(article) == text
    assert clean_page(html_of(article)).blocks == article.blocks


@pytest.mark.parametrize(
    ("attributes", "sign"),
    [
        ("type=a", "a"),
        ("type=I", "I"),
        ("style='list-style-type: lower-alpha'", "a"),
        ("style='margin: 0; list-style: UPPER-LATIN inside'", "A"),
        ("style='list-style-type:upper-roman'", "I"),
        ("style='list-style-type:lower-roman' start=3", "i"),
        ("type=1", ""),
        ("type=disc style='list-style: decimal'", ""),
    ],
)
def test_letters_and_roman_numerals(attributes: str, sign: str) -> None:
    """A text that says "see step (b)" needs them: they are kept, and the page shows them."""
    article = from_html(f"<ol {attributes}><li>Stop the infusion.</li><li>Call for help.</li></ol>")
    [found] = [block for block in article.blocks if block.kind is Kind.LIST]
    assert (found.ordered, found.label) == (True, sign)
    assert clean_page(html_of(article)).blocks == article.blocks
    assert Article.from_json(article.as_json()).blocks == article.blocks


@pytest.mark.parametrize(
    "text",
    [
        "1. First step\n2. Second step",
        "3. Third step\n4. Fourth step",
        "- first dot\n- second dot",
        "1. First step\n  - inner dot\n  - other dot\n2. Second step",
        "1. First step\n  1. inner step\n  2. other step\n2. Second step\n3. Third step",
        "- first dot\n  - inner dot\n    - deep dot\n- second dot",
    ],
)
def test_plain_text(text: str) -> None:
    """Numbers and indentation are read, and written again as they were."""
    article = clean_text(f"Heart\n\n{PROSE}\n\n{text}\n\n{PROSE}At last.")
    assert lists(article) == text
    assert clean_text(text_of(article)).blocks == article.blocks


@pytest.mark.parametrize("sign", ["{}.", "{})", "({})"])
def test_signs_of_numbers(sign: str) -> None:
    """`1.`, `1)` and `(1)` are numbers of a list."""
    lines = "\n".join(f"\t{sign.format(number)} Step number {number}" for number in (7, 8, 9))
    assert lists(clean_text(f"Heart\n\n{PROSE}\n\n{lines}\n\n{PROSE}At last.")).startswith("7. Step number 7\n8. Step")


def test_a_single_number_is_no_list() -> None:
    """A number before a heading, or a year, stays in the text."""
    article = clean_text(
        f"Heart\n\n{PROSE}\n\n2. Before the visit\n\n{PROSE}\n\n2019. It was a year.\n\n{PROSE}At last."
    )
    assert "2. Before the visit" in article.text
    assert "2019. It was a year." in article.text


def test_markdown() -> None:
    """Markdown lists keep their start."""
    assert lists(clean_markdown(f"# Heart\n\n{PROSE}\n\n5. Five\n6. Six\n   - inner\n")) == "5. Five\n6. Six\n  - inner"


def test_nothing_of_a_list_is_lost_in_the_report() -> None:
    """The explanation shows each item with its number, and the article's text holds every item in order."""
    article = from_html("<ol start=3><li>Alpha<ul><li>Beta</li></ul>Gamma</li><li>Delta</li></ol>")
    shown = explained(article)
    for sign, word in (("item 3.", "Alpha"), ("item •", "Beta"), ("item 4.", "Delta")):
        assert f'<span class="kind">{sign}</span>{word}' in shown
    assert article.text.split("\n")[1:5] == ["Alpha", "Beta", "Gamma", "Delta"]


def blocks_with(article: Article, kind: Kind) -> list[Block]:
    """The blocks of one kind."""
    return [block for _, block in article.walk() if block.kind is kind]


def test_an_article_of_lists_keeps_their_starts_in_json() -> None:
    """The form that later stages read holds start and order."""
    article = Article.from_json(from_html("<ol start=3><li>Alpha</li></ol>").as_json())
    assert [(block.ordered, block.start) for block in blocks_with(article, Kind.LIST)] == [(True, 3)]
