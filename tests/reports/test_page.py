"""The HTML report of a glossary change in a real browser: one file, filters, keyboard, print, dark, no way in for a term."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress import steps
from glosspress.glossary.termbases import in_folder, working
from glosspress.reports.page import edits, html, runs
from glosspress.steps.impact import Impact, impact
from glosspress.steps.previewing import with_previews
from glosspress.workspace import Workspace, at

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HEAD = "id,source,target,mode,status\n"
BEFORE = HEAD + "bdnf,BDNF,BDNF,pin,approved\nmood,mood,humor,prefer,approved\nrain,rain,chuva,prefer,approved\n"
EVIL = "<script>document.title='in'</script>"
AFTER = HEAD + f"bdnf,BDNF,FNDC,pin,approved\nmood,mood,humor,prefer,deprecated\nnight,night,{EVIL},prefer,approved\n"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Impact:
    """Four changes over a published article in two pseudo locales."""
    root = tmp_path_factory.mktemp("report")
    (root / "sources" / "notes").mkdir(parents=True)
    (root / "glosspress.yaml").write_text("locales: {en-XA: {}, ar-XB: {}}\n")
    (root / "sources" / "notes.yaml").write_text("title: N\nlicense: {status: owned}\nkind: folder\npath: notes\n")
    (root / "sources" / "notes" / "sleep.md").write_text("# Sleep\n\nBDNF falls at night. The mood follows.\n")
    for folder, text in (("old", BEFORE), ("glossary", BEFORE)):
        (root / folder).mkdir()
        for locale in ("en-XA", "ar-XB"):
            (root / folder / f"en-{locale}.csv").write_text(text)
    here: Workspace = at(root)
    steps.run(root, None, None)
    for locale in ("en-XA", "ar-XB"):
        (root / "glossary" / f"en-{locale}.csv").write_text(AFTER)
    after = working(here)
    return with_previews(here, impact(here, in_folder(root / "old", "old"), after), after)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def page(browser: Any, found: Impact, tmp_path: Path) -> Iterator[Any]:
    """The report as a translator opens it: a file, offline."""
    path = tmp_path / "impact.html"
    path.write_text(html(found), encoding="utf-8")
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 900})
    made = context.new_page()
    problems: list[str] = []
    made.on("console", lambda message: problems.append(message.text))
    made.on("pageerror", lambda error: problems.append(str(error)))
    made.on("request", lambda request: problems.append(request.url) if request.url != path.as_uri() else None)
    made.goto(path.as_uri())
    yield made
    context.close()
    assert problems == []


@pytest.mark.browser
def test_terms_stand_out_before_and_after(page: Any) -> None:
    """Each sentence beside its new version: the term marked in source and targets, what differs as deletion and insertion."""
    first = page.locator('.card[data-languages~="en-XA"]', has_text="bdnf").first.locator(".sentence").first
    assert "BDNF" in first.locator(".source mark").all_text_contents()
    assert first.locator(".before mark").all_text_contents()[0] == "BDNF"
    assert "FNDC" in first.locator(".after ins").first.text_content()
    sides = [first.locator(side).bounding_box() for side in (".before", ".after")]
    assert sides[0]["y"] == sides[1]["y"]
    assert page.locator('.sides[dir="rtl"]').count() > 0


@pytest.mark.browser
def test_filters_by_language_kind_and_words(page: Any) -> None:
    """What does not fit is hidden and the number of the rest is said."""
    total = page.locator(".card").count()
    assert total == 8
    page.select_option("#language", "ar-XB")
    assert page.locator(".card:visible").count() == 4
    assert page.locator('.sentence:visible:not([data-language="ar-XB"])').count() == 0
    page.uncheck('input[value="added"]')
    page.uncheck('input[value="removed"]')
    assert page.locator("#shown").text_content() == "2 of 8"
    page.fill("#find", "FNDC")
    assert page.locator(".card:visible").count() == 1


@pytest.mark.browser
def test_the_keyboard_goes_from_change_to_change(page: Any) -> None:
    """j, k and the arrows move the focus over what is visible; `/` goes to the search, Escape empties it."""
    focused = "[...document.querySelectorAll('.card:not([hidden])')].indexOf(document.activeElement)"
    places = []
    for key in ("j", "j", "ArrowDown", "k", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        places.append(page.evaluate(focused))
    assert places == [0, 1, 2, 1, 0, 0]
    page.keyboard.press("/")
    page.keyboard.type("jk")
    assert page.input_value("#find") == "jk"
    page.keyboard.press("Escape")
    assert page.input_value("#find") == ""


@pytest.mark.browser
def test_a_term_can_not_run_as_a_script(page: Any) -> None:
    """It is shown letter by letter, and the policy of the page lets only our own script run."""
    assert page.title() == "Term base: old → working files"
    assert EVIL in page.locator(".card.added").first.text_content()
    page.evaluate("document.body.append(Object.assign(document.createElement('b'), {id: 'own'}))")
    assert page.locator("#own").count() == 1


@pytest.mark.browser
def test_it_is_printed_whole_and_dark_at_night(page: Any, tmp_path: Path) -> None:
    """Without the filters on paper; light text on dark ground where the reader's system is dark."""
    page.emulate_media(media="print")
    assert not page.locator(".filters").is_visible()
    assert page.locator(".card:visible").count() == 8
    page.emulate_media(media="screen", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 28)"


def test_a_difference_without_impact_is_a_page_too(found: Impact) -> None:
    """The same input gives the same bytes; nothing is said of sentences."""
    text = html(found.diff)
    assert text == html(found.diff)
    assert 'class="cost"' not in text
    assert text.count('<article class="card') == 8


@given(st.text(alphabet="ab .é", max_size=40), st.text(alphabet="ab .é", max_size=40))
def test_edits_tell_the_whole_difference(before: str, after: str) -> None:
    """What is not marked as an edit is common to both texts, and no letter is lost in the runs."""
    gone, come = edits(before, after)
    one, other = runs(before, gone), runs(after, come)
    assert "".join(run.text for run in one) == before
    assert "".join(run.text for run in other) == after
    common = ["".join(run.text for run in side if not run.edit).replace(" ", "") for side in (one, other)]
    assert common[0] == common[1]
