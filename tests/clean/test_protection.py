"""Warnings, doses, tables, captions, units and references are never removed: a rule that would is shown as a flag."""

from __future__ import annotations

import pytest

from glosspress.article import Article, Block, Kind
from glosspress.clean import clean_page, clean_text

PROSE = "The heart pumps five litres of blood a minute, and more when the body works hard. " * 5


def page(body: str) -> Article:
    """A page of a common theme around a body."""
    return clean_page(
        f"<html lang='en'><body><nav><a href='/'>Home</a></nav><article><h1>Heart</h1>"
        f"<div class='entry-content'><p>{PROSE}</p>"
        f"{body}<p>{PROSE}And so on.</p></div></article><footer>© 2024 Site</footer></body></html>",
        "https://example.org/heart",
    )


def kinds(article: Article, kind: Kind) -> list[Block]:
    """All blocks of a kind."""
    return [block for _, block in article.walk() if block.kind is kind]


@pytest.mark.parametrize(
    "container", ["sidebar", "promo", "cta-box", "ad-slot", "modal", "newsletter-box", "author-box"]
)
def test_warning_in_a_suspicious_box_is_flagged(container: str) -> None:
    """A warning stays although its box in the article is named like boilerplate, and the record says so."""
    article = page(f"<div class='{container}'><p>Warning: do not take more than 40 mg a day.</p></div>")
    assert "Warning: do not take more than 40 mg a day." in article.text
    assert any(part.flagged and part.rule.startswith("container.") for part in article.removed)


SPARED = {
    "paragraph": "<p>Warning: do not take more than 40 mg a day.</p>",
    "box": "<div class='warning'><p>Do not take more than 40 mg a day.</p></div>",
    "table": "<table><tr><th>Age</th><th>Most</th></tr><tr><td>Adults</td><td>more than 40 mg a day</td></tr></table>",
    "caption": "<figure><img src='a.png' alt='A chart'><figcaption>Not more than 40 mg a day.</figcaption></figure>",
}


@pytest.mark.parametrize("kind", SPARED)
@pytest.mark.parametrize("container", ["share-box", "related-posts", "cookie-notice", "main-nav", "footer-widgets"])
def test_warning_among_links_is_flagged_and_the_rest_goes(container: str, kind: str) -> None:
    """In a box of links or share buttons inside the article only what is surely protected stays, flagged."""
    article = page(f"<div class='{container}'><p><a href='/b'>Ten foods</a></p>{SPARED[kind]}<p>Share it</p></div>")
    assert "more than 40 mg a day" in article.text
    assert "Ten foods" not in article.text
    assert "Share it" not in article.text
    assert any(part.flagged and part.rule.startswith("container.") for part in article.removed)


@pytest.mark.parametrize(
    "teaser",
    [
        "<li><a href='/b'>Why 5 mg is enough</a><p>Never take more than 5 mg of this drug without asking.</p></li>",
        "<li><a href='/b'><p>Warning: do not take more than 5 mg a day.</p></a></li>",
        "<li><h3><a href='/b'>Statins</a></h3>Do not take more than 5 mg of it, say doctors…</li>",
    ],
)
def test_teaser_with_a_dose_goes(teaser: str) -> None:
    """A teaser of another article goes even when it speaks of a dose or warns."""
    article = page(f"<div class='related-posts'><h3>Related</h3><ul>{teaser}</ul></div>")
    assert "5 mg" not in article.text
    assert any("5 mg" in part.text and not part.flagged for part in article.removed)


def test_reader_comment_goes() -> None:
    """What a reader writes is no warning of the article."""
    article = page("<div class='comments-area'><p>Never take this! It gave me a headache of 3 days.</p></div>")
    assert "headache" not in article.text


def test_warning_repeated_at_once_stays() -> None:
    """Two equal warnings in a row both stay, the second flagged; of two equal paragraphs one goes."""
    warning, prose = "Do not drive after the first dose.", "The heart rests between two beats for a while."
    article = page(f"<p>{warning}</p><p>{warning}</p><p>{prose}</p><p>{prose}</p>")
    assert (article.text.count(warning), article.text.count(prose)) == (2, 1)
    assert [part.text for part in article.removed if part.rule == "duplicate.adjacent" and part.flagged] == [warning]


