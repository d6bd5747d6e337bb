"""The PROV record of a page."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from prov.model import ProvActivity, ProvAssociation, ProvDerivation, ProvDocument

from glosspress.digest import sha256
from glosspress.errors import PublishError
from glosspress.render import Placed, Site, provenance
from glosspress.render.sentences import sentences
from glosspress.snapshot import record_id

SITE = Site("Sample Health", "https://health.example.org/", "Foundation", locales=("pt-BR",))
FILES = {"index.html": sha256("html"), "index.md": sha256("md")}


def _record(page) -> str:
    return provenance(Placed(page, "sleep", ("pt-BR",)), SITE, FILES)


def test_record_round_trips_through_the_prov_library(pages):
    """Read, written and read again it is the same document, sentences included."""
    text = _record(pages.page())
    document = ProvDocument.deserialize(content=text, format="json")
    again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert document == again
    bundle = next(iter(document.bundles))
    assert len(list(bundle.get_records())) > 60


def test_record_names_what_made_the_page(pages):
    """Snapshot, glossary and model with their sha256, the steps, the translation's plan, the chain of derivation."""
    page = pages.page()
    entities = json.loads(_record(page))["bundle"]["page:record"]["entity"]
    assert entities["page:snapshot"]["gp:sha256"] == page.origin.snapshot_sha256
    assert entities["page:snapshot"]["gp:record"] == record_id(page.origin.url, page.origin.snapshot_sha256)
    assert entities["page:model"]["gp:sha256"] == page.making.model_sha256
    assert entities["page:glossary"]["gp:sha256"] == page.making.glossary_sha256
    assert {name: entities[f"page:{name}"]["gp:sha256"] for name in FILES} == FILES
    bundle = next(iter(ProvDocument.deserialize(content=_record(page), format="json").bundles))
    steps = {str(item.identifier) for item in bundle.get_records(ProvActivity)}
    assert steps == {f"page:{name}" for name in ("Fetch", "Extract", "MachineTranslation", "Check", "Publish")}
    plans = {str(value) for item in bundle.get_records(ProvAssociation) for _, value in item.formal_attributes}
    assert "page:glossary" in plans
    chain = {
        tuple(str(value) for _, value in item.formal_attributes[:2]) for item in bundle.get_records(ProvDerivation)
    }
    assert {
        ("page:article", "page:snapshot"),
        ("page:target", "page:article"),
        ("page:index.html", "page:target"),
    } <= chain


def test_every_sentence_has_its_record(pages):
    """Keyed by unit and number: rung, score, digests, and each pin with its allowed forms and its place."""
    page = pages.page()
    entities = json.loads(_record(page))["bundle"]["page:record"]["entity"]
    assert len([name for name in entities if "-s" in name]) == len(list(sentences(page)))
    record = entities["page:unit-2-s0"]
    target = page.translations[3][1][0].target.text
    assert (record["gp:rung"], record["gp:targetSha256"]) == ("forced", sha256(target))
    assert float(record["gp:score"]["$"]) == pytest.approx(-0.25)
    pins = [json.loads(item) for item in record["gp:pin"]]
    term = next(pin for pin in pins if pin["kind"] == "term")
    assert target[term["start"] : term["end"]] == term["target"] == "depressão resistente ao tratamento"
    assert term["source"] == "treatment-resistant depression"
    assert "treatment-resistant" not in json.dumps({key: value for key, value in record.items() if key != "gp:pin"})


def test_pages_without_glossary_have_no_plan(pages):
    """Nothing is claimed that was not used."""
    page = pages.page()
    text = _record(replace(page, making=replace(page.making, glossary="", glossary_sha256="")))
    assert "page:glossary" not in text
    assert "prov:Plan" not in text


def test_record_is_the_same_in_another_process(pages, tmp_path):
    """No order of a set and no hash seed is left in it."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import pages\n"
        "from glosspress.render import Placed, Site, provenance\n"
        "from glosspress.digest import sha256\n"
        "site = Site('Sample Health', 'https://health.example.org/', 'Foundation', locales=('pt-BR',))\n"
        "files = {'index.html': sha256('html'), 'index.md': sha256('md')}\n"
        "print(sha256(provenance(Placed(pages.page(), 'sleep', ('pt-BR',)), site, files)))"
    )
    folder = str(__import__("pathlib").Path(pages.__file__).parent)
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PATH": ""}
        run = subprocess.run(
            [sys.executable, "-c", script, folder], capture_output=True, text=True, check=True, env=environment
        )
        assert run.stdout.strip() == sha256(_record(pages.page()))


def test_held_or_lost_sentences_cannot_be_recorded(pages):
    """A held sentence, or one whose verified text is not on the page, stops the publication."""
    page = pages.page()
    path, (first, *rest) = page.translations[1]
    held = (path, (replace(first, held=True, reasons=("x",)), *rest))
    with pytest.raises(PublishError, match="held"):
        _record(replace(page, translations=(held,)))
    other = (path, (replace(first, target=replace(first.target, text="Outra frase.", marks=())), *rest))
    with pytest.raises(PublishError, match="not in the page's text"):
        _record(replace(page, translations=(other,)))


def test_times_that_are_none_are_left_out(pages):
    """A damaged or missing time of a source is not invented and stops nothing."""
    page = pages.page()
    for time in ("", "yesterday", "2026-13-45T00:00:00Z"):
        text = _record(replace(page, origin=replace(page.origin, fetched_at=time)))
        assert "prov:endTime" not in json.loads(text)["bundle"]["page:record"]["activity"]["page:Fetch"]
        assert ProvDocument.deserialize(content=text, format="json")
