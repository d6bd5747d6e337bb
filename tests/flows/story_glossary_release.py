"""The story of a glossary change as a team lives it, in Prefect's own pages, in a real browser (about two minutes).

Run: `pytest tests/flows/story_glossary_release.py`. `GLOSSPRESS_PICTURES=docs/images` renews the pictures of the guide.
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

from glosspress.event import EventKind
from glosspress.glossary.termbases import released, working
from glosspress.ledger import open_ledger
from glosspress.publish import verify
from glosspress.steps.impact import impact
from glosspress.workspace import Workspace

from .glossary_story import Prefect, edit, files, prefect, site, texts, version

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PICTURES = os.environ.get("GLOSSPRESS_PICTURES")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.timeout(900),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The sample corpus, released and published, then the changed term base."""
    made = site(tmp_path_factory.mktemp("story"))
    edit(made)
    return made


@pytest.fixture(scope="module")
def operator(here: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefect]:
    with prefect(tmp_path_factory.mktemp("prefect"), here) as made:
        yield made


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": 1180, "height": 900}, color_scheme="light")
        browser.close()


def picture(page: Any, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def answer(page: Any, operator: Prefect, run: str, decision: str, comment: str, shot: str = "") -> None:
    """As a reviewer: open the run, press Resume, read, fill in the form, send it."""
    page.goto(f"{operator.url}/runs/flow-run/{run}")
    page.get_by_role("button", name="Resume").first.click(timeout=60_000)
    form = page.locator(".p-modal__card")
    form.get_by_text("Sentences before and after").wait_for(timeout=60_000)
    form.locator("button.p-select-button__control").focus()
    page.keyboard.press("ArrowDown")
    page.locator(".p-select-option").filter(has_text=decision).first.click()
    form.locator("textarea").nth(0).fill("reviewer@example.org")
    form.locator("textarea").nth(1).fill(comment)
    if shot:
        picture(page, shot)
    form.get_by_role("button", name="Submit").click()
    form.wait_for(state="hidden", timeout=60_000)


def test_a_rejected_change_leaves_everything_as_it_was(operator: Prefect, here: Workspace, page: Any) -> None:
    """Rejected in the browser: the same bytes online, the same release; only the record is new."""
    kept, in_force = files(here), version(here)
    run = operator.begin()
    operator.wait(run, "Suspended", "Failed", "Crashed")
    answer(page, operator, run, "reject", "Not yet.")
    assert operator.wait(run, "Completed", "Failed", "Crashed")[0] == "Completed", operator.log("worker")
    assert (files(here), version(here)) == (kept, in_force)
    [event] = open_ledger(here.ledger_url).events(kinds=[EventKind.GLOSSARY_REJECTED])
    assert (event.actor, event.comment) == ("reviewer@example.org", "Not yet.")


def test_a_malformed_term_base_asks_nobody(operator: Prefect, here: Workspace) -> None:
    """The run fails with file and line."""
    path, kept = here.glossary / "en-pt.csv", files(here)
    good = path.read_bytes()
    path.write_bytes(good + b"broken,broken,\n")
    run = operator.begin()
    name, message = operator.wait(run, "Suspended", "Completed", "Failed", "Crashed")
    path.write_bytes(good)
    assert name == "Failed"
    assert f"en-pt.csv:{good.count(10) + 1}:" in message
    assert files(here) == kept


def test_the_report_of_the_change(here: Workspace, page: Any, tmp_path: Path) -> None:
    """The HTML report of the change, from the command line, before anybody approved it."""
    out = tmp_path / "impact.html"
    command = [sys.executable, "-c", "from glosspress.cli import main; main()", "--workspace", str(here.root)]
    arguments = ["glossary", "impact", "--format", "html", "--out", str(out)]
    subprocess.run([*command, *arguments], check=True, capture_output=True, timeout=300)
    page.goto(out.as_uri())
    page.keyboard.press("j")
    assert "FNDC" in page.locator(".after ins mark").all_text_contents()
    picture(page, "glossary-impact-report")


def test_a_waiting_change_survives_everything_and_is_approved(operator: Prefect, here: Workspace, page: Any) -> None:
    """While it waits its worker is killed and the server restarted; approved in the browser, the predicted sentences change.

    Exactly they: every other file of the site is the same, byte for byte.
    """
    before = released(here)
    assert before is not None
    predicted = {item.source for item in impact(here, before, working(here)).segments}
    kept, old = files(here), texts(here)
    run = operator.begin()
    operator.wait(run, "Suspended", "Failed", "Crashed")
    operator.stop("worker", hard=True)
    operator.stop("server", hard=True)
    operator.start_server()
    assert operator.state(run)[0] == "Suspended"
    operator.start_worker()
    assert files(here) == kept
    answer(page, operator, run, "approve", "FNDC is the usual acronym in Portuguese.", "glossary-review-form")
    assert operator.wait(run, "Completed", "Failed", "Crashed")[0] == "Completed", operator.log("worker")

    new, sources = texts(here), source_texts(here)
    changed = {place for place in new if new[place] != old[place]}
    assert changed == {place for place, text in sources.items() if "BDNF" in text}
    assert {sources[place] for place in changed} <= predicted
    pages = {place[0].removeprefix("samples/") for place, text in sources.items() if text in predicted}
    differing = {name for name in kept.keys() | files(here).keys() if kept.get(name) != files(here).get(name)}
    lists = {"manifest.json", "sitemap.xml", "index.html", "pt-BR/index.html", "pt-BR/feed.xml"}
    assert {name.split("/")[1] for name in differing - lists} == pages
    assert not verify(here.output)
    page.goto(f"{operator.url}/runs/flow-run/{run}")
    page.get_by_text("Completed").first.wait_for(timeout=60_000)


def source_texts(here: Workspace) -> dict[tuple[str, str, int], str]:
    return {
        (page.id, path, number): item.source.text
        for page in open_ledger(here.ledger_url).current_pages()
        for path, items in page.translations
        for number, item in enumerate(items)
    }
