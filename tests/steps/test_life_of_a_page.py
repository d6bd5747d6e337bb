"""A page's whole life: ledger, published files and disclosure agree at each step, verified from the files alone."""

from __future__ import annotations

import json
import re

from glosspress import steps
from glosspress.publish import verify
from glosspress.publish.chain import EVENTS, read
from glosspress.steps.reviewing import PageSpot, Person, Spot, approve_page, comment, page_view, save_edit
from glosspress.workspace import Workspace, at

from .conftest import work

TRANSLATOR = Person("translator@example.org", "translator")
DOCTOR = Person("reviewer@example.org", "medical reviewer")
K, PT = "tests/ketamine", "pt-BR"
FOLDER = "pt-BR/ketamine"


def _told(site: Workspace) -> dict[str, str]:
    """The state as banner, Markdown, record and JSON-LD tell it, after publishing; the site verifies."""
    steps.publish_now(site)
    assert verify(site.output) == []
    page = (site.output / FOLDER / "index.html").read_text()
    markdown = (site.output / FOLDER / "index.md").read_text()
    record = json.loads((site.output / FOLDER / "provenance.json").read_text())["bundle"]["page:record"]
    states = {
        "banner": re.findall(r'data-state="([^"]+)"', page)[0],
        "markdown": re.findall(r"translation_state: (\S+)", markdown)[0],
        "record": record["entity"]["page:target"]["gp:state"],
    }
    return {**states, "source type": (re.findall(r'schema\.org/(\w*AlgorithmicMediaDigitalSource)"', page) or [""])[0]}


def _all(state: str, kind: str) -> dict[str, str]:
    source = {
        "machine": "TrainedAlgorithmicMediaDigitalSource",
        "human": "CompositeWithTrainedAlgorithmicMediaDigitalSource",
    }
    return {"banner": state, "markdown": state, "record": state, "source type": source.get(kind, "")}


def _spot(site: Workspace) -> PageSpot:
    view = page_view(site, K, PT)
    return PageSpot(view.page.id, view.page.locale, view.head, view.content)


def test_from_machine_to_withdrawal(site: Workspace) -> None:
    """Machine, edited, approved, outdated, approved anew, withdrawn, restored: no step claims more than was done."""
    config = site.root / "glosspress.yaml"
    config.write_text(config.read_text().replace("//example.org", "//clinic.example.org"))
    site = at(site.root)
    assert _told(site) == _all("machine-checked", "machine")
    assert not (site.output / EVENTS).exists()

    view = page_view(site, K, PT)
    item = next(part for part in view.segments if part.source.startswith("Do not stop"))
    spot = Spot(item.page_id, item.locale, item.where, item.seen, item.subject)
    save_edit(site, TRANSLATOR, spot, "Não pare de tomar os comprimidos de uma só vez.")
    assert _told(site) == _all("machine-checked", "machine")
    assert "Não pare de tomar os comprimidos" in (site.output / FOLDER / "index.html").read_text()
    assert '"editor"' not in (site.output / FOLDER / "index.html").read_text()

    approve_page(site, DOCTOR, _spot(site))
    assert _told(site) == _all("approved", "human")
    assert '"reviewer@example.org"' in (site.output / FOLDER / "index.html").read_text()
    edition = steps.publish_now(site).edition
    comment(site, DOCTOR, K, PT, "Between us.")
    assert steps.publish_now(site).edition == edition, "a comment changes nothing that readers see"

    article = site.sources / "articles" / "ketamine.md"
    article.write_text(article.read_text().replace("0.5 mg/kg", "0.8 mg/kg"))
    held = work(site.root)
    assert [page.id for page in held if page.last_good] == [K]
    assert _told(site) == _all("approved", "human"), "the reviewed version stays online"
    assert "0,5" in (site.output / FOLDER / "index.html").read_text()

    approve_page(site, DOCTOR, _spot(site))
    assert _told(site) == _all("approved", "human")
    assert "0,8" in (site.output / FOLDER / "index.html").read_text()
    result = steps.reproduce(site, f"{K}@{PT}")
    assert (result.inputs, result.sentences, result.human) == ((), (), 4), (
        "what is approved is a person's, not made again"
    )

    steps.withdraw(site, f"{K}@{PT}", DOCTOR.actor, "The dose is out of date.", DOCTOR.role)
    assert _told(site) == _all("withdrawn", "")
    work(site.root)
    assert _told(site) == _all("withdrawn", "")
    steps.restore(site, f"{K}@{PT}", DOCTOR.actor, "The dose was right.", DOCTOR.role)
    work(site.root)
    assert _told(site) == _all("approved", "human")
    shown, problems = read((site.output / EVENTS).read_bytes())
    assert problems == []
    assert "Between us." not in (site.output / EVENTS).read_text()
    assert {event.kind.value for event in shown.values()} >= {"page-approved", "page-withdrawn", "page-restored"}
