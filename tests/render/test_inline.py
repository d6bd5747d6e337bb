"""Marked text as HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from glosspress import locales
from glosspress.article import Mark, Rich
from glosspress.render.inline import Links, inline
from glosspress.render.sanitize import sanitized
from glosspress.render.text import legible

TAGS = (
    "a",
    "em",
    "strong",
    "sub",
    "sup",
    "code",
    "abbr",
    "span",
    "cite",
    "q",
    "kbd",
    "s",
    "u",
    "small",
    "br",
    "pin",
    "blink",
)


def _mark(data: tuple[int, int, str, str]) -> Mark:
    start, length, tag, address = data
    attrs = {"a": (("href", address),), "pin": (("id", "en:x"), ("kind", "term"))}.get(tag, ())
    return Mark(start, start if tag == "br" else start + length, tag, attrs)


@st.composite
def riches(draw):
    text = draw(st.text(max_size=40))
    number = st.integers(0, max(0, len(text)))
    address = st.sampled_from(
        ("https://a.example/?x=1&y=2", "javascript:alert(1)", "data:text/html,x", "/relative", "mailto:a@b.example")
    )
    marks = draw(st.lists(st.tuples(number, number, st.sampled_from(TAGS), address), max_size=6))
    return Rich(text, tuple(_mark(mark) for mark in marks))


@given(riches())
def test_any_marks_give_well_formed_html_with_the_whole_text(rich):
    """Whatever the marks are, crossing or out of range, the text is complete, sanitized or not."""
    markup = sanitized(f"<p>{inline(rich, Links())}</p>")
    text = html.fragment_fromstring(markup).text_content()
    assert text == legible(rich.text)
    assert "javascript:" not in markup.replace(legible(rich.text), "")
    assert markup.count("<em>") == markup.count("</em>")


def test_marks_nest_in_their_order():
    """Of two marks on one span the earlier one is outside."""
    rich = Rich("Ca2+ rises", (Mark(0, 4, "strong"), Mark(0, 4, "em"), Mark(2, 4, "sup")))
    assert inline(rich, Links()) == "<strong><em>Ca<sup>2+</sup></em></strong> rises"


def test_crossing_marks_are_cut_and_nested_links_dropped():
    """Two marks that cross give well-formed HTML; a link in a link is not HTML, the outer one stays."""
    assert inline(Rich("abc", (Mark(0, 2, "em"), Mark(1, 3, "strong"))), Links()) == (
        "<em>a<strong>b</strong></em><strong>c</strong>"
    )
    link = ("href", "https://a.example/")
    assert inline(Rich("abc", (Mark(0, 3, "a", (link,)), Mark(1, 2, "a", (link,)))), Links()).count("<a ") == 1


def test_terms_carry_its_attributes_and_numbers_do_not():
    """A pinned term is a non-translatable ITS term that leads to the card; a pinned number needs no markup."""
    term = Rich("NMDA", (Mark(0, 4, "pin", (("id", "en-pt:nmda"), ("kind", "term"))),))
    assert inline(term, Links(terms="provenance.html")) == (
        '<span translate="no" its-term="yes" its-term-info-ref="provenance.html#term-en-pt-nmda">NMDA</span>'
    )
    assert inline(Rich("571", (Mark(0, 3, "pin", (("id", "n"), ("kind", "number"))),)), Links()) == "571"


def test_what_runs_from_left_to_right_keeps_its_order_in_a_text_from_right_to_left() -> None:
    """The sign of an ion or a telephone number stays at its end, a term finds its own direction, a range is the reader's."""
    arabic = Links(rtl=locales.parse("ar"))

    def shown(text: str, *marks: Mark) -> str:
        return sanitized(inline(Rich(text, marks), arabic))

    assert shown("جرعة 300 mg، 3 مرات") == 'جرعة <span dir="ltr">300 mg</span>، 3 مرات'
    assert shown("أيون Mg2+ هنا", Mark(7, 9, "sup")) == 'أيون <span dir="ltr">Mg<sup>2+</sup></span> هنا'
    assert shown("اتصل +1 555 010 1234 الآن") == 'اتصل <span dir="ltr">+1 555 010 1234</span> الآن'
    assert shown("من 10–20 يوما") == "من 10–20 يوما"
    term = Mark(0, 7, "pin", (("id", "x"), ("kind", "term")))
    assert shown("Nav1.7+ هنا", term).startswith('<span translate="no" its-term="yes" dir="auto">')
    assert inline(Rich("a -b", (Mark(0, 4, "code"),)), arabic) == '<code translate="no" dir="ltr">a -b</code>'
    assert inline(Rich("Take 300 mg."), Links()) == "Take 300 mg."


def test_links_into_the_original_become_links_into_the_page():
    """A link to a footnote of the original leads to the same footnote here; other links stay as they are."""
    links = Links("https://a.example/x", {"fn1": "fn-fn1"})
    assert links.target("https://a.example/x#fn1") == links.target("#fn1") == "#fn-fn1"
    assert links.target("https://a.example/y#fn1") == "https://a.example/y#fn1"
    assert links.target("https:///nohost") == links.target("http://[broken") == links.target("#other") == ""


def test_characters_that_no_page_can_carry_are_replaced_one_for_one():
    """Control characters and lone surrogates keep their place, so that offsets of pins stay right."""
    assert legible("a\x00b\ud800c\rd\x1fe") == "a\ufffdb\ufffdc d\ufffde"


@pytest.mark.parametrize("href", ["http://[x#y", "http://[x", "https://a]b.example/#c", "http://[::1", "//[x#y"])
def test_what_is_no_address_is_no_link(href):
    """A source's broken address leaves its words and no link; it does not stop the site from being built."""
    text = inline(Rich("see this", (Mark(0, 8, "a", (("href", href),)),)), Links())
    assert html.fragment_fromstring(text, create_parent="div").text_content() == "see this"
    assert "href" not in text
