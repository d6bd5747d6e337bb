"""Texts to begin with: a changed source, memory that is alike, a held sentence's candidates; one key takes one into the field.

`GLOSSPRESS_PICTURES=docs/images` renews the pictures of docs/workbench.md.
"""

from __future__ import annotations

import os
import re
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

from glosspress.article import Rich, rich_json
from glosspress.event import Draft, EventKind
from glosspress.ledger import open_ledger
from glosspress.steps.reviewing import PageSpot, Person, approve_page, page_view, proposals, segment_view
from glosspress.workbench import Address
from glosspress.workspace import Workspace

from .conftest import TERMS, reviewing, work

pytestmark = pytest.mark.browser
DOCTOR = Person("reviewer@example.org", "medical reviewer")
WHO = (DOCTOR.actor, DOCTOR.role)
K, PT = "tests/ketamine", "pt-BR"
DOSE = "#s-0-1"
PICTURES = os.environ.get("GLOSSPRESS_PICTURES")
MINE = "Não pare de tomar os comprimidos de repente."


def _approved(site: Workspace, locale: str = PT) -> None:
    view = page_view(site, K, locale)
    approve_page(site, DOCTOR, PageSpot(K, locale, view.head, view.content))


def _rewrite(site: Workspace, name: str, old: str, new: str) -> None:
    article = site.sources / "articles" / name
    article.write_text(article.read_text().replace(old, new))
    work(site.root)


def _open(bench: Address, page: Any, path: str) -> None:
    page.goto(f"http://127.0.0.1:{bench.port}{path}")


def _picture(page: Any, name: str, element: str) -> None:
    if PICTURES:
        page.locator(element).screenshot(path=Path(PICTURES) / f"workbench-{name}.png")


def _events(site: Workspace) -> int:
    return open_ledger(site.ledger_url).head()[0]


def test_a_changed_source_offers_the_old_target_and_the_new_proposal(
    chromium: Any, bench: Address, site: Workspace
) -> None:
    """Difference, old target, new proposal; key 1 takes the old one, which does not verify, key 2 the new one, which is saved."""
    _approved(site)
    _rewrite(site, "ketamine.md", "0.5 mg/kg", "0.8 mg/kg")
    before = _events(site)
    with reviewing(chromium, bench, *WHO) as reviewer:
        page = reviewer.page
        _open(bench, page, f"/page/{PT}/{K}?show=changed{DOSE}")
        change = page.locator(f"{DOSE} .change")
        assert change.locator("button.use").all_text_contents() == ["Use old target 1", "Use proposal 2"]
        old, new = (text.strip() for text in change.locator("dd").all_text_contents()[1:])
        field, live = page.locator(f"{DOSE} textarea[name=target]"), page.locator(f"{DOSE} .live")
        page.keyboard.press("1")
        live.locator(".verdict.bad").wait_for()
        assert field.input_value() == old
        page.keyboard.press("Escape")
        page.keyboard.press("2")
        live.locator(".verdict.good").wait_for()
        assert field.input_value() == new
        _picture(page, "change", DOSE)
        page.keyboard.press("Control+z")
        assert field.input_value() == old, "what was in the field comes back"
        change.get_by_role("button", name="Use proposal").click()
        assert _events(site) == before, "nothing is stored by taking a text"
        live.locator(".verdict.good").wait_for()
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**notice=Saved**")
    item = segment_view(site, K, PT, "0#1")
    assert (item.target, item.standing.value) == (new, "post-edited")


