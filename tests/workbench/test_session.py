"""The workbench in Chromium: real sessions of named persons, by the keyboard, in both directions and on a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from glosspress.ledger import open_ledger
from glosspress.publish import verify
from glosspress.steps.reviewing import (
    PageSpot,
    Person,
    Spot,
    approve_page,
    comment,
    page_view,
    reject_segment,
    segment_view,
)
from glosspress.workbench import Address
from glosspress.workspace import Workspace

from .conftest import reviewing, work

pytestmark = pytest.mark.browser
DOCTOR = ("reviewer@example.org", "medical reviewer")
TRANSLATOR = ("translator@example.org", "translator")
K, PT = "tests/ketamine", "pt-BR"
URL = "/page/pt-BR/tests/ketamine"
DOSE, TABLETS = "#s-0-1", "#s-0-2"


def _open(bench: Address, page: Any, path: str = URL) -> None:
    page.goto(f"http://127.0.0.1:{bench.port}{path}")


def _type(page: Any, text: str) -> None:
    """Replace what stands in the field that has the focus."""
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def _drop(page: Any) -> None:
    """Take back what was typed: a page with unsaved text asks before it is left."""
    page.evaluate("for (const e of document.querySelectorAll('textarea[data-shown]')) e.value = e.dataset.shown")


def test_from_hold_to_publish_by_the_keyboard(chromium: Any, bench: Address, site: Workspace) -> None:
    """Queue, hold reason, a wrong number found while typing, correction, approval, publishing: the page names the reviewer."""
    reject_segment(site, Person(*TRANSLATOR), _spot(site, "0#2"), "Sounds like a machine.")
    with reviewing(chromium, bench, *DOCTOR) as reviewer:
        page = reviewer.page
        assert page.locator(".item").first.locator(".why").text_content().startswith("1 held")
        assert "a person rejected this translation" in page.locator(".item .reasons").first.text_content()
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{URL}")
        assert "Held" in page.locator(".decision").text_content()
        assert "waits for a person" in page.locator(".decision").text_content()
        assert "Sounds like a machine." in page.locator(f"{TABLETS} .last").text_content()
        assert page.locator(".tools .approve-page").count() == 0, "a page with a held sentence cannot be approved"

        for _ in range(3):
            page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") == DOSE[1:]
        page.keyboard.press("e")
        _type(page, "Tome 5 mg/kg durante 40 min.")
        live = page.locator(f"{DOSE} .live")
        live.locator(".verdict.bad").wait_for()
        assert "0.5 mg/kg" in live.locator(".findings .block").first.text_content()
        page.keyboard.press("Control+Enter")
        page.locator("h1", has_text="Not accepted").wait_for()
        assert page.locator("textarea").input_value() == "Tome 5 mg/kg durante 40 min."
        page.locator("textarea").focus()
        _type(page, "Tome 0,5 mg/kg ao longo de 40 min.")
        page.locator(".live .verdict.good").wait_for()
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**notice=Saved**")
        assert page.evaluate("document.activeElement.id") == DOSE[1:]
        assert page.locator(f"{DOSE} .badge", has_text="post-edited").count() == 1
        page.keyboard.press("a")
        page.wait_for_url("**notice=Approved**")
        assert page.locator(f"{DOSE} .badge", has_text="approved").count() == 1

        page.locator(f"{TABLETS} textarea[name=target]").focus()
        _type(page, "Não pare de tomar os comprimidos de repente.")
        page.keyboard.press("Control+Shift+Enter")
        page.wait_for_url("**notice=Saved+and+approved**")

        page.get_by_text("Approve page", exact=True).click()
        page.get_by_role("button", name="Approve page with all its sentences").click()
        page.wait_for_url("**notice=Page+approved**")
        assert not site.output.exists(), "nothing is online before somebody publishes"
        page.get_by_role("link", name="Publish …").click()
        page.get_by_label("Yes, bring it online").check()
        page.get_by_role("button", name="Publish").click()
        page.locator("h1", has_text="Published").wait_for()
        assert "https://health.example.org/pt-BR/ketamine/" in page.locator("main").text_content()
        page.get_by_role("link", name="Back to the page").click()
        page.wait_for_url(f"**{URL}*")
        assert page.locator("main > .wide > .badges .badge.online").count() == 1
    html = (site.output / PT / "ketamine" / "index.html").read_text(encoding="utf-8")
    assert 'data-state="approved"' in html
    assert DOCTOR[0] in html
    assert "Tome 0,5 mg/kg ao longo de 40 min." in html
    assert "Não pare de tomar os comprimidos de repente." in html
    assert verify(site.output) == []


def _spot(site: Workspace, where: str) -> Spot:
    item = segment_view(site, K, PT, where)
    return Spot(K, PT, where, item.seen, item.subject)


def test_two_editors_at_once(chromium: Any, bench: Address, site: Workspace) -> None:
    """The second is shown both texts and who was first; nothing is overwritten until they decide."""
    first_text, second_text = "Tome 0,5 mg/kg em 40 min.", "Tomar 0,5 mg/kg durante 40 min."
    with reviewing(chromium, bench, *DOCTOR) as first, reviewing(chromium, bench, *TRANSLATOR) as second:
        for person, text in ((second, second_text), (first, first_text)):
            _open(bench, person.page, f"{URL}{DOSE}")
            person.page.keyboard.press("e")
            _type(person.page, text)
        first.page.keyboard.press("Control+Enter")
        first.page.wait_for_url("**notice=Saved**")
        second.page.keyboard.press("Control+Enter")
        second.page.locator("h1", has_text="This sentence changed meanwhile").wait_for()
        assert DOCTOR[0] in second.page.locator(".problem").text_content()
        assert second.page.locator(".theirs").text_content() == first_text
        assert second.page.locator(".yours").text_content() == second_text
        assert segment_view(site, K, PT, "0#1").target == first_text
        assert len(list(open_ledger(site.ledger_url).events())) == 1
        second.page.get_by_role("button", name="Save mine in its place").click()
        second.page.wait_for_url("**notice=Saved**")
    assert [event.actor for event in segment_view(site, K, PT, "0#1").events] == [DOCTOR[0], TRANSLATOR[0]]
    assert segment_view(site, K, PT, "0#1").target == second_text


def test_text_is_text(chromium: Any, bench: Address, site: Workspace) -> None:
    """Markup in a source, a name, a role, a comment or an edit is shown as it was written; none of it runs."""
    name, role = "<img src=x onerror=alert(4)>", "'\"><script>alert(5)</script>"
    text = "</textarea><script>alert(6)</script> {{ 7 * 7 }}"
    with reviewing(chromium, bench, name, role) as reviewer:
        page = reviewer.page
        assert name in page.locator("header").text_content()
        _open(bench, page, "/page/pt-BR/tests/hostile")
        assert "<img src=x onerror=alert(2)>" in page.locator("#s-1-0 .source").text_content()
        page.locator("#s-1-0").focus()
        page.keyboard.press("c")
        page.keyboard.type(text)
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**notice=Comment**")
        assert text in page.locator("#s-1-0 .last").text_content()
        page.keyboard.press("e")
        _type(page, f"{text} <img src=x onerror=alert(8)>")
        page.locator("#s-1-0 .live .preview").wait_for()
        assert text in page.locator("#s-1-0 .live .preview").text_content()
        page.keyboard.press("Control+Enter")
        page.locator("h1", has_text="Not accepted").wait_for()
        assert text in page.locator("textarea").input_value()
        _drop(page)
        _open(bench, page, "/page/pt-BR/tests/hostile?notice=<script>alert(9)</script>&show=<b>")
        assert "<script>alert(9)</script>" in page.locator(".notice").text_content()
        _open(bench, page, "/?source=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&state=%3Cb%3E")
        assert page.locator(".empty").count() == 1
        assert page.locator("script").count() == 1
        assert page.locator("main img").count() == 0


def test_a_changed_source_is_shown_with_both_targets(chromium: Any, bench: Address, site: Workspace) -> None:
    """The difference of the source, the old target and the new proposal; the page is outdated and first in the queue."""
    for page_id in (K, "tests/hostile"):
        view = page_view(site, page_id, PT)
        approve_page(site, Person(*DOCTOR), PageSpot(page_id, PT, view.head, view.content))
    article = site.sources / "articles" / "ketamine.md"
    article.write_text(article.read_text().replace("0.5 mg/kg", "0.8 mg/kg"))
    work(site.root)
    with reviewing(chromium, bench, *DOCTOR) as reviewer:
        page = reviewer.page
        _open(bench, page, "/?locale=pt-BR")
        assert page.locator(".item").count() == 1
        assert page.locator(".item .badge.outdated").count() == 1
        assert "the source changed: safety" in page.locator(".item .why").text_content()
        _open(bench, page, f"{URL}?show=changed")
        assert page.locator(".segment").count() == 1
        change = page.locator(f"{DOSE} .change")
        assert change.locator("del").all_text_contents() == ["0.5"]
        assert change.locator("ins").all_text_contents() == ["0.8"]
        old, new = (text.strip() for text in change.locator("dd").all_text_contents()[1:])
        assert old.startswith("Tome 0,5 mg/kg durante 40 min")
        assert "0,8 mg/kg" in new


def test_pins_and_provenance_of_a_sentence(chromium: Any, bench: Address) -> None:
    """Found pins are marked on both sides; the fold-out names rung, score, engine, term base and the candidates."""
    with reviewing(chromium, bench, *DOCTOR) as reviewer:
        page = reviewer.page
        _open(bench, page, f"{URL}#s-0-0")
        assert "NMDA" in page.locator("#s-0-0 .source mark.found").all_text_contents()
        assert "NMDA" in page.locator("#s-0-0 .target mark.found").all_text_contents()
        assert page.locator("#s-0-0 .source code.tag").all_text_contents() == ["<1>", "</1>"]
        page.keyboard.press("p")
        assert page.locator("#s-0-0 .made .facts").is_visible()
        facts = page.locator("#s-0-0 .made .facts").text_content()
        assert re.search(r"-\d\.\d{3} mean log-likelihood", facts)
        assert "argos-en_pt@0.2" in facts
        assert "en-pt" in facts


@pytest.mark.parametrize("width", [390, 1280])
def test_right_to_left_and_phones(chromium: Any, bench: Address, width: int) -> None:
    """Arabic is set from the right beside an English source, in fields too; nothing is wider than the screen."""
    with reviewing(chromium, bench, *DOCTOR, viewport={"width": width, "height": 844}) as reviewer:
        page = reviewer.page
        for path in ("/", "/page/ar-XB/tests/ketamine#s-0-1", "/publish"):
            _open(bench, page, path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        _open(bench, page, "/page/ar-XB/tests/ketamine#s-0-1")
        assert page.locator("#s-0-1 .target").evaluate("e => getComputedStyle(e).direction") == "rtl"
        assert page.locator("#s-0-1 .source").evaluate("e => getComputedStyle(e).direction") == "ltr"
        page.keyboard.press("e")
        assert page.locator("#s-0-1 textarea").first.evaluate("e => getComputedStyle(e).direction") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        source, target = (page.locator(f"#s-0-1 .{side}").bounding_box() for side in ("source", "target"))
        assert (target["y"] > source["y"]) is (width < 700)


def test_keys_are_told_and_focus_is_visible(chromium: Any, bench: Address) -> None:
    """`?` lists the keys; Esc leaves a field without losing its text; typing j in a field is typing."""
    with reviewing(chromium, bench, *DOCTOR) as reviewer:
        page = reviewer.page
        _open(bench, page)
        page.keyboard.press("?")
        assert page.locator("dialog[open]").is_visible()
        page.keyboard.press("Escape")
        assert page.locator("dialog[open]").count() == 0
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.id") == "s-title-0"
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("e")
        page.keyboard.type("jk?")
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.id") == "s-title-0"
        assert page.locator("#s-title-0 textarea").first.input_value().endswith("jk?")
        _drop(page)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")], ids=["desk-light", "phone-dark"])
def test_no_page_breaks_a_rule_of_accessibility(
    chromium: Any, bench: Address, site: Workspace, width: int, scheme: str
) -> None:
    """Zero violations of WCAG 2.2 AA and of axe's best practices, with fold-outs, findings, refusal and help open."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    broken = []

    def look(name: str) -> None:
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": rules}}).response
        assert len(found["passes"]) > 8, name
        broken.extend((name, item["id"], [node["html"] for node in item["nodes"]][:2]) for item in found["violations"])

    options = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "bypass_csp": True}
    comment(site, Person(*DOCTOR), K, PT, "Look at the dose.", "0#1")
    with reviewing(chromium, bench, *TRANSLATOR, **options) as reviewer:
        page = reviewer.page
        look("queue")
        _open(bench, page, f"{URL}{DOSE}")
        page.keyboard.press("e")
        _type(page, "Pare 5 mg/kg durante 40 min.")
        page.locator(f"{DOSE} .live .verdict").wait_for()
        page.evaluate("for (const e of document.querySelectorAll('details')) e.open = true")
        look("page with all open")
        if scheme == "light":
            reject_segment(site, Person(*DOCTOR), _spot(site, "0#1"), "Not so.")
            page.locator(f"{DOSE} textarea").first.focus()
            page.keyboard.press("Control+Enter")
            page.locator("h1", has_text="Not accepted").wait_for()
            look("refused")
            _drop(page)
            _open(bench, page)
            page.keyboard.press("?")
            look("held page with help")
            for path in ("/who", "/publish", "/page/pt-BR/tests/no"):
                _open(bench, page, path)
                look(path)
    assert broken == []
