"""Blocks as HTML."""

import re
from dataclasses import replace

from lxml import html

from glosspress.article import Block, Kind, Mark, Rich
from glosspress.render.body import Body
from glosspress.render.headings import Outline
from glosspress.render.sanitize import sanitized
from glosspress.render.strings import strings


def _body(page):
    return html.fragment_fromstring(f"<main>{sanitized(Body(page, strings(page.locale)).html())}</main>")


def _of(pages, *blocks, locale="pt-BR"):
    """The body of a page that has these blocks, all of them translated."""
    page = pages.page(locale)
    target = replace(page.target, blocks=blocks)
    units = tuple((path, ()) for path, block in target.walk() if block.text.text)
    return _body(replace(page, target=target, source=replace(page.source, blocks=blocks), translations=units))


def test_every_translated_unit_stands_once_with_its_text(pages):
    """`data-unit` finds each unit of the page, and its text is the target's, alternative texts included."""
    page = pages.page()
    body = _body(page)
    texts = {path: block.text.text for path, block in page.target.walk()}
    found = {element.get("data-unit"): element for element in body.xpath("//*[@data-unit]")}
    assert set(found) == {path for path, _ in page.translations} - {"title"}
    for path, element in found.items():
        assert (element.get("alt") if element.tag == "img" else element.text_content()) == texts[path]


def test_headings_begin_at_h2_and_skip_no_rank(pages):
    """A source that jumps from h2 to h4 or begins with h5 gives an outline without gaps."""
    outline = Outline()
    assert [outline.rank(level) for level in (5, 2, 4, 6, 4, 2, 1, 1, 3)] == [2, 2, 3, 4, 3, 2, 2, 2, 3]
    assert [element.tag for element in _body(pages.page()).xpath(".//h1|.//h2|.//h3|.//h4")] == ["h2", "h3", "h2"]


def test_tables_have_scopes_a_caption_and_a_container_to_scroll_in(pages):
    """Column and row headers say what they head; the container can be reached by keyboard and has a name."""
    body = _body(pages.page())
    assert [cell.get("scope") for cell in body.iter("th")] == ["col"] * 4 + ["row"] * 2
    region = body.xpath(".//div[@role='region']")[0]
    assert region.get("tabindex") == "0"
    assert body.xpath(f".//caption[@id='{region.get('aria-labelledby')}']")


def test_tables_without_caption_are_numbered_and_empty_header_cells_are_plain(pages):
    """A screen reader can tell two tables apart, and no header is empty."""
    row = Block(Kind.ROW, children=(Block(Kind.CELL, header=True), Block(Kind.CELL, Rich("h"), header=True)))
    spans = Block(
        Kind.ROW, children=(Block(Kind.CELL, Rich("r"), header=True, rowspan=2), Block(Kind.CELL, Rich("1"), colspan=2))
    )
    table = Block(Kind.TABLE, children=(row, spans))
    body = _of(pages, table, table)
    assert [region.get("aria-label") for region in body.iter("div")] == ["Tabela 1", "Tabela 2"]
    assert [cell.tag for cell in body.xpath(".//thead//*[self::td or self::th]")] == ["td", "th"] * 2
    assert body.xpath(".//th[@scope='rowgroup'][@rowspan='2']")
    assert body.xpath(".//td[@colspan='2']")


def test_callouts_are_notes_with_a_localized_label(pages):
    """A warning is named in the page's language, for eyes and for screen readers; an unknown label is a note."""
    body = _of(pages, Block(Kind.CALLOUT, Rich("a"), label="warning"), Block(Kind.CALLOUT, Rich("b"), label="odd"))
    assert [(note.get("role"), note.get("aria-label")) for note in body.iter("aside")] == [
        ("note", "Aviso"),
        ("note", "Nota"),
    ]
    assert [label.text_content() for label in body.find_class("callout-label")] == ["Aviso", "Nota"]


