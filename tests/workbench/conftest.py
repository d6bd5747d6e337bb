"""A workspace with the embedded English-Portuguese package that holds pages until reviewed, and its workbench on a real port."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from glosspress import steps
from glosspress.workbench import Address, bind, serve
from glosspress.workspace import Workspace, at

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CONFIG = (
    "site:\n  title: Sample Health\n  base_url: https://health.example.org/\n"
    "locales:\n  pt-BR: {review: {publish: reviewed, may_override: [medical reviewer]}}\n  ar-XB: {review: {publish: reviewed}}\n"
)
SOURCE = "title: Tests\nlicense: {status: owned}\nkind: folder\npath: articles\n"
KETAMINE = (
    "# Ketamine and sleep\n\nKetamine blocks the [NMDA receptor](https://example.org/nmda). Take 0.5 mg/kg over 40 min. "
    "Do not stop the tablets at once.\n\n## What to watch\n\nPatients sleep longer after the infusion.\n"
)
HOSTILE = (
    '# A <script>alert(1)</script> day\n\nIt was `<img src=x onerror=alert(2)>` for all. See "><svg onload=alert(3)>.\n'
)
TERMS = (
    "id,source,target,mode,status,reviewer,evidence\n"
    "nmda,NMDA,NMDA,pin,approved,r,e\n"
    "infusion,infusion,infusão,pin,approved,r,e\n"
)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workbench") / "site"
    (root / "sources" / "articles").mkdir(parents=True)
    (root / "glossary").mkdir()
    (root / "glosspress.yaml").write_text(CONFIG)
    (root / "glossary" / "en-pt.csv").write_text(TERMS)
    (root / "sources" / "tests.yaml").write_text(SOURCE)
    (root / "sources" / "articles" / "ketamine.md").write_text(KETAMINE)
    (root / "sources" / "articles" / "hostile.md").write_text(HOSTILE)
    work(root)
    return root


@pytest.fixture
def site(template: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(template, tmp_path / "site")
    return at(tmp_path / "site")


def work(root: Path) -> None:
    """A run without publishing: gather, translate, decide."""
    job = steps.begin(root, None, None)
    gathered = [steps.gather(job, source) for source in job.sources]
    for batch in steps.plan(job, gathered):
        steps.produce(job, batch)


@contextmanager
def served(here: Workspace) -> Iterator[Address]:
    """The workbench, in a thread, on a free port."""
    address = bind(0)
    server = serve(here, address)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [address.listening]}, daemon=True)
    thread.start()
    started = time.monotonic()
    while not server.started:
        assert time.monotonic() - started < 60
        time.sleep(0.01)
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join(20)
        address.listening.close()


@pytest.fixture
def bench(site: Workspace) -> Iterator[Address]:
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's chromium; nothing is downloaded."""
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@dataclass
class Reviewer:
    """A person at a browser of their own."""

    page: Any
    problems: list[str]


@contextmanager
def reviewing(chromium: Any, address: Address, name: str, role: str, **options: Any) -> Iterator[Reviewer]:
    """Open the address of the terminal, say who one is. Script errors and refused resources are problems."""
    context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    page = context.new_page()
    page.set_default_timeout(60_000)  # a loaded machine is slow, not wrong
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if "Security Policy" in message.text else None)
    page.on("dialog", lambda dialog: (problems.append(f"dialog {dialog.type}"), dialog.dismiss()))
    page.goto(address.url)
    page.get_by_label("Name or e-mail address").fill(name)
    page.get_by_label("Role").fill(role)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/")
    yield Reviewer(page, problems)
    context.close()
    assert problems == []
