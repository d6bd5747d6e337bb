"""Suggestions: what the articles say often and the term base does not know, ranked by how badly it is rendered."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from tests.steps.conftest import work

from glosspress.cli.glossary import group
from glosspress.cli.options import Options
from glosspress.event import Draft, EventKind, segment_subject
from glosspress.glossary import Case, Mode, Status, Term, read_terms
from glosspress.glossary.candidates import candidates
from glosspress.ledger import open_ledger
from glosspress.steps.suggesting import Correction, Pair, Suggestion, corrections_of, suggestions
from glosspress.workspace import Workspace

RAPHE = [
    Pair("a", "The raphe nuclei send serotonin.", "Os núcleos da rafe enviam serotonina."),
    Pair("a", "Cells of the raphe nuclei fire slowly.", "As células dos núcleos da rafe disparam devagar."),
    Pair("b", "The raphe nuclei are old.", "Os núcleos da rafe são antigos."),
    Pair("b", "Damage to the raphe nuclei matters.", "Danos aos centros medianos importam."),
    Pair("b", "A sleep diary helps.", "Um diário de sono ajuda."),
    Pair("c", "Bring the sleep diary.", "Traga o diário de sono."),
]


def by_source(found: list[Suggestion]) -> dict[str, Suggestion]:
    return {item.term.source: item for item in found}


def test_an_inconsistent_phrase_is_suggested_with_what_differs() -> None:
    """The commonest rendering becomes the proposal; the first context is one that says something else."""
    found = suggestions(RAPHE, (), "en", "pt-BR")
    [item] = found
    assert (item.term.source, item.term.target, item.count) == ("raphe nuclei", "núcleos da rafe", 4)
    assert item.reasons == ("1 of 4 say something else than 'núcleos da rafe'",)
    assert item.contexts[0].target == "Danos aos centros medianos importam."
    assert (item.term.status, item.term.mode, item.term.case) == (Status.PROPOSED, Mode.PREFER, Case.SMART)


def test_a_consistent_phrase_is_left_alone() -> None:
    """`sleep diary` is always `diário de sono`: no row is needed for it."""
    assert "sleep diary" not in by_source(suggestions(RAPHE, (), "en", "pt-BR"))


def test_what_the_term_base_knows_is_not_suggested() -> None:
    """Rows of any status: somebody has decided, or works on it. A row for a part is no row for the whole."""
    row = Term("x", "raphe nuclei", "núcleos da rafe", status=Status.PROPOSED)
    assert suggestions(RAPHE, [row], "en", "pt-BR") == []
    assert suggestions(RAPHE, [Term("x", "raphe", "rafe")], "en", "pt-BR") != []


def test_acronyms_without_a_row_are_suggested() -> None:
    """Copied or rendered by another one, they come as pins; copying alone is no fault of an acronym."""
    pairs = [
        Pair("a", "An HRV of 40.", "Uma VFC de 40."),
        Pair("a", "Your HRV falls.", "Sua VFC cai."),
        Pair("b", "HRV rises.", "A HRV sobe."),
        Pair("a", "The PSQI asks.", "O PSQI pergunta."),
        Pair("b", "A PSQI of 5.", "Um PSQI de 5."),
    ]
    found = by_source(suggestions(pairs, (), "en", "pt-BR"))
    assert (found["HRV"].term.target, found["PSQI"].term.target) == ("VFC", "PSQI")
    assert found["HRV"].score > found["PSQI"].score
    assert found["PSQI"].reasons == ("an acronym without a row",)
    assert (found["HRV"].term.mode, found["HRV"].term.case) == (Mode.PIN, Case.EXACT)


def test_phrases_that_stay_english_are_suggested() -> None:
    """A phrase copied into the translation is told as such."""
    pairs = [
        Pair("a", "Your sleep diary is full.", "Seu sleep diary está cheio."),
        Pair("b", "The sleep diary helps.", "O diário ajuda."),
    ]
    assert "copied untranslated in 1 of 2" in by_source(suggestions(pairs, (), "en", "pt-BR"))["sleep diary"].reasons


def test_corrections_of_persons_count() -> None:
    """A person who changed just these words says that the rendering is wrong, however consistent it is."""
    correction = Correction("Bring the sleep diary.", "Traga o diário de sono.", "Traga o registro de sono.")
    elsewhere = Correction("Bring the sleep diary.", "Traga o diário de sono.", "Leve o diário de sono.")
    found = by_source(suggestions(RAPHE, (), "en", "pt-BR", [correction]))
    assert found["sleep diary"].reasons == ("corrected by persons: 1",)
    assert "sleep diary" not in by_source(suggestions(RAPHE, (), "en", "pt-BR", [elsewhere]))


def test_candidates_are_ranked_by_c_value() -> None:
    """A part that stands only inside a longer expression is worth less than the whole; plurals count with the singular."""
    texts = ["Deep brain stimulation works.", "We like deep brain stimulation.", "Deep brain stimulations differ."]
    found = candidates(texts, {"we"})
    assert [(item.text, len(item.sentences)) for item in found] == [("deep brain stimulation", 3)]


def test_names_numbers_and_general_words_are_no_candidates() -> None:
    """Only what could be a term: no place names, no `many people`, nothing across a comma."""
    texts = ["We met in New Zealand, many people came.", "In New Zealand many people came; sleep, mood."] * 2
    assert candidates(texts, {"in", "we"}) == []


def test_the_command_writes_proposed_rows(site: Workspace) -> None:
    """On real pages: an acronym without a row is shown with its sentences and written as proposed, once."""
    (site.sources / "articles" / "more.md").write_text("# Tests\n\nThe PSQI is a list. Ask for the PSQI.\n")
    work(site.root)
    runner = CliRunner()
    shown = runner.invoke(
        group, ["suggest", "--locale", "pt-BR", "--json"], obj=Options(site.root), standalone_mode=False
    )
    [item] = json.loads(shown.stdout)
    assert (item["source"], item["sentences"], item["contexts"][0]["page"]) == ("PSQI", 2, "tests/more")
    before = (site.glossary / "en-pt.csv").read_bytes()
    arguments = ["suggest", "--locale", "pt-BR", "--write"]
    lacking = runner.invoke(group, arguments, obj=Options(site.root), standalone_mode=False)
    assert "which the new rows need" in str(lacking.exception)
    assert (site.glossary / "en-pt.csv").read_bytes() == before
    (site.glossary / "en-pt.csv").unlink()
    runner.invoke(group, arguments, obj=Options(site.root), standalone_mode=False)
    rows = {term.source: term for term in read_terms(Path(site.glossary / "en-pt.csv"))}
    assert rows["PSQI"].status is Status.PROPOSED
    again = runner.invoke(group, arguments, obj=Options(site.root), standalone_mode=False)
    assert "PSQI" not in again.stdout


def test_edits_of_persons_are_read_from_the_ledger(site: Workspace) -> None:
    """The newest edit of a sentence, beside what the machine had written."""
    ledger = open_ledger(site.ledger_url)
    source = "Do not stop the tablets at once."
    body = {"source": {"text": source, "marks": []}, "target": {"text": "Não pare de uma vez.", "marks": []}}
    subject = segment_subject(source, "pt-BR")
    ledger.append([Draft(EventKind.SEGMENT_EDITED, subject, "reviewer@example.org", "translator", "pt-BR", "", body)])
    [correction] = corrections_of(ledger, "en", "pt-BR")
    assert (correction.source, correction.after) == (source, "Não pare de uma vez.")
    assert correction.before not in ("", correction.after)