def test_approved_memory_that_is_alike_is_offered_with_score_and_difference(
    chromium: Any, bench: Address, site: Workspace
) -> None:
    """Another page has nearly the sentence: the approved text, how alike it is, which words differ, who approved it."""
    _approved(site)
    (site.sources / "articles" / "capsules.md").write_text("# A short day\n\nDo not stop the capsules at once.\n")
    work(site.root)
    with reviewing(chromium, bench, *WHO) as reviewer:
        page = reviewer.page
        _open(bench, page, f"/page/{PT}/tests/capsules#s-0-0")
        offered = page.locator("#s-0-0 .proposals li")
        assert offered.count() == 1
        assert re.search(r"memory 8\d % · approved by reviewer@example\.org, event \d+", offered.text_content() or "")
        assert offered.locator("del").all_text_contents() == ["tablets"]
        assert offered.locator("ins").all_text_contents() == ["capsules"]
        text = segment_view(site, K, PT, "0#2").target
        assert offered.locator(".text").text_content() == text
        _picture(page, "memory", "#s-0-0")
        page.keyboard.press("1")
        page.locator("#s-0-0 .live .verdict").wait_for()
        assert page.locator("#s-0-0 textarea[name=target]").input_value() == text
        page.evaluate("for (const e of document.querySelectorAll('textarea[data-shown]')) e.value = e.dataset.shown")
    [memory] = proposals(site, page_view(site, "tests/capsules", PT))["0#0"]
    assert (memory.kind, memory.target) == ("memory", text)
    assert 0.8 < (memory.score or 0) < 0.9


def _held(site: Workspace) -> None:
    """A row of the term base that no sentence can carry: the check for repetition holds whatever has it."""
    (site.glossary / "en-pt.csv").write_text(f"{TERMS}ward,hospital,lar lar lar lar lar,pin,approved,r,e\n")
    (site.sources / "articles" / "ward.md").write_text("# A day\n\nThe pain was treated in the hospital.\n")
    work(site.root)


def test_a_held_sentence_shows_its_reason_and_candidates_and_one_key_takes_one(
    chromium: Any, bench: Address, site: Workspace
) -> None:
    """Reason, every candidate with rung, score and verdict; key, answer, comment, Ctrl+Enter: a person answers for it."""
    _held(site)
    item = segment_view(site, "tests/ward", PT, "0#0")
    assert item.held
    with reviewing(chromium, bench, *WHO) as reviewer:
        page = reviewer.page
        _open(bench, page, f"/page/{PT}/tests/ward#s-0-0")
        held = page.locator("#s-0-0")
        assert item.translation.reasons[0] in held.locator(".findings").first.text_content()
        _picture(page, "held", "#s-0-0")
        texts = held.locator(".proposals .text").all_text_contents()
        assert len(texts) > 1
        assert set(texts) <= {item.target, *(one.text for one in item.translation.candidates)}
        assert all("does not verify" in text for text in held.locator(".proposals .soft").all_text_contents())
        number = next(number for number, text in enumerate(texts, 1) if "lar lar lar lar lar" in text)
        page.keyboard.press(str(number))
        held.locator(".live .answer input").first.wait_for()
        assert held.locator("textarea[name=target]").input_value() == texts[number - 1]
        for box in held.locator(".live .answer input").all():
            box.check()
        held.locator("form.editing input[name=comment]").fill("The term base asks for it; a change is asked for.")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**notice=Saved**")
        assert page.locator("#s-0-0 .proposals").count() == 0, "a sentence persons answer for has no candidates"
    item = segment_view(site, "tests/ward", PT, "0#0")
    assert (item.held, item.standing.value, item.target) == (False, "post-edited", texts[number - 1])
    assert item.events[-1].body["overrides"]


def test_an_answer_that_comes_late_takes_no_tick_away(chromium: Any, bench: Address, site: Workspace) -> None:
    """One text taken is one check; what was ticked while the next check was on its way stays ticked, and keeps the focus."""
    _held(site)
    with reviewing(chromium, bench, *WHO) as reviewer:
        page = reviewer.page
        _open(bench, page, f"/page/{PT}/tests/ward#s-0-0")
        held = page.locator("#s-0-0")
        texts = held.locator(".proposals .text").all_text_contents()
        checks: list[str] = []
        page.on("request", lambda request: checks.append(request.url) if request.url.endswith("/check") else None)
        page.keyboard.press(str(next(n for n, text in enumerate(texts, 1) if "lar lar lar lar lar" in text)))
        box = held.locator(".live .answer input").first
        box.wait_for()
        page.wait_for_timeout(1_000)  # more than the wait after the last key
        assert len(checks) == 1

        on_the_way: list[Any] = []
        page.route("**/check", lambda route: on_the_way.append(route))
        with page.expect_request("**/check"):
            held.get_by_role("button", name="Check").click()
        box.check()
        box.focus()
        page.evaluate("document.querySelector('#s-0-0 .live').firstElementChild.dataset.old = 'yes'")
        on_the_way[0].continue_()
        held.locator(".live > :first-child:not([data-old])").wait_for()
        assert box.is_checked()
        assert box.evaluate("box => box === document.activeElement")


