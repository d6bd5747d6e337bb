"""A call-out shows its label once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from glosspress.article import Block, Kind, Mark, Rich
from glosspress.render.body import Body
from glosspress.render.labels import names_itself
from glosspress.render.strings import available, strings

LABELS = ("note", "tip", "important", "caution", "warning", "danger")


def box(text: str, label: str = "warning", *marks: Mark) -> Block:
    """A call-out with this text."""
    return Block(Kind.CALLOUT, Rich(text, marks), label=label)


@pytest.mark.parametrize("tag", sorted(available()))
@pytest.mark.parametrize("label", LABELS)
def test_a_text_that_begins_with_its_label_gets_no_second(tag: str, label: str) -> None:
    """In every language, with a colon, a dash, an exclamation mark, in capitals, or as the box's own heading."""
    texts = strings(tag)
    name = texts[f"callout_{label}"]
    for text in (f"{name}: x", f"{name.upper()} – x", f"{name}! x", name, f"{name}. x"):
        assert names_itself(box(text, label), texts), text
    heading = Block(Kind.HEADING, Rich(name), level=3)
    assert names_itself(Block(Kind.CALLOUT, children=(heading, Block(Kind.PARAGRAPH, Rich("x"))), label=label), texts)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "Boxed warning: x"), ("en", "Caution: x"), ("es", "Aviso: x"), ("es", "¡Atención! x"), ("es", "Atención: x"),
        ("fr", "Attention : x"), ("fr", "Mise en garde – x"), ("de", "Achtung: x"), ("de", "Wichtiger Hinweis: x"),
        ("it", "Attenzione: x"), ("it", "Avvertenze: x"), ("pt", "Atenção: x"), ("pt-BR", "Advertência: x"), ("ar", "تنبيه: x"),
    ],
)  # fmt: skip
def test_other_words_for_a_warning_count(tag: str, text: str) -> None:
    """A translation may choose another word than the label's."""
    assert names_itself(box(text), strings(tag))


@pytest.mark.parametrize(
    "text", ["Important organs suffer.", "Alertness falls.", "Warnings", "Note: x", "Take 5 mg.", ""]
)
def test_other_beginnings_keep_the_label(text: str) -> None:
    """A word that only begins like a label, goes on as a sentence, or says less than the label, is none."""
    assert names_itself(box(text), strings("en")) is (text == "Warnings")


def test_a_bold_word_is_a_label() -> None:
    """`<strong>Danger</strong> keep out` has its label in its markup."""
    assert names_itself(box("Danger keep out", "warning", Mark(0, 6, "strong")), strings("en"))
    assert not names_itself(box("Danger keep out"), strings("en"))


def test_the_page_shows_one_and_says_both(pages) -> None:
    """Without a visible label the box still has its name for screen readers; a text that stayed in English counts too."""
    shown = [box("Aviso: não pare."), box("Warning: do not stop."), box("Não pare.")]
    page = pages.page()
    page = replace(page, target=replace(page.target, blocks=tuple(shown)), translations=())
    body = html.fragment_fromstring(Body(page, strings(page.locale)).html(), create_parent="main")
    assert [len(aside.find_class("callout-label")) for aside in body.iter("aside")] == [0, 0, 1]
    assert {aside.get("aria-label") for aside in body.iter("aside")} == {"Aviso"}
