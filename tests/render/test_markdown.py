"""Markdown for site generators."""

import re
from dataclasses import replace

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from glosspress.article import Block, Kind, Mark, Rich
from glosspress.page import Page
from glosspress.render import Placed, Site, page_markdown
from glosspress.render.inline import Links
from glosspress.render.markdown import yaml_lines
from glosspress.render.markdown_inline import markdown_inline
from glosspress.render.text import legible

SITE = Site("Samples", "https://health.example.org/", locales=("pt-BR",))
READER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
KEYS = {
    "lang", "translationKey", "source_url", "source_hash", "translation_state", "glossary", "model", "reviewed_by",
    "reviewed_at", "prov",
}  # fmt: skip


def _split(text: str) -> tuple[dict, str]:
    _, front, body = text.split("---\n", 2)
    return yaml.safe_load(front), body


def _rendered(markdown: str):
    return html.fragment_fromstring(f"<main>{READER.render(markdown)}</main>")


def _markdown(page: Page, *blocks: Block) -> str:
    changed = replace(page, target=replace(page.target, blocks=blocks)) if blocks else page
    return _split(page_markdown(Placed(changed, "sleep", ("pt-BR",)), SITE))[1]


def test_front_matter_has_every_key_and_claims_no_review(pages):
    """Site generators find language, identity, source, state and record; no review is claimed that nobody did."""
    front, _ = _split(page_markdown(Placed(pages.page(), "sleep", ("pt-BR",)), SITE))
    assert set(front) >= KEYS
    assert front["reviewed_by"] is front["reviewed_at"] is None
    assert front["translation_state"] == "machine-checked"
    assert front["prov"] == "https://health.example.org/pt-BR/sleep/provenance.json"


def test_front_matter_survives_any_title(pages):
    """A title with quotes, colons and line breaks is read back as it is, on one line."""
    title = "a: \"b\" 'c' --- #d\n---\n{{ e }}"
    front, _ = _split(page_markdown(Placed(pages.page(title=title), "s", ("pt-BR",)), SITE))
    assert front["title"] == "a: \"b\" 'c' --- #d --- {{ e }}"


ODD = st.sampled_from(
    " \t\n\r\0\x07\x1b\x7f\x85\xa0\xad\u2028\u2029\ufeff\ufffd\ufffe\uffff😀\U0010ffff-?:,[]{}#&*!|>'\"%@`~=<\\01e_"
)
TEXTS = st.text(st.one_of(ODD, st.characters(max_codepoint=0xFFFF)), max_size=40)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    TEXTS,
    TEXTS.map(lambda text: text * 40),
    st.lists(TEXTS, max_size=3),
    st.dates().map(str),
    st.sampled_from(["null", "yes", "1.5", "1e3", "0x1f", "1:30", "<<", "=", "---", "--- a", "...", "~", ""]),
)


@settings(max_examples=500)
@given(st.dictionaries(st.sampled_from(["title", "lang", "reviewed_by", "prov"]), VALUES, max_size=4))
@example({"title": "a\x85b"})
@example({"title": "Sleep 😀"})
@example({"title": "\ud800"})
@example({"title": "a \u2028 b\n\n c "})
def test_front_matter_is_the_same_by_either_code_of_pyyaml(data):
    """The C code writes only what it writes as PyYAML's own code does: the site does not depend on how PyYAML was built."""
    assert yaml_lines(data) == yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1_000_000)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
@example("* no list")
@example("1. no list")
@example("10) no list")
@example("# no heading")
@example("---")
@example("=== no heading")
@example("~~~")
@example("| a | b |")
@example("    no code")
@example("a  \\")
@example("<b>&amp;</b> [x](y) ![z] `c` *d* __e__ ~~f~~")
@example("+ + +")
@example(":::note")
def test_plain_text_is_never_read_as_markup(text):
    """Whatever a paragraph holds, a Markdown reader shows exactly its words, in one paragraph."""
    markdown = markdown_inline(Rich(text), Links())
    rendered = _rendered(markdown)
    assert " ".join(rendered.text_content().split()) == " ".join(legible(text).split())
    assert {element.tag for element in rendered.iter()} <= {"main", "p"}