def test_texts_that_stayed_in_the_source_language_say_so(pages):
    """References are copied: they carry the original's language, and its direction on a right-to-left page."""
    assert _body(pages.page()).find_class("references")[0].get("lang") == "en"
    arabic = _body(pages.page("ar-XB")).find_class("references")[0]
    assert (arabic.get("lang"), arabic.get("dir")) == ("en", "ltr")
    page = pages.page()
    left_out = replace(page, translations=tuple(item for item in page.translations if item[0] != "9"))
    assert _body(left_out).xpath(".//blockquote/p/@lang") == ["en"]
    assert _body(page).xpath(".//pre/@translate") == ["no"]


def test_lists_keep_their_numbers_and_nesting(pages):
    """An ordered list starts where the source's does; a list in an item stays inside it."""
    inner = Block(Kind.LIST, children=(Block(Kind.ITEM, Rich("in")),))
    body = _of(
        pages, Block(Kind.LIST, children=(Block(Kind.ITEM, Rich("out"), children=(inner,)),), ordered=True, start=4)
    )
    assert body.xpath("./ol/@start") == ["4"]
    assert body.xpath("./ol/li/ul/li/text()") == ["in"]


def test_notes_get_ids_once_and_no_second_number(pages):
    """Two notes with one label do not give one id twice; references that bring their number are not numbered again."""
    notes = tuple(Block(Kind.REFERENCE, Rich(f"{n}. Work"), label="same") for n in (1, 2))
    body = _of(pages, *notes)
    assert len(set(body.xpath(".//@id"))) == len(body.xpath(".//@id")) == 1
    assert body.xpath("./ul/@role") == ["list"]


def test_figures_without_an_address_show_their_alternative_text(pages):
    """A picture that cannot be linked leaves its description; one with an address is fetched without a referrer."""
    body = _of(
        pages,
        Block(Kind.FIGURE, Rich("a scan"), src="scan.png"),
        Block(Kind.FIGURE, Rich("x"), src="https://a.example/x.png"),
    )
    assert body.find_class("picture")[0].text_content() == "a scan"
    assert body.xpath(".//img/@referrerpolicy") == ["no-referrer"]


def test_nothing_hostile_survives(pages):
    """Scripts, handlers and dangerous addresses in texts, links, labels and pictures end as text or not at all."""
    bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    blocks = (
        Block(Kind.PARAGRAPH, Rich(bad, (Mark(0, 5, "a", (("href", f"https://x.example/{bad}"), ("title", bad))),))),
        Block(Kind.PARAGRAPH, Rich("go", (Mark(0, 2, "a", (("href", " java\tscript:alert(1)"),)),))),
        Block(
            Kind.PARAGRAPH,
            Rich(
                "go",
                (
                    Mark(
                        0,
                        2,
                        "span",
                        (("lang", bad), ("onclick", "x")),
                    ),
                ),
            ),
        ),
        Block(Kind.CODE, Rich(bad), label=bad),
        Block(Kind.FIGURE, Rich(bad), src=f"https://x.example/{bad}"),
        Block(Kind.FOOTNOTE, Rich(bad), label=bad),
        Block(Kind.CALLOUT, Rich(bad), label=bad),
    )
    body = _of(pages, *blocks)
    assert not body.xpath(".//script|.//iframe|.//style")
    assert not [name for element in body.iter() for name in element.attrib if name.startswith("on")]
    assert not [a for a in body.xpath(".//@href") if "script:" in re.sub(r"\s", "", a)]
    assert body.text_content().count("<script>alert(1)</script>") == 4


def test_sanitizing_twice_changes_nothing(pages):
    """The published body is a fixed point of the sanitizer: nothing of ours is lost in it."""
    for locale in ("pt-BR", "ar-XB"):
        once = sanitized(Body(pages.page(locale), strings(locale)).html())
        assert sanitized(once) == once
        assert once.count("<") == Body(pages.page(locale), strings(locale)).html().count("<")
