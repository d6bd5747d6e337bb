"""Settling a page: a machine's text that comes back is the one a run makes, in the workspace's language and under its policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from glosspress.steps.reviewing import Person, SegmentView, Spot, page_view, reject_segment, save_edit
from glosspress.workspace import Workspace, at

from .conftest import SOURCE, work

TRANSLATOR = Person("translator@example.org", "translator")
PAGE, TAG = "tests/sleep", "en-XA"


def made(root: Path, source_language: str, policy: str) -> Workspace:
    """A workspace with one page in a pseudo locale, which needs no model."""
    (root / "sources" / "articles").mkdir(parents=True)
    (root / "glosspress.yaml").write_text(
        f"site:\n  base_url: https://example.org/\nsource_language: {source_language}\nlocales:\n  {TAG}: {policy}\n"
    )
    (root / "sources" / "tests.yaml").write_text(SOURCE)
    (root / "sources" / "articles" / "sleep.md").write_text("# Sono\n\nDurma 8 h por dia.\n")
    work(root)
    return at(root)


def sentence(site: Workspace) -> SegmentView:
    return next(item for item in page_view(site, PAGE, TAG).segments if "8 h" in item.source)


@pytest.mark.parametrize(
    ("source_language", "policy"),
    [("pt", "{}"), ("en", "{block: [length]}"), ("en", "{warn: [length, copied]}")],
    ids=["another source language", "a raised check", "lowered checks"],
)
def test_a_rejected_edit_gives_the_runs_own_translation_back(tmp_path: Path, source_language: str, policy: str) -> None:
    """Edited, then rejected: the sentence has the key and the findings that a run gives it, so memory and impact find it."""
    site = made(tmp_path / "site", source_language, policy)
    before = sentence(site)
    spot = Spot(PAGE, TAG, before.where, before.seen, before.subject)
    save_edit(site, TRANSLATOR, spot, f"{before.target} !")
    edited = sentence(site)
    assert edited.translation.key != before.translation.key
    reject_segment(site, TRANSLATOR, Spot(PAGE, TAG, edited.where, edited.seen, edited.subject), "Not so.")
    again = sentence(site)
    assert again.translation.key == before.translation.key
    assert (again.target, again.findings) == (before.target, before.findings)
    work(site.root)
    assert sentence(site).translation == again.translation
