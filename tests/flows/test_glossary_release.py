"""The flow `glossary_release` on a real Prefect server: suspended runs, answered through the API as the pages do.

In a browser, with killed processes, a restarted server, a rejection: `pytest tests/flows/story_glossary_release.py`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from glosspress.event import EventKind
from glosspress.glossary.termbases import released, working
from glosspress.ledger import open_ledger
from glosspress.publish import verify
from glosspress.steps.impact import impact
from glosspress.workspace import Workspace, at

from .glossary_story import Prefect, edit, files, site, texts, version

pytestmark = [
    pytest.mark.server,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of Prefect's own modules
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The sample corpus with its term base, released and published."""
    return site(tmp_path_factory.mktemp("story"))


@pytest.fixture
def here(published: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it with the changed term base."""
    shutil.copytree(published.root, tmp_path / "site", symlinks=True)
    made = at(tmp_path / "site")
    edit(made)
    return made


@pytest.fixture(scope="module")
def operator(prefect_server: None, published: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefect]:
    """A process that serves the deployment."""
    from prefect.settings import PREFECT_API_URL

    url = str(PREFECT_API_URL.value()).removesuffix("/api")
    made = Prefect(tmp_path_factory.mktemp("operator"), published, url)
    made.environment["PREFECT_API_URL"] = f"{url}/api"
    made.start_worker()
    yield made
    made.stop("worker")


def sentences(here: Workspace) -> dict[tuple[str, str, int], str]:
    """Source sentences by place."""
    return {
        (page.id, path, number): item.source.text
        for page in open_ledger(here.ledger_url).current_pages()
        for path, items in page.translations
        for number, item in enumerate(items)
    }


def test_approved_pages_change_in_the_predicted_sentences_only(operator: Prefect, here: Workspace) -> None:
    """Nothing moves while a run waits; approved, every sentence that differs was predicted and no other file differs.

    A second run that waited upon the same release is refused then, and nothing of it is released.
    """
    before = released(here)
    assert before is not None
    predicted = {item.source for item in impact(here, before, working(here)).segments}
    old_files, old_texts, first = files(here), texts(here), version(here)
    runs = [operator.begin(here), operator.begin(here)]
    for run in runs:
        operator.wait(run, "Suspended", "Failed", "Crashed")
    assert (files(here), version(here)) == (old_files, first)
    shown = operator.artifact("glossary-diff")
    assert "| en-pt | bdnf | BDNF | changed |" in shown
    assert "1 added, 2 changed, 1 status" in shown
    form = {"decision": "approve", "reviewer": "reviewer@example.org", "exceptions": [], "comment": "Checked."}
    operator.answer(runs[0], **form)
    assert operator.wait(runs[0], "Completed", "Failed", "Crashed")[0] == "Completed", operator.log("worker")

    in_force, new_files = version(here), files(here)
    assert in_force != first
    sources, new_texts = sentences(here), texts(here)
    changed = {place for place in new_texts if new_texts[place] != old_texts[place]}
    assert changed == {place for place, text in sources.items() if "BDNF" in text}
    assert {sources[place] for place in changed} <= predicted
    assert all("FNDC" in new_texts[place] or "fator neurotrófico" in new_texts[place].lower() for place in changed)
    differing = {name for name in old_files.keys() | new_files.keys() if old_files.get(name) != new_files.get(name)}
    pages = {place[0].removeprefix("samples/") for place, text in sources.items() if text in predicted}
    lists = {"manifest.json", "sitemap.xml", "index.html", "pt-BR/index.html", "pt-BR/feed.xml"}
    assert {name.split("/")[1] for name in differing - lists} == pages
    assert not verify(here.output)
    assert f"en-pt@{in_force}#" in (here.output / "pt-BR/ssri-or-snri/index.md").read_text(encoding="utf-8")
    [_, event] = open_ledger(here.ledger_url).events(kinds=[EventKind.GLOSSARY_RELEASED])
    assert (event.actor, event.subject, event.comment) == ("reviewer@example.org", in_force, "Checked.")

    operator.answer(runs[1], **form)
    name, message = operator.wait(runs[1], "Completed", "Failed", "Crashed")
    assert name == "Failed"
    assert f"release {in_force} came into force while this review waited" in message
    assert (files(here), version(here)) == (new_files, in_force)
