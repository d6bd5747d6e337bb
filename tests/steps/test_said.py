"""What a change costs the model: a changed term, rule or locale decodes nothing that was decoded before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from glosspress import steps
from glosspress.engines import Hypothesis, Request
from glosspress.engines.argos import ArgosEngine
from glosspress.ledger import open_ledger
from glosspress.steps.reproducing import reproduce
from glosspress.translate import keys
from glosspress.translation import Translation
from glosspress.workspace import Workspace, at

from .conftest import CONFIG, TERMS, work

NO_MODEL_WORD = "tablets,tablets,drágeas,prefer,approved,r,e\n"
MODEL_WORD = "tablets,tablets,comprimidos,prefer,approved,r,e\n"


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """The requests that reach the model from now on."""
    seen: list[Request] = []
    stream = ArgosEngine.stream

    def noted(self: ArgosEngine, requests: Sequence[Request]) -> Iterator[list[Hypothesis]]:
        seen.extend(requests)
        return stream(self, requests)

    monkeypatch.setattr(ArgosEngine, "stream", noted)
    return seen


def translations(here: Workspace) -> dict[str, Translation]:
    """All on the newest pages, by key; signatures name the term base's release."""
    with open_ledger(here.ledger_url) as ledger:
        pages = ledger.read_pages([ref.digest for ref in ledger.newest()])
        return {item.key: item for page in pages for _, items in page.translations for item in items}


def test_a_term_that_the_model_writes_anyway_costs_no_call(site: Workspace, decoded: list[Request]) -> None:
    """Every touched sentence has a new key and is verified anew; the model is not asked."""
    before = translations(site)
    (site.root / "glossary" / "en-pt.csv").write_text(TERMS + MODEL_WORD)
    work(site.root)
    assert len(translations(site).keys() - before.keys()) == 1
    assert decoded == []


def test_a_repair_begins_at_what_was_said(site: Workspace, decoded: list[Request]) -> None:
    """Only beginnings that hold the new form are decoded, if any; the result is that of a new workspace."""
    (site.root / "glossary" / "en-pt.csv").write_text(TERMS + NO_MODEL_WORD)
    work(site.root)
    assert not [request for request in decoded if not request.prefix]
    fresh = _emptied(site)
    work(fresh.root)
    assert decoded
    made, anew = translations(site), translations(fresh)
    assert made == anew
    assert any("drágeas" in item.target.text for item in made.values())


def test_a_new_rule_asks_the_checks_and_not_the_model(
    site: Workspace, decoded: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new version makes every sentence again from what the model said."""
    before = translations(site)
    monkeypatch.setattr(keys, "VERSION", "new")
    work(site.root)
    assert not translations(site).keys() & before.keys()
    assert decoded == []


def test_two_locales_of_a_language_decode_once(site: Workspace, decoded: list[Request]) -> None:
    """pt-PT is served by the same package as pt-BR."""
    (site.root / "glosspress.yaml").write_text(CONFIG + "  pt-PT: {}\n")
    work(site.root)
    with open_ledger(site.ledger_url) as ledger:
        assert len(ledger.newest("pt-PT")) == 2
    assert decoded == []


def test_a_page_that_is_reproduced_is_really_translated(site: Workspace, decoded: list[Request]) -> None:
    """What was kept proves nothing."""
    steps.run(site.root, None, None)
    found = reproduce(site, "tests/ketamine@pt-BR")
    assert found.same > 0
    assert found.sentences == ()
    assert decoded


def _emptied(site: Workspace) -> Workspace:
    """The same inputs with no state."""
    for path in (site.root / ".glosspress").glob("ledger.db*"):
        path.unlink()
    return at(Path(site.root))
