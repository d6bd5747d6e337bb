"""Lists of a source page on the published page: numbers, nesting and the targets of links."""

from __future__ import annotations

from dataclasses import replace

from lxml import html

from glosspress.clean import clean_page
from glosspress.render.body import Body
from glosspress.render.strings import strings

PROSE = "The heart pumps five litres of blood a minute, and more when the body works. " * 3


def _published(pages, markup):
    """The body of a page whose source has this markup."""
    source = clean_page(f"<article><h1>Heart</h1><p>{PROSE}</p>{markup}<p>{PROSE}At last.</p></article>")
    page = replace(pages.page(), source=source, target=source, translations=())
    return html.fragment_fromstring(Body(page, strings(page.locale)).html(), create_parent="main")


def test_numbers_and_nesting_reach_the_page(pages):
    """`start`, a jump by `value` and a list in an item stand on the page as in the source."""
    body = _published(
        pages, "<ol start=3><li>Three<ol start=7><li>Seven</li></ol></li><li>Four</li><li value=9>Nine</li></ol>"
    )
    assert [item.get("start") for item in body.iter("ol")] == ["3", "7", "9"]
    assert body.xpath("string(./ol[1]/li[1]/ol/li)") == "Seven"
    assert [item.text_content().strip() for item in body.xpath("./ol[1]/li[2] | ./ol[2]/li")] == ["Four", "Nine"]


def test_letters_reach_the_page(pages):
    """A list that counts a, b, c does so in the translation: its text may name a letter."""
    body = _published(pages, "<ol type=a start=2><li>Stop the infusion.</li><li>Go back to (b).</li></ol>")
    assert [(item.get("type"), item.get("start")) for item in body.iter("ol")] == [("a", "2")]


def test_references_in_a_list_can_be_linked_to(pages):
    """A mark that points to a reference finds it, and the list goes on with its numbers."""
    body = _published(
        pages,
        "<p>Seen once <a href='#r2'>[5]</a> before.</p><h2>References</h2><ol start=4><li id=r1>Roe A. Hearts and their "
        "work. Lancet 2019;3:1-9.</li><li id=r2>Doe B. Lungs and their work. Lancet 2020;4:1-9.</li></ol>",
    )
    target = body.xpath("string(.//a[text()='[5]']/@href)")
    assert target.startswith("#")
    assert "Lungs" in body.xpath(f"string(.//li[@id='{target[1:]}'])")
    assert body.xpath("string(.//ol/@start)") == "4"
