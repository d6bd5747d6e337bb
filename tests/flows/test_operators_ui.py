"""An operator in Prefect's own pages, in a real browser: schedule, form, a run to its end, what it left, events, automations.

Minutes with the server's start: `make operators-ui`. `GLOSSPRESS_PICTURES=docs/images` renews the pictures of the guide.
In the default run tests/cli/test_up.py asks the same server through its API.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .glossary_story import REPOSITORY, free_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PICTURES = os.environ.get("GLOSSPRESS_PICTURES")
WAIT_MS = 90_000
RUN = "localize en-XA from all sources"
LINKED = ["run-summary", "held-pages", "coverage", "throughput", "drift"]
"""Artifacts that the log links to, in its order."""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.timeout(600),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
    pytest.mark.skipif("GLOSSPRESS_OPERATORS_UI" not in os.environ, reason="takes over a minute: make operators-ui"),
]


def environment(root: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return kept | {"HOME": str(root.parent)}


def glosspress(root: Path, *arguments: str) -> str:
    """What a command printed; it must end well."""
    command = [sys.executable, "-c", "from glosspress.cli import main; main()", "--workspace", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(root), check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace after three runs; then a page changes, and every page of en-XA waits for a person."""
    made = tmp_path_factory.mktemp("operator") / "site"
    glosspress(made.parent, "init", str(made))
    article, config = made / "sources/articles/ssri-or-snri.txt", made / "glosspress.yaml"
    for number in range(3):
        text = (REPOSITORY / "sources/samples/ssri-or-snri.txt").read_text(encoding="utf-8")
        article.write_text(text + f"\n\nThis page was read {number} times before.\n", encoding="utf-8")
        glosspress(made, "run", "--to", "en-XA", "--direct")
    article.write_text(text + "\n\nThis page was changed.\n", encoding="utf-8")
    config.write_text(config.read_text().replace("en-XA: {}", "en-XA: {publish: held-until-reviewed}"))
    return made


@pytest.fixture(scope="module")
def pages(root: Path) -> Iterator[str]:
    """Address of the pages that `glosspress up` serves."""
    port = free_port()
    glosspress(root, "up", "--port", str(port))
    yield f"http://127.0.0.1:{port}/v2"
    glosspress(root, "down")


@pytest.fixture(scope="module")
def page(root: Path, pages: str) -> Iterator[Any]:
    """A browser in which somebody has logged in with the password of the workspace."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        made = browser.new_page(viewport={"width": 1180, "height": 860}, color_scheme="light")
        made.set_default_timeout(WAIT_MS)
        made.goto(f"{pages}/login")
        made.locator("input").first.fill((root / ".glosspress/server/auth").read_text().strip())
        made.keyboard.press("Enter")
        made.get_by_text("Logout").wait_for()
        yield made
        browser.close()


def picture(page: Any, name: str, *, whole: bool = False) -> None:
    if PICTURES:
        page.wait_for_timeout(3_000)  # the graph of a run is drawn on a canvas: nothing tells when it is there
        page.screenshot(path=Path(PICTURES) / f"operators-{name}.png", full_page=whole)


def open_nightly(page: Any, pages: str) -> None:
    page.goto(f"{pages}/deployments")
    page.get_by_role("link", name="nightly", exact=True).first.click()
    page.get_by_role("switch", name="toggle At 02:15 AM").wait_for()


def test_a_schedule_is_switched_on(page: Any, pages: str) -> None:
    """One click on the deployment's page; it is still on after the page is loaded anew."""
    open_nightly(page, pages)
    switch = page.get_by_role("switch", name="toggle At 02:15 AM")
    assert switch.get_attribute("aria-checked") == "false"
    switch.click()
    page.locator("[role=switch][aria-checked=true]").wait_for()
    open_nightly(page, pages)
    page.locator("[role=switch][aria-checked=true]").wait_for()
    picture(page, "schedule")


def test_a_run_is_started_with_the_form(page: Any, pages: str) -> None:
    """Run, Custom run, a locale in the form: the pages say that it is scheduled to start now."""
    open_nightly(page, pages)
    page.get_by_role("button", name="Run", exact=True).first.click()
    page.get_by_role("menuitem", name="Custom run").click()
    page.get_by_text("Locales to publish, for example pt-BR").wait_for()
    page.locator("input[name=name]").fill("Try en-XA")
    page.get_by_role("button", name="Add item").nth(1).click()
    page.locator("form").get_by_role("textbox").nth(1).fill("en-XA")
    picture(page, "form")
    page.get_by_role("button", name="Submit").click()
    page.get_by_text("Try en-XA scheduled to start now").wait_for()


