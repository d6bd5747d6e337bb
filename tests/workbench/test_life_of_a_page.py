"""A page's life as people live it: the command line, a translator's own tool, the workbench in a browser, the published site.

After each step the ledger, every published file and what readers are told are compared (`disclosure.told`).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from translate.storage import xliff2 as toolkit

from .. import omegat
from .conftest import KETAMINE, SOURCE, TERMS, reviewing
from .disclosure import GLOSSPRESS, Told, call, told

pytestmark = pytest.mark.browser
K, PT = "tests/ketamine", "pt-BR"
PATH = f"/page/{PT}/{K}"
TRANSLATOR, COLLEAGUE, DOCTOR = "translator@example.org", "colleague@example.org", "reviewer@example.org"
CONFIG = (
    "site:\n  title: Sample Health\n  base_url: https://clinic.example.org/\n"
    "locales:\n  pt-BR: {review: {publish: reviewed, may_override: [medical reviewer]}}\n"
)
TABLETS, SLEEP = "Do not stop the tablets at once.", "Patients sleep longer after the infusion."
TABLETS_BY_HAND = "Não pare de tomar os comprimidos de repente."
SLEEP_BY_TOOL = "Os pacientes dormem mais depois da infusão."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace nothing was done with yet, which holds pages until a person reviewed them."""
    site = tmp_path / "site"
    for name in ("sources/articles", "glossary"):
        (site / name).mkdir(parents=True)
    (site / "glosspress.yaml").write_text(CONFIG)
    (site / "glossary" / "en-pt.csv").write_text(TERMS)
    (site / "sources" / "tests.yaml").write_text(SOURCE)
    (site / "sources" / "articles" / "ketamine.md").write_text(KETAMINE)
    return site


@dataclass(frozen=True)
class Served:
    """The workbench of `glosspress review serve`."""

    url: str

    @property
    def base(self) -> str:
        """Without the token."""
        return self.url.partition("/enter")[0]


