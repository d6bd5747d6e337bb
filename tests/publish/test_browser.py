"""The published site in a real browser: a phone, right-to-left, contrast, keyboard, a silent console, print."""

import functools
import http.server
import re
import shutil
import threading
from dataclasses import replace

import pytest

from glosspress.article import Block, Kind, Rich
from glosspress.publish import publish

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
]
PAGES = (
    "index.html",
    "pt-BR/index.html",
    "pt-BR/sleep/index.html",
    "pt-BR/sleep/provenance.html",
    "ar-XB/sleep/index.html",
    "ar-XB/sleep/provenance.html",
    "en-XA/wide/index.html",
    "ar-XB/cited/index.html",
)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}

# Contrast of every visible text against the first opaque background below it (WCAG 2.2, 1.4.3).
CONTRAST = """() => {
  const channel = value => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = element => {
    for (; element; element = element.parentElement) {
      const color = parse(getComputedStyle(element).backgroundColor);
      if (color.length < 4 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, style = getComputedStyle(element);
    if (!walker.currentNode.data.trim() || style.visibility === 'hidden' || !element.getClientRects().length) continue;
    const [a, b] = [light(parse(style.color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push([walker.currentNode.data.trim().slice(0, 40), ratio]);
  }
  return poor;
}"""


def _wide(page):
    """The page with a table of twelve columns, a long word and a long line of code."""
    row = Block(Kind.ROW, children=tuple(Block(Kind.CELL, Rich(f"measure-{number}")) for number in range(12)))
    blocks = (
        Block(Kind.TABLE, children=(row, row)),
        Block(Kind.PARAGRAPH, Rich("immunoelectrophoresis" * 6)),
        Block(Kind.CODE, Rich("x = " + "value_" * 60)),
    )
    target = replace(page.target, blocks=blocks)
    return replace(page, target=target, source=replace(page.source, blocks=blocks), translations=page.translations[:1])


def _cited(page):
    """The page with numbered references, which keep the source's language and direction."""
    items = tuple(
        Block(Kind.REFERENCE, Rich(f"Sample A. Sleep, part {number}. J Sample 2024.")) for number in range(12)
    )
    blocks = (Block(Kind.LIST, children=items, ordered=True),)
    target = replace(page.target, blocks=blocks)
    return replace(page, target=target, source=replace(page.source, blocks=blocks), translations=page.translations[:1])


@pytest.fixture(scope="module")
def site(pages, tmp_path_factory):
    """Address of a published site, served on loopback."""
    from glosspress import workspace

    root = tmp_path_factory.mktemp("site")
    (root / workspace.CONFIG_FILE).write_text("locales:\n  pt-BR: {}\n  en-XA: {}\n  ar-XB: {}\n")
    here = workspace.at(root)
    more = _wide(pages.page("en-XA", "samples/wide", "wide")), _cited(pages.page("ar-XB", "samples/cited", "cited"))
    publish(here, [*pages.site_pages(), *more])
    handler = functools.partial(_Quiet, directory=str(here.output))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *args):  # noqa: A002 - the base class names it so
        """Say nothing."""


@pytest.fixture(scope="module")
def browser():
    """Debian's chromium; nothing is downloaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def opened(browser, site):
    """A function that opens a page of the site and notes what the console says; pictures of other hosts are stubs."""
    contexts = []

    def open_page(path, viewport, scheme="light"):
        context = browser.new_context(viewport=viewport, color_scheme=scheme)
        contexts.append(context)
        stub = '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="400"/>'
        context.route(re.compile("^https://"), lambda route: route.fulfill(body=stub, content_type="image/svg+xml"))
        page = context.new_page()
        said = []
        page.on("console", lambda message: said.append(f"{message.text} {message.location}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(site + path, wait_until="load")
        return page, said

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_a_phone_and_say_nothing_on_the_console(opened, path):
    """At 390 px no page scrolls sideways, wide tables scroll in their own container, the style sheet is loaded."""
    page, said = opened(path, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate("getComputedStyle(document.body).display") == "flex"
    assert said == []


def test_numbers_of_a_list_stand_inside_the_text_in_either_direction(opened):
    """A left-to-right reference on a right-to-left page has its number at its own beginning, with room for it."""
    page, _ = opened("ar-XB/cited/index.html", PHONE)
    item, body = page.evaluate(
        "[document.querySelector('li[dir=ltr]'), document.querySelector('.body')].map(e => e.getBoundingClientRect().left)"
    )
    assert item - body > 16


def test_wide_tables_scroll_in_their_own_container(opened):
    """The container of a table of twelve columns is narrower than the table and can be reached by keyboard."""
    page, _ = opened("en-XA/wide/index.html", PHONE)
    inner, outer, index = page.evaluate(
        "(() => { const t = document.querySelector('div.table'); return [t.scrollWidth, t.clientWidth, t.tabIndex] })()"
    )
    assert inner > outer
    assert index == 0


def test_right_to_left_pages_are_mirrored(opened):
    """`dir` is rtl, headings begin on the right, the bar of the banner is on the right, code stays left-to-right."""
    page, _ = opened("ar-XB/sleep/index.html", DESK)
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    banner = page.evaluate(
        "(s => [s.borderRightWidth, s.borderLeftWidth])(getComputedStyle(document.querySelector('.banner')))"
    )
    assert float(banner[0][:-2]) > float(banner[1][:-2])
    heading, text = page.locator("h1").bounding_box(), page.locator("p[data-unit='0']").bounding_box()
    assert heading["x"] + heading["width"] == pytest.approx(text["x"] + text["width"], abs=1)
    assert page.evaluate("getComputedStyle(document.querySelector('pre')).direction") == "ltr"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES[:6])
def test_text_has_enough_contrast(opened, path, scheme):
    """Every text has at least 4.5:1 against its background, in light and in dark."""
    page, _ = opened(path, DESK, scheme)
    assert page.evaluate(CONTRAST) == []


def test_dark_mode_is_dark(opened):
    """The background follows the reader's choice."""
    colors = {
        scheme: opened(PAGES[2], DESK, scheme)[0].evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert colors["light"] == "rgb(253, 252, 250)"
    assert colors["dark"] == "rgb(20, 23, 28)"


def test_the_first_tab_shows_the_skip_link_and_it_skips(opened):
    """A keyboard user reaches the text with two keys."""
    page, _ = opened(PAGES[2], DESK)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = page.locator(".skip").bounding_box()
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_language_switcher_and_card_lead_where_they_say(opened):
    """From the Portuguese page to the right-to-left one, and from the banner to how the page was made."""
    page, _ = opened(PAGES[2], DESK)
    page.click("nav.languages a[hreflang='ar-XB']")
    assert page.evaluate("document.documentElement.lang") == "ar-XB"
    page.click(".banner a[href='provenance.html']")
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.querySelectorAll('table').length") == 2


def test_nothing_runs_on_a_page(opened):
    """The content security policy stops even a script that somebody puts into a published page."""
    page, said = opened(PAGES[2], DESK)
    script = "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)"
    page.evaluate(f"(() => {{ {script} }})()")
    assert page.evaluate("window.ran") is None
    assert "Content Security Policy" in said[0]


def test_print_shows_addresses_and_hides_navigation(opened):
    """On paper the links are readable and the language switcher is gone."""
    page, _ = opened(PAGES[2], DESK)
    page.emulate_media(media="print")
    assert not page.locator("nav.languages").is_visible()
    after = page.evaluate("getComputedStyle(document.querySelector('.body a[href^=http]'), '::after').content")
    assert "doi.org" in after
