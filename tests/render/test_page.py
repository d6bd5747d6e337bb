"""Whole pages: head, banner, JSON-LD, card, indexes."""

import json
from dataclasses import replace

import pytest
from lxml import html

from glosspress.page import State
from glosspress.render import Placed, Site, Theme, card_html, locale_index, page_html, site_index
from glosspress.render.card import card
from glosspress.translation import Rung

LOCALES = ("pt-BR", "en-XA", "ar-XB")
SITE = Site("Sample Health", "https://health.example.org/", "Foundation", locales=LOCALES)


def _page(page, site=SITE, locales=LOCALES):
    return html.document_fromstring(page_html(Placed(page, "sleep", locales), site, Theme()))


def test_head_names_the_page_its_versions_and_its_record(pages):
    """Self-canonical, every published version and x-default (the first configured), the record; all absolute."""
    page = _page(pages.page("ar-XB"))
    base = "https://health.example.org"
    assert (page.get("lang"), page.get("dir")) == ("ar-XB", "rtl")
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{base}/ar-XB/sleep/"]
    named = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@hreflang]")}
    assert named == {**{tag: f"{base}/{tag}/sleep/" for tag in LOCALES}, "x-default": f"{base}/pt-BR/sleep/"}
    record = page.xpath("//link[@rel='http://www.w3.org/ns/prov#has_provenance']")[0]
    assert (record.get("href"), record.get("type")) == (f"{base}/ar-XB/sleep/provenance.json", "application/json")


def test_only_published_versions_are_named(pages):
    """A version that is not online gets no hreflang, and x-default is the first one that is."""
    page = _page(pages.page("ar-XB"), locales=("en-XA", "ar-XB"))
    assert page.xpath("//link[@hreflang]/@hreflang") == ["en-XA", "ar-XB", "x-default"]
    assert page.xpath("//link[@hreflang='x-default']/@href") == ["https://health.example.org/en-XA/sleep/"]


@pytest.mark.parametrize(
    ("state", "words", "source"),
    [
        (State.UNREVIEWED, "não revisada por uma pessoa", "TrainedAlgorithmicMediaDigitalSource"),
        (State.CHECKED, "verificados automaticamente", "TrainedAlgorithmicMediaDigitalSource"),
        (State.POST_EDITED, "corrigida por uma pessoa", "CompositeWithTrainedAlgorithmicMediaDigitalSource"),
        (State.APPROVED, "aprovada por uma pessoa", "CompositeWithTrainedAlgorithmicMediaDigitalSource"),
    ],
)
def test_banner_and_data_tell_the_same_state(pages, state, words, source):
    """The banner is in the page's language, links the original, gives the date; JSON-LD has the same source type."""
    page = _page(pages.page(state=state))
    banner = page.xpath("//aside[@data-state]")[0]
    assert words in banner.text_content()
    assert "6 de março de 2026" in banner.text_content()
    assert banner.xpath(".//a/@href") == ["https://news.example.org/sleep", "provenance.html"]
    data = json.loads(page.xpath("string(//script)"))
    assert data["digitalSourceType"] == f"https://schema.org/{source}"


def test_json_ld_says_what_is_known_and_no_more(pages):
    """Types, language, original with its inverse link, licence, publisher; no translator and no review for raw MT."""
    data = json.loads(_page(pages.page()).xpath("string(//script)"))
    assert data["@type"] == ["MedicalWebPage", "Article"]
    assert (data["inLanguage"], data["headline"]) == ("pt-BR", pages.TITLE[1])
    work = data["translationOfWork"]
    assert (work["@id"], work["inLanguage"], work["dateModified"]) == (
        "https://news.example.org/sleep",
        "en",
        "2026-03-02",
    )
    assert {item["inLanguage"] for item in work["workTranslation"]} == set(LOCALES)
    assert data["isBasedOn"] == "https://news.example.org/sleep"
    assert data["publisher"]["name"] == "Foundation"
    assert not {"translator", "lastReviewed", "reviewedBy"} & set(data)