def test_a_proposal_of_the_term_base_is_offered_until_somebody_answers(
    chromium: Any, bench: Address, site: Workspace
) -> None:
    """An approved sentence that a release of the term base would word otherwise: its text, one key away, in the history too."""
    _approved(site)
    item = segment_view(site, K, PT, "0#2")
    body = {"page": f"{K}@{PT}", "where": "0#2", "proposal": rich_json(Rich(MINE))}
    asked = Draft(EventKind.COMMENTED, item.subject, "glosspress", "glossary release", PT, "tablets changed", body)
    open_ledger(site.ledger_url).append([asked])
    with reviewing(chromium, bench, *WHO) as reviewer:
        page = reviewer.page
        _open(bench, page, f"/page/{PT}/{K}#s-0-2")
        assert page.locator("#s-0-2 .proposals .text").all_text_contents() == [MINE]
        assert item.target in page.locator("#s-0-2 .history").text_content()
        page.keyboard.press("1")
        page.locator("#s-0-2 .live .verdict.good").wait_for()
        page.keyboard.press("Control+Shift+Enter")
        page.wait_for_url("**notice=Saved+and+approved**")
        assert page.locator("#s-0-2 .proposals").count() == 0
    assert segment_view(site, K, PT, "0#2").target == MINE


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")], ids=["desk-light", "phone-dark"])
def test_proposals_break_no_rule_of_accessibility(
    chromium: Any, bench: Address, site: Workspace, width: int, scheme: str
) -> None:
    """Zero violations with a changed source, candidates, and right to left, and nothing wider than the screen."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    _approved(site)
    _approved(site, "ar-XB")
    _rewrite(site, "ketamine.md", "0.5 mg/kg", "0.8 mg/kg")
    _held(site)
    options = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "bypass_csp": True}
    with reviewing(chromium, bench, *WHO, **options) as reviewer:
        for path in (f"{PT}/{K}?show=changed{DOSE}", f"{PT}/tests/ward#s-0-0", f"ar-XB/{K}?show=changed{DOSE}"):
            _open(bench, reviewer.page, f"/page/{path}")
            assert reviewer.page.locator("button.use").count() > 1
            found = axe.run(reviewer.page, options={"runOnly": {"type": "tag", "values": rules}}).response
            assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
            assert reviewer.page.evaluate("document.documentElement.scrollWidth") <= width
        if scheme == "light":
            _picture(reviewer.page, "rtl-light", DOSE)


def test_without_a_script_a_proposal_is_checked_on_its_own_page(bench: Address, site: Workspace) -> None:
    """The button sends the text to the check; from there it is saved. What a proposal says is escaped."""
    _approved(site)
    _rewrite(site, "ketamine.md", "Do not stop the tablets", "Do not stop the <b>&lt;img src=x&gt; tablets</b>")
    with httpx.Client(base_url=f"http://127.0.0.1:{bench.port}", follow_redirects=True, timeout=60) as client:
        csrf = re.findall(r'name="csrf" value="([^"]+)"', client.get(bench.url).text)[0]
        client.post("/who", data={"name": DOCTOR.actor, "role": DOCTOR.role, "csrf": csrf})
        html = client.get(f"/page/{PT}/{K}?show=changed").text
        assert "<img" not in html
        form = next(form for form in re.findall(r"<form.*?</form>", html, re.DOTALL) if "Use old target" in form)
        assert 'action="/check"' in form
        fields = {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
        checked = client.post("/check", data=fields)
        assert "Check before saving" in checked.text
        assert f">{fields['target']}</textarea>" in unescape(checked.text)
        assert client.post("/check", data={**fields, "csrf": ""}).status_code == 403