@given(st.text("ab *_`<[]!&\\.|~", max_size=14), st.data())
def test_marked_text_keeps_words_and_marks(text, data):
    """Emphasis, code and links hold the words they held, next to any punctuation."""
    low = data.draw(st.integers(0, len(text)))
    high = data.draw(st.integers(low, len(text)))
    tag = data.draw(st.sampled_from(("em", "strong", "code", "a", "sub")))
    if not text[low:high].strip() or text[low:high].strip() != text[low:high]:
        return
    rich = Rich(text, (Mark(low, high, tag, (("href", "https://a.example/(x)_y_"),) if tag == "a" else ()),))
    rendered = _rendered(markdown_inline(rich, Links()))
    assert " ".join(rendered.text_content().split()) == " ".join(text.split())
    marked = list(rendered.iter(tag))
    assert " ".join("".join(element.text_content() for element in marked).split()) == " ".join(text[low:high].split())
    if tag == "a":
        assert marked[0].get("href") == "https://a.example/(x)_y_"


@given(
    st.text("ab1 *_`<[]!&\\.|~()", max_size=16),
    st.lists(
        st.tuples(st.integers(0, 16), st.integers(1, 8), st.sampled_from(("em", "strong", "code", "a", "sub", "q")))
    ),
)
def test_many_marks_lose_no_word(text, marks):
    """Marks next to, in and across each other still give the whole text and no literal markup."""
    address = (("href", "https://a.example/"),)
    spans = [Mark(low, low + length, tag, address if tag == "a" else ()) for low, length, tag in marks]
    rendered = _rendered(markdown_inline(Rich(text, tuple(spans)), Links()))
    assert "".join(rendered.text_content().split()) == "".join(text.split())


def test_all_blocks_are_read_as_what_they_are(pages):
    """Headings, table, list in a list, call-out, figure, code and rule are found again by a Markdown reader."""
    body = _rendered(_markdown(pages.page()))
    assert [element.tag for element in body.xpath("./h2|./h3")] == ["h2", "h3", "h2"]
    assert [cell.text_content() for cell in body.xpath(".//tbody/tr[2]/td")] == ["Alta", "1,25", "381", "7,1"]
    assert body.xpath("string(./ol/li[2]/ul/li)").strip() == "uma caminhada de 20 minutos"
    assert body.xpath("string(./blockquote[1]//strong)") == "Aviso"
    assert body.xpath(".//img/@alt") == ["Fases do sono em uma noite, como linha em degraus"]
    assert body.xpath("string(.//pre/code)") == "score = 0.7 * waves + 0.3 * rem  # <model>\n"
    assert body.xpath("./hr")
    assert body.xpath(".//sup/text()") == ["2+"]
    assert body.xpath(".//a[@href='#ref-r1']")
    assert body.xpath(".//a[@id='ref-r1']")


def test_no_text_of_the_page_is_lost(pages):
    """Every unit of the page is in the Markdown."""
    page = pages.page()
    text = " ".join(_rendered(_markdown(page)).text_content().split())
    for path, block in page.target.walk():
        if block.kind is not Kind.FIGURE:
            assert " ".join(block.text.text.split()) in text, path


@pytest.mark.parametrize("text", ["{{< figure >}}", "{% raw %}", "{{ page.url }}", "{#if}"])
def test_templates_of_site_generators_do_not_run(pages, text):
    """Shortcodes and template tags of Hugo, Eleventy and Astro are taken apart by escapes."""
    markdown = _markdown(
        pages.page(),
        Block(Kind.PARAGRAPH, Rich(text, (Mark(0, len(text), "code"),))),
        Block(Kind.PARAGRAPH, Rich(text)),
    )
    assert not re.search(r"{{|{%|{#", markdown)
    assert _rendered(markdown).text_content().count(text) == 2


def test_tables_that_markdown_cannot_say_are_html(pages):
    """Spanning cells keep their spans; a pipe in a cell does not split it."""
    wide = Block(Kind.ROW, children=(Block(Kind.CELL, Rich("<a|b>"), colspan=2),))
    assert _rendered(_markdown(pages.page(), Block(Kind.TABLE, children=(wide,)))).xpath(
        ".//td[@colspan='2']/text()"
    ) == ["<a|b>"]
    plain = Block(Kind.ROW, children=(Block(Kind.CELL, Rich("a|b")), Block(Kind.CELL, Rich("c\\|d"))))
    cells = _rendered(_markdown(pages.page(), Block(Kind.TABLE, children=(plain,)))).xpath(".//tbody//td")
    assert [cell.text_content() for cell in cells] == ["a|b", "c\\|d"]


def test_code_with_fences_stays_code(pages):
    """A fence is longer than any run of backticks inside."""
    code = "````\nx\n```"
    assert _rendered(_markdown(pages.page(), Block(Kind.CODE, Rich(code)))).xpath("string(.//pre)") == code + "\n"
