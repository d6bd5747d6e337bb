"""Consistency: one source term, its renderings, where they stand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from glosspress.article import Rich
from glosspress.cli.glossary import group
from glosspress.cli.options import Options
from glosspress.glossary import Glossary, Mode, Term, of_terms
from glosspress.glossary.likeness import inflected
from glosspress.ledger import open_ledger
from glosspress.page import Page
from glosspress.reports.consistency import consistency_html, consistency_rows
from glosspress.steps.consistency import Consistency, TermUse, consistency, uses_in
from glosspress.translation import Pin, PinResult, Rung, Translation
from glosspress.workspace import Workspace

SEVERE = Term("severe", "severe", "grave", Mode.ADVISE, forms=("graves", "intensa", "intensas"))
BASE: Glossary = of_terms([SEVERE, Term("pain", "pain", "dor", Mode.PREFER)], "en-pt")


def sentence(source: str, target: str) -> Translation:
    """A translated sentence with its pins, as the ladder leaves them."""
    results = []
    for term in BASE.terms:
        start = source.find(term.source)
        if start >= 0:
            pin = Pin(start, start + len(term.source), term.source, (term.target, *term.forms), "term", term.id)
            form = next((form for form in sorted(pin.targets, key=len, reverse=True) if form in target), "")
            at = target.find(form) if form else -1
            results.append(PinResult(pin, bool(form), form, at, at + len(form) if form else -1))
    return Translation("k", Rich(source), Rich(target), False, (), Rung.PLAIN, tuple(results))


@pytest.fixture
def uses(site: Workspace) -> list[TermUse]:
    """Two pages: one of them says it in two ways."""
    real = next(iter(open_ledger(site.ledger_url).current_pages()))
    one = (
        sentence("A severe case.", "Um caso grave."),
        sentence("Two severe cases.", "Dois casos graves."),
        sentence("A severe pain.", "Uma dor intensa."),
    )
    two = (
        sentence("No severe pain.", "Nenhuma dor forte."),
        sentence("A severe headache.", "Uma cefaleia <b>grave</b>."),
    )
    pages: list[Page] = [
        replace(real, id="notes/one", translations=(("1", one),)),
        replace(real, id="notes/two", translations=(("1", two),)),
    ]
    return uses_in(((page, page.id == "notes/one") for page in pages), "pt-BR", BASE)


def test_renderings_are_counted_with_their_places(uses: list[TermUse]) -> None:
    """Inflected forms count as one, what no row lists is another wording, the most divided term comes first."""
    severe, pain = uses
    assert [(r.form, r.variants, len(r.places), r.pages) for r in severe.renderings] == [
        ("grave", ("graves",), 3, ("notes/one", "notes/two")),
        ("intensa", (), 1, ("notes/one",)),
        ("", (), 1, ("notes/two",)),
    ]
    assert severe.mixed_pages == ("notes/one", "notes/two")
    assert [r.form for r in pain.renderings] == ["dor"]
    place = severe.renderings[1].places[0]
    assert (place.where, place.online) == ("1#3", True)
    assert place.target[slice(*place.target_span)] == "intensa"


def test_short_words_have_plurals_too() -> None:
    """`dor` and `dores` are one word; `mal` and `mar` are not."""
    assert inflected("dor de cabeça", "dores de cabeça")
    assert not inflected("mal", "mar")
    assert not inflected("EEG", "ECG")
    assert not inflected("medicamento", "medicação")
    assert inflected("depressão", "depressivo")


def test_rows_are_ready_for_a_table(uses: list[TermUse]) -> None:
    """A row a rendering, in plain values."""
    rows = consistency_rows(Consistency(tuple(uses), 2, 2))
    assert rows[2] == {
        "locale": "pt-BR", "term": "severe", "rendering": "another wording", "times": 1, "pages": 1, "where": "notes/two",
    }  # fmt: skip


def test_the_report_stands_alone_and_escapes(uses: list[TermUse]) -> None:
    """No other file, no script; texts of articles are text; targets carry their language."""
    html = consistency_html(Consistency(tuple(uses), 2, 2))
    assert "<script" not in html
    assert "src=" not in html
    assert "&lt;b&gt;" in html
    assert '<p lang="pt-BR" dir="ltr">Uma dor <mark>intensa</mark>.</p>' in html


def test_the_command_on_translated_pages(site: Workspace) -> None:
    """Real pages: one rendering is consistent and only shown when all are asked for."""
    assert consistency(site).uses == ()
    result = CliRunner().invoke(
        group, ["consistency", "--all", "--json"], obj=Options(site.root), standalone_mode=False
    )
    [use] = json.loads(result.stdout)["uses"]
    assert (use["id"], [item["form"] for item in use["renderings"]]) == ("nmda", ["NMDA"])
    out = site.root / "report.html"
    result = CliRunner().invoke(
        group, ["consistency", "--html", str(out)], obj=Options(site.root), standalone_mode=False
    )
    assert result.exception is None
    assert "Every term has one rendering." in out.read_text(encoding="utf-8")
