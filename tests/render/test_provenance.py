"""The PROV record of a page."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from prov.model import ProvActivity, ProvAssociation, ProvDerivation, ProvDocument

from glosspress.digest import canonical_json, sha256
from glosspress.errors import PublishError
from glosspress.event import Event, EventKind
from glosspress.page import Review
from glosspress.render import Placed, Site, provenance
from glosspress.render.provenance import tombstone
from glosspress.render.sentences import sentences
from glosspress.render.site import Withdrawn
from glosspress.snapshot import record_id

SITE = Site("Sample Health", "https://health.example.org/", "Foundation", locales=("pt-BR",))
FILES = {"index.html": sha256("html"), "index.md": sha256("md")}
GOLDEN = Path(__file__).parent / "golden" / "withdrawn.json"
"""Made with the objects of the `prov` library (3.2.3), whose form records have."""
EDITED, APPROVED, WHOLE = "segment-edited", "segment-approved", "page-approved"


def _record(page, site: Site = SITE) -> str:
    return provenance(Placed(page, "sleep", ("pt-BR",)), site, FILES)


def _review(event: int, kind: str, actor: str, where: str = "", role: str = "translator") -> Review:
    return Review(event, sha256(str(event)), kind, f"2026-03-0{event}T00:00:00Z", f"{actor}@example.org", role, where)


EDITS = (_review(2, EDITED, "ann", "3#0"), _review(2, EDITED, "ann", "0#0"), _review(3, EDITED, "bob", "9#0"))
APPROVALS = (_review(4, APPROVED, "bob", "9#0", role=""), _review(5, WHOLE, "eve", role="medical reviewer"))


def _withdrawn(page) -> str:
    event = Event(
        number=9,
        at="2026-04-01T10:00:00+02:00",
        kind=EventKind.PAGE_WITHDRAWN,
        subject="samples/sleep@pt-BR",
        actor="eve@example.org",
        role="editor",
        locale="pt-BR",
        comment="The dose is “out of date”.",
        body={},
        previous="",
        sha256=sha256("9"),
    )
    return tombstone(Placed(page, "sleep", ("pt-BR",)), Withdrawn(page, event), SITE, FILES)


def _kinds(pages) -> dict[str, str]:
    """Records of all kinds of pages."""
    page = pages.page()
    made, came = page.making, page.origin
    bare = replace(came, license="", publisher="", source="", url="file:articles/a b.md", fetched_at="yesterday")
    return {
        "plain": _record(page),
        "no publisher": _record(page, replace(SITE, publisher="")),
        "no glossary": _record(replace(page, making=replace(made, glossary="", glossary_sha256=""))),
        "nothing known": _record(replace(page, origin=bare, making=replace(made, run="", made_at="", checks=""))),
        "odd times": _record(
            replace(
                page,
                origin=replace(came, fetched_at="2026-03-05T08:00:00.5-03:00"),
                making=replace(made, made_at="2026-03-06T10:00:00+01:00:30"),
            )
        ),
        "edited": _record(replace(page, reviews=EDITS)),
        "approved": _record(replace(page, reviews=APPROVALS)),
        "edited and approved": _record(replace(page, reviews=EDITS + APPROVALS)),
        "withdrawn": _withdrawn(page),
        "approved and withdrawn": _withdrawn(replace(page, reviews=EDITS + APPROVALS)),
        "any title": _record(pages.page(title='"a" \\ é 😀 \u2028')),
    }


def _said(text: str) -> dict:
    """What a record says, without names of relations, orders, prefixes, and sentences, whose numbers the library types."""
    bundle = json.loads(text)["bundle"]["page:record"]
    del bundle["prefix"]
    bundle["entity"] = {name: facts for name, facts in bundle["entity"].items() if not name.startswith("page:unit-")}
    for records in bundle.values():
        for facts in records.values():
            facts.update({name: sorted(value) for name, value in facts.items() if isinstance(value, list)})
    return {
        kind: sorted(map(canonical_json, records.values())) if "_:" in "".join(records) else records
        for kind, records in bundle.items()
    }


def test_records_are_what_the_prov_library_writes(pages):
    """Read with it and written by it each says the same, and read again it is the same document, sentences included."""
    for kind, text in _kinds(pages).items():
        document = ProvDocument.deserialize(content=text, format="json")
        written = document.serialize(format="json")
        assert ProvDocument.deserialize(content=written, format="json") == document, kind
        assert _said(written) == _said(text), kind


def test_records_have_one_form(pages):
    """Names in order, a line a record, relations numbered from 1 without gaps."""
    for kind, text in _kinds(pages).items():
        bundle = json.loads(text)["bundle"]["page:record"]
        names = [name for of_kind, records in sorted(bundle.items()) for name in sorted(records)]
        lines = re.findall(r'^"([a-zA-Z]*:[^"]+|_:id\d+|gp)": (?=[{"].+)', text, re.MULTILINE)
        assert lines[: len(names)] == names, kind
        numbers = sorted(int(name.removeprefix("_:id")) for name in names if name.startswith("_:"))
        assert numbers == list(range(1, len(numbers) + 1)), kind


def test_published_records_do_not_change(pages):
    """The bytes of a record with everything but sentences; where this fails, every page online gets a new record."""
    assert _withdrawn(replace(pages.page(), reviews=EDITS + APPROVALS)) == GOLDEN.read_text(encoding="utf-8")


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
    for time in ("", "yesterday", "2026-03-05", "2026-13-45T00:00:00Z", "0001-01-01T00:00:00+01:00:30"):
        text = _record(replace(page, origin=replace(page.origin, fetched_at=time)))
        assert "prov:endTime" not in json.loads(text)["bundle"]["page:record"]["activity"]["page:Fetch"]
        assert ProvDocument.deserialize(content=text, format="json")