def test_the_run_is_watched_to_its_end(page: Any, pages: str) -> None:
    """The list names it for what it does; its page shows the tasks by name, the held pages and links to what it left."""
    page.goto(f"{pages}/runs")
    page.get_by_role("link", name=RUN).first.click()
    page.get_by_text("Completed", exact=True).first.wait_for()
    page.get_by_text("held example/ssri-or-snri (en-XA)").wait_for()
    page.get_by_text("published pages: file://").wait_for()
    for key in LINKED:
        assert page.get_by_text(f"{key}: ").count() == 1, key
    picture(page, "run", whole=True)
    page.get_by_role("tab", name="Task Runs").click()
    for name in ("gather example", "publish edition", "report"):
        page.get_by_role("link", name=name).first.wait_for()


def open_artifact(page: Any, pages: str, key: str) -> None:
    """By the link of the run's log."""
    page.goto(f"{pages}/runs")
    page.get_by_role("link", name=RUN).first.click()
    page.get_by_text(f"{key}: ").wait_for()
    address = page.locator("a[href*='/artifacts/artifact/']").nth(LINKED.index(key)).get_attribute("href")
    assert address.startswith(f"{pages}/artifacts/artifact/")
    page.goto(address)
    page.get_by_role("tab", name="Artifact").wait_for()


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("run-summary", ["2 articles, 1 locale", "Held pages", "Coverage", "Drift"]),
        ("held-pages", ["example/ssri-or-snri", "glosspress review status --to en-XA example/ssri-or-snri"]),
        ("coverage", ["machine-checked", "held"]),
        ("throughput", ["words/s", "en-XA"]),
        ("drift", ["held pages (share)", "repaired sentences (share)", "words per second"]),
    ],
)
def test_what_a_run_left(page: Any, pages: str, key: str, shown: list[str]) -> None:
    """One click from the log: the artifact itself, not the list of its versions."""
    open_artifact(page, pages, key)
    for text in shown:
        page.get_by_text(text).first.wait_for()
    picture(page, key)


@pytest.mark.parametrize("key", ["coverage-chart", "drift-held-pages-share"])
def test_charts_are_drawn(page: Any, pages: str, key: str) -> None:
    """An image that the browser could draw, found among the run's artifacts."""
    page.goto(f"{pages}/artifacts/key/{key}")
    page.locator("a[href*='/artifacts/artifact/']").first.click()
    image = page.locator("img[src^='data:image/svg+xml']")
    image.wait_for()
    assert image.evaluate("image => image.complete && image.naturalWidth") == 720
    picture(page, key)


def wait_for_the_next_minute(page: Any) -> None:
    """The feed of Prefect 3.8 ends where the minute began: what comes in a minute is shown from the next one on."""
    page.wait_for_timeout((62 - time.time() % 60) * 1000)


def test_events_are_found_by_their_names(page: Any, pages: str) -> None:
    """The feed offers our events as a group; chosen, it shows what was held, and how much."""
    wait_for_the_next_minute(page)
    page.goto(f"{pages}/events")
    page.get_by_text("Show raw event").first.wait_for()  # the list of kinds is made of the events that have come
    page.get_by_text("All event types").click()
    page.get_by_text("glosspress.*", exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_text("glosspress.held-rate.high").first.wait_for()
    page.get_by_text("glosspress.page.held").first.wait_for()
    page.get_by_text("prefect.flow-run.Completed").first.wait_for(state="detached")
    picture(page, "events")


def test_automations_are_switched(page: Any, pages: str) -> None:
    """The one for changed sources is there, off; one click switches it on."""
    page.goto(f"{pages}/automations")
    page.get_by_text("localize when a source has changed").wait_for()
    switch = page.get_by_role("switch")
    assert switch.get_attribute("aria-checked") == "false"
    switch.click()
    page.locator("[role=switch][aria-checked=true]").wait_for()
    picture(page, "automations")