def test_repeated_warning_stays() -> None:
    """A warning that is repeated on purpose is kept each time; a repeated paragraph of prose is not."""
    warning, prose = (
        "Do not stop taking your tablets without medical advice.",
        "Sleep is good for the mind and for the mood of most adults.",
    )
    article = page(f"<p>{warning}</p><p>{prose}</p><p>One more thing.</p><p>{prose}</p><p>{warning}</p>")
    assert article.text.count(warning) == 2
    assert article.text.count(prose) == 1
    assert "duplicate.paragraph" in {part.rule for part in article.removed if not part.flagged}


def test_dose_table_and_caption_stay() -> None:
    """A dose table keeps caption, header cells and units."""
    article = page(
        "<table><caption>Doses</caption><tr><th>Drug</th><th>Dose</th></tr><tr><td>A</td><td>5 µg/kg</td></tr></table>"
    )
    assert [cell.text.text for cell in kinds(article, Kind.CELL)] == ["Drug", "Dose", "A", "5 µg/kg"]
    assert [cell.header for cell in kinds(article, Kind.CELL)] == [True, True, False, False]
    assert [caption.text.text for caption in kinds(article, Kind.CAPTION)] == ["Doses"]


def test_call_outs_stay() -> None:
    """Asides and warning boxes become call-outs with their label."""
    article = page(
        "<aside><p>A note beside the text about sleep.</p></aside>"
        "<div class='alert alert-danger'><p>Call 112 at once.</p></div>"
    )
    assert [(box.label, box.text.text) for box in kinds(article, Kind.CALLOUT)] == [
        ("note", "A note beside the text about sleep."),
        ("warning", "Call 112 at once."),
    ]


def test_references_and_footnotes_stay() -> None:
    """Items below a references heading are references, items named like footnotes are footnotes, both with their
    ids.
    """
    article = page(
        "<h2>References</h2><ol><li id='r1'>Roe A. Hearts. Lancet 2019;3:1-9.</li></ol>"
        "<ol><li id='fn1'>Measured at rest.</li></ol>"
    )
    assert [(item.label, item.text.text) for item in kinds(article, Kind.REFERENCE)] == [
        ("r1", "Roe A. Hearts. Lancet 2019;3:1-9.")
    ]
    assert [item.label for item in kinds(article, Kind.FOOTNOTE)] == ["fn1"]


def test_inline_markup_becomes_marks() -> None:
    """Emphasis, links, sub- and superscripts, code, abbreviations, languages and line breaks are marks; links are
    absolute.
    """
    article = page(
        "<p>H<sub>2</sub>O and 10<sup>-3</sup> <em>in</em> <b>bold</b> <a href='/x'>link</a> <code>p</code> "
        "<abbr title='N-methyl'>NMDA</abbr> <span lang='fr'>mot</span> one<br>two</p>"
    )
    block = next(block for _, block in article.walk() if block.text.text.startswith("H2O"))
    found = {(mark.tag, block.text.text[mark.start : mark.end], mark.attrs) for mark in block.text.marks}
    assert found == {
        ("sub", "2", ()),
        ("sup", "-3", ()),
        ("em", "in", ()),
        ("strong", "bold", ()),
        ("a", "link", (("href", "https://example.org/x"),)),
        ("code", "p", ()),
        ("abbr", "NMDA", (("title", "N-methyl"),)),
        ("span", "mot", (("lang", "fr"),)),
        ("br", "", ()),
    }
    assert "one two" in block.text.text


def test_safety_sentence_at_the_end_stays() -> None:
    """Advice to see a professional is no call to action; "Learn more here." is."""
    text = (
        f"Heart\n\n{PROSE}\n\nAlways consult a qualified health professional about your treatment.\n\n"
        "Learn more about the heart here.\n"
    )
    article = clean_text(text)
    assert "Always consult" in article.text
    assert "Learn more" not in article.text


def test_place_of_a_trial_stays() -> None:
    """A place name that is content is no promotion."""
    sentence = "The trial took place in Maryland, and adults seeking care were counted in Texas hospitals."
    assert sentence in clean_text(f"Heart\n\n{PROSE}{sentence}").text
