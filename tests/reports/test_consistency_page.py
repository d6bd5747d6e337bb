"""The consistency report in a real browser: readable in the dark, on a phone and on paper, without anything from elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glosspress.glossary import Mode, Term
from glosspress.reports.consistency import consistency_html
from glosspress.steps.consistency import Consistency, Place, Rendering, TermUse

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MRI = Term("mri", "MRI", "RM", Mode.PIN, forms=("ressonância magnética",))


def place(page: str, target: str, form: str) -> Place:
    at = target.index(form) if form else -1
    return Place(
        page, "1#1", True, "An MRI <script>alert(1)</script>.", target, (3, 6), (at, at + len(form) if form else -1)
    )


def found() -> Consistency:
    many = tuple(place(f"notes/{n}", "Uma RM.", "RM") for n in range(12))
    one = (place("notes/3", "Uma ressonância magnética.", "ressonância magnética"),)
    renderings = (Rendering("RM", (), many), Rendering("ressonância magnética", (), one))
    return Consistency((TermUse("pt-BR", MRI, renderings),), 7, 12)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("no chromium here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.mark.browser
def test_the_report_in_a_browser(browser: Any, tmp_path: Path) -> None:
    """One request, no script, marks on both sides; it follows the dark scheme and does not overflow a phone."""
    path = tmp_path / "report.html"
    path.write_text(consistency_html(found()), encoding="utf-8")
    context = browser.new_context(color_scheme="dark", viewport={"width": 360, "height": 700})
    page = context.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.goto(path.as_uri())
    assert asked == [path.as_uri()]
    assert told == []
    assert page.locator(".sentence mark:visible").all_inner_texts() == ["MRI", "ressonância magnética"]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 28)"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".mixed").inner_text() == "More than one on the same page: notes/3"
    page.get_by_text("RM, 12 sentences").click()
    page.get_by_text("4 more").click()
    assert page.locator(".sentence:visible").count() == 13
    context.close()


@pytest.mark.browser
def test_paper_shows_what_is_folded(browser: Any, tmp_path: Path) -> None:
    """Nothing can be unfolded on paper: all sentences are printed, in dark ink on white."""
    path = tmp_path / "report.html"
    path.write_text(consistency_html(found()), encoding="utf-8")
    page = browser.new_page(color_scheme="dark")
    page.goto(path.as_uri())
    assert page.locator(".sentence:visible").count() == 1
    page.emulate_media(media="print")
    shown = "[...document.querySelectorAll('.sentence')].filter(e => e.checkVisibility()).length"
    assert page.evaluate(shown) == 13
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    page.close()