@contextmanager
def serving(root: Path) -> Iterator[Served]:
    """The real command, until the block ends."""
    command = [*GLOSSPRESS, "--workspace", str(root), "review", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Served(process.stdout.readline().strip())
        finally:
            process.send_signal(2)
            process.wait(20)


def by_toolkit(root: Path) -> Path:
    """translate-toolkit opens the XLIFF 2.1, changes one target and writes the file."""
    file = root / "pages.xlf"
    call(root, "review", "export", "--to", PT, "--output", str(file))
    store = toolkit.Xliff2File.parsefile(str(file))
    [unit] = [unit for unit in store.units if SLEEP in str(unit.source)]
    unit.target = SLEEP_BY_TOOL
    store.save()
    return file


def by_omegat(root: Path) -> Path:
    """OmegaT opens the XLIFF 1.2 as a project, puts in what its translator saved, and writes the file."""

    def give(file: Path) -> str:
        call(root, "review", "export", "--to", PT, "--format", "xliff12", "--output", str(file))
        [old] = re.findall(
            r"<target[^>]*>([^<]*dormem[^<]*<[^>]*>infusão<[^>]*>[^<]*|[^<]*dormem[^<]*)</target>", file.read_text()
        )
        return re.sub(r"<[^>]+>", "", old)

    return omegat.written(root.parent / "omegat", give, SLEEP_BY_TOOL)


long = pytest.mark.skipif("GLOSSPRESS_LONG" not in os.environ, reason="the same with another tool: make long")


@pytest.mark.parametrize("tool", [by_toolkit, pytest.param(by_omegat, marks=[omegat.needed, long])])
def test_from_ingest_to_withdrawal(chromium: Any, root: Path, tool: Any) -> None:
    """Held, edited by two persons in two tools, approved, online, outdated, approved anew, withdrawn, restored."""
    call(root, "run", "--direct", code=3)
    now = told(root, K, PT)
    assert (now.events, now.state, now.publication, now.shown) == ((), "machine-checked", "offline", "")

    with serving(root) as bench:
        _edit(chromium, bench, TRANSLATOR)
        expected = [("segment-edited", TRANSLATOR)]
        call(root, "publish")
        now = told(root, K, PT)
        assert (list(now.events), now.state, now.shown) == (expected, "machine-checked", ""), (
            "an edit publishes nothing"
        )

        call(root, "review", "import", str(tool(root)), "--as", COLLEAGUE, "--role", "translator")
        expected += [("segment-edited", COLLEAGUE)]
        assert list(told(root, K, PT).events) == expected

        _approve_and_publish(chromium, bench)
        now = told(root, K, PT)
        expected += [("segment-approved", DOCTOR)] * 6 + [("page-approved", DOCTOR)]
        assert list(now.events) == expected
        _is_online(now, "approved", "0,5 mg/kg", editors=(TRANSLATOR, COLLEAGUE), reviewers=(DOCTOR,))
        page = (root / "output" / PT / "ketamine" / "index.html").read_bytes()

        call(root, "review", "comment", K, "Between us.", "--to", PT, "--as", DOCTOR)
        expected += [("commented", DOCTOR)]
        call(root, "publish")
        assert "Between us." not in (root / "output" / "provenance" / "events.json").read_text()

        article = root / "sources" / "articles" / "ketamine.md"
        article.write_text(article.read_text().replace("0.5 mg/kg", "0.8 mg/kg"))
        call(root, "run", "--direct", code=3)
        now = told(root, K, PT)
        assert (list(now.events), now.state, now.publication) == (expected, "outdated", "older version online")
        assert now.shown == "approved"
        assert (root / "output" / PT / "ketamine" / "index.html").read_bytes() == page, (
            "the reviewed version stays as it is"
        )

        _take_the_proposal(chromium, bench)
        _approve_and_publish(chromium, bench)
        now = told(root, K, PT)
        new = [event for event in now.events[len(expected) :] if event[0] != "page-approved"]
        assert new[0] == ("segment-edited", DOCTOR)
        assert set(new[1:]) == {("segment-approved", DOCTOR)}
        assert now.events[-1] == ("page-approved", DOCTOR)
        _is_online(now, "approved", "0,8 mg/kg", editors=(TRANSLATOR, COLLEAGUE, DOCTOR), reviewers=(DOCTOR,))

    _gone_and_back(root, now)


def _edit(chromium: Any, bench: Served, actor: str) -> None:
    with reviewing(chromium, bench, actor, "translator") as reviewer:  # type: ignore[arg-type]
        page = reviewer.page
        page.goto(f"{bench.base}{PATH}#s-0-2")
        assert TABLETS in page.locator("#s-0-2 .source").text_content()
        assert "waits for a person" in page.locator(".decision").text_content()
        page.keyboard.press("e")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(TABLETS_BY_HAND)
        page.locator("#s-0-2 .live .verdict.good").wait_for()
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**notice=Saved**")


def _approve_and_publish(chromium: Any, bench: Served) -> None:
    with reviewing(chromium, bench, DOCTOR, "medical reviewer") as reviewer:  # type: ignore[arg-type]
        page = reviewer.page
        page.goto(f"{bench.base}{PATH}")
        page.get_by_text("Approve page", exact=True).click()
        page.get_by_role("button", name="Approve page with all its sentences").click()
        page.wait_for_url("**notice=Page+approved**")
        page.get_by_role("link", name="Publish …").click()
        page.get_by_label("Yes, bring it online").check()
        page.get_by_role("button", name="Publish").click()
        page.locator("h1", has_text="Published").wait_for()


def _take_the_proposal(chromium: Any, bench: Served) -> None:
    with reviewing(chromium, bench, DOCTOR, "medical reviewer") as reviewer:  # type: ignore[arg-type]
        page = reviewer.page
        assert page.locator(".item .badge.outdated").count() == 1
        page.goto(f"{bench.base}{PATH}?show=changed#s-0-1")
        assert page.locator("#s-0-1 .change ins").all_text_contents() == ["0.8"]
        page.get_by_role("button", name="Use proposal").click()
        page.locator("#s-0-1 .live .verdict.good").wait_for()
        page.keyboard.press("Control+Shift+Enter")
        page.wait_for_url("**notice=Saved+and+approved**")


def _is_online(now: Told, state: str, dose: str, *, editors: tuple[str, ...], reviewers: tuple[str, ...]) -> None:
    assert (now.state, now.publication, now.shown, now.listed) == (state, "online", state, True)
    assert set(now.editors) == set(editors)
    assert set(now.reviewers) == set(reviewers)
    for text in (dose, TABLETS_BY_HAND, SLEEP_BY_TOOL):
        assert text in now.text


def _gone_and_back(root: Path, before: Told) -> None:
    """Withdrawn whatever a run makes of it; restored as it was, with nothing lost of what persons did."""
    address = "https://clinic.example.org/pt-BR/ketamine/"
    call(
        root, "withdraw", address, "--by", DOCTOR, "--role", "medical reviewer", "--reason", "The dose is out of date."
    )
    for _ in range(2):
        now = told(root, K, PT)
        assert (now.state, now.shown, now.listed) == ("withdrawn", "withdrawn", False)
        assert now.events == (*before.events, ("page-withdrawn", DOCTOR))
        assert "mg/kg" not in now.text
        call(root, "run", "--direct", code=3)
    call(root, "withdraw", address, "--restore", "--by", DOCTOR, "--reason", "The dose was right.")
    now = told(root, K, PT)
    assert now.events[-1] == ("page-restored", DOCTOR)
    assert (now.state, now.publication, now.text, now.editors, now.reviewers) == (
        before.state,
        before.publication,
        before.text,
        before.editors,
        before.reviewers,
    )
    again = json.loads(call(root, "reproduce", f"{K}@{PT}", "--json"))
    assert (again["human"], again["inputs"], again["sentences"]) == (6, [], []), "what is approved is not made again"
