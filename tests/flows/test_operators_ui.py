"""An operator in Prefect's own pages, in a real browser: log in, switch a schedule on, start a run with the form.

Over a minute with the server's start: `make operators-ui`. `GLOSSPRESS_PICTURES=docs/images` renews the pictures of the guide.
In the default run tests/cli/test_up.py asks the same server through its API.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .glossary_story import REPOSITORY, free_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PICTURES = os.environ.get("GLOSSPRESS_PICTURES")
WAIT_MS = 90_000
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
    command = [sys.executable, "-c", "from glosspress.cli import main; main()", "--workspace", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(root), check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace with one article of its own."""
    made = tmp_path_factory.mktemp("operator") / "site"
    glosspress(made.parent, "init", str(made))
    shutil.copy(REPOSITORY / "sources/samples/ssri-or-snri.txt", made / "sources/articles")
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


def picture(page: Any, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"operators-{name}.png")


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
    page.locator("input[name=name]").fill("Try en-XA")
    page.get_by_role("tab", name="list").nth(1).click()
    page.get_by_role("button", name="Add item").click()
    page.locator("form").get_by_role("textbox").last.fill("en-XA")
    picture(page, "form")
    page.get_by_role("button", name="Submit").click()
    page.get_by_text("Try en-XA scheduled to start now").wait_for()