def test_json_ld_cannot_leave_its_script(pages):
    """A title with a closing script tag stays data."""
    title = "</script><script>alert(1)</script><!--"
    page = _page(pages.page(title=title))
    assert len(page.xpath("//script")) == 1
    assert json.loads(page.xpath("string(//script)"))["headline"] == title
    assert page.xpath("string(//h1)") == title


@pytest.mark.parametrize(
    ("state", "indexed", "robots"),
    [
        (State.CHECKED, frozenset(), "noindex,follow"),
        (State.CHECKED, frozenset({"pt-BR"}), "index,follow"),
        (State.APPROVED, frozenset(), "index,follow"),
    ],
)
def test_robots_follow_state_and_policy(pages, state, indexed, robots):
    """Search engines index what a person reviewed, and machine translations only where the locale's policy says so."""
    page = _page(pages.page(state=state), replace(SITE, indexed=indexed))
    assert page.xpath("//meta[@name='robots']/@content") == [robots]


def test_frame_texts_in_another_language_say_so(pages):
    """A locale without interface texts has an English frame that is marked as English."""
    page = _page(pages.page("nl"), locales=("nl",))
    assert page.get("lang") == "nl"
    assert page.xpath("//aside[@data-state]/@lang") == ["en"]
    assert not _page(pages.page()).xpath("//aside[@data-state]/@lang")


def test_an_original_that_is_only_a_file_is_not_linked(pages):
    """Without a web address the banner leads to the card, and JSON-LD names the snapshot in the record."""
    page = pages.page()
    source = replace(page.source, metadata=replace(page.source.metadata, canonical_url=""))
    local = _page(replace(page, source=source, origin=replace(page.origin, url="file:sources/a.html")))
    assert local.xpath("//aside[@data-state]//a/@href") == ["provenance.html#original", "provenance.html"]
    assert json.loads(local.xpath("string(//script)"))["isBasedOn"].endswith("/provenance.json#snapshot")


def test_card_counts_and_explains(pages):
    """Sentences, holds, pins, rungs and terms of the page, each term at the place the article's markup leads to."""
    page = pages.page()
    counted = card(page)
    translations = [item for _, items in page.translations for item in items]
    assert (counted.sentences, counted.held) == (len(translations), 0)
    assert counted.pins == counted.pins_found == sum(len(item.pins) for item in translations)
    assert dict(counted.rungs) == {Rung.FORCED: 2, Rung.PLAIN: len(translations) - 2}
    shown = html.document_fromstring(card_html(Placed(page, "sleep", LOCALES), SITE, Theme()))
    referred = {link.split("#")[1] for link in _page(page).xpath("//@its-term-info-ref")}
    assert referred == {"term-en-pt-nmda", "term-en-pt-trd"} <= set(shown.xpath("//tr/@id"))
    assert "depressão resistente ao tratamento" in shown.xpath("string(//tr[@id='term-en-pt-trd'])")
    for value in (
        page.origin.snapshot_sha256,
        page.making.model_sha256,
        page.making.glossary_sha256,
        page.making.engine,
    ):
        assert value in shown.text_content()


def test_indexes_list_articles_and_languages(pages):
    """A locale's index lists its articles, the first page its languages, each with links that work on a disk too."""
    placed = [Placed(pages.page("pt-BR", f"s/{n}", n), n, ("pt-BR",)) for n in ("a", "b")]
    index = html.document_fromstring(locale_index(SITE, "pt-BR", placed, ("pt-BR", "ar-XB"), Theme())["index.html"])
    assert sorted(index.xpath("//h2/a/@href")) == ["a/index.html", "b/index.html"]
    first = html.document_fromstring(site_index(SITE, ("pt-BR", "ar-XB"), {"pt-BR": 2, "ar-XB": 1}, Theme()))
    assert first.xpath("//main//li/a/@href") == ["pt-BR/index.html", "ar-XB/index.html"]
    assert first.xpath("//main//li/a/@dir") == ["ltr", "rtl"]
    assert {link.get("hreflang") for link in index.xpath("//link[@hreflang]")} == {"pt-BR", "ar-XB", "x-default"}


def test_the_same_page_gives_the_same_characters(pages):
    """Rendering is a pure function."""
    one, two = (page_html(Placed(pages.page(), "sleep", LOCALES), SITE, Theme()) for _ in range(2))
    assert one == two
