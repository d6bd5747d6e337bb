"""WCAG 2.2 A and AA by axe-core in Chromium: no violation on any kind of page."""

import shutil
from dataclasses import replace

import pytest

from glosspress import workspace
from glosspress.event import Draft, Event, EventKind, chained
from glosspress.page import Review, State
from glosspress.publish import publish
from glosspress.render import Withdrawn
from glosspress.render import index as indexes

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "index.html",
    "pt-BR/index.html",
    "pt-BR/index-2.html",
    "pt-BR/sleep/index.html",
    "pt-BR/sleep/provenance.html",
    "pt-BR/gone/index.html",
    "ar-XB/sleep/index.html",
    "ar-XB/sleep/provenance.html",
)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def _event(kind, subject):
    draft = Draft(kind, subject, "reviewer@example.org", "medical reviewer", "pt-BR", "Dose errada.")
    sha = chained(draft, 1, "2026-03-07T00:00:00Z", "")
    facts = {name: getattr(draft, name) for name in Draft.__slots__}
    return Event(number=1, at="2026-03-07T00:00:00Z", previous="", sha256=sha, **facts)


@pytest.fixture(scope="module")
def site(pages, tmp_path_factory):
    """A site with machine, approved and withdrawn pages and an index of several pages."""
    root = tmp_path_factory.mktemp("accessible")
    (root / workspace.CONFIG_FILE).write_text("locales:\n  pt-BR: {}\n  ar-XB: {}\n")
    here = workspace.at(root)
    review = Review(1, "0" * 64, "page-approved", "2026-03-07T00:00:00Z", "reviewer@example.org", "medical reviewer")
    approved = replace(pages.page("pt-BR"), state=State.APPROVED, reviews=(review,))
    gone = Withdrawn(
        pages.page("pt-BR", "samples/gone", "gone"), _event(EventKind.PAGE_WITHDRAWN, "samples/gone@pt-BR")
    )
    others = [pages.page("pt-BR", f"samples/{number}", f"article-{number}") for number in range(3)]
    kept, indexes.PER_PAGE = indexes.PER_PAGE, 3
    try:
        publish(here, [approved, pages.page("ar-XB"), *others], [gone], [gone.event])
    finally:
        indexes.PER_PAGE = kept
    return here.output


@pytest.fixture(scope="module")
def browser():
    """Debian's chromium; nothing is downloaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.mark.parametrize(("viewport", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk-light", "phone-dark"])
def test_no_page_breaks_a_rule(site, browser, viewport, scheme):
    """Zero violations of WCAG 2.2 AA and of axe's best practices, on a desk in light and on a phone in dark."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    broken = []
    for path in PAGES:
        page.goto((site / path).as_uri())
        assert page.evaluate("getComputedStyle(document.body).display") == "flex", f"{path}: no style sheet"
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response
        assert len(found["passes"]) > 8, path
        broken += [(path, item["id"], [node["html"] for node in item["nodes"]][:2]) for item in found["violations"]]
    context.close()
    assert broken == []
