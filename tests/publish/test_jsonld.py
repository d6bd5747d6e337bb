"""JSON-LD read by another hand, as RDF, with the vocabulary of schema.org that rdflib carries."""

import json
import re
from dataclasses import replace

import pytest
from rdflib import SDO, Graph, Literal, URIRef
from rdflib.namespace import RDF

from glosspress.page import Review, State
from glosspress.render import Placed, Site, Theme, page_html

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # of rdflib itself
SITE = Site("Sample", "https://health.example.org/", "Foundation", locales=("pt-BR", "ar-XB"))
URL = URIRef("https://health.example.org/pt-BR/sleep/")
# The published context of schema.org reads every term in its vocabulary and these as addresses; it cannot be fetched in
# a test, so this is the part of it that our terms need.
CONTEXT = {
    "@vocab": "https://schema.org/",
    **{name: {"@type": "@id"} for name in ("url", "digitalSourceType", "isBasedOn", "license", "translationOfWork")},
}
NEWER = {"digitalSourceType"}
"""Terms of schema.org that are younger than the list in rdflib."""


def _graph(page) -> Graph:
    html = page_html(Placed(page, "sleep", ("pt-BR", "ar-XB")), SITE, Theme())
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert text
    data = json.loads(text[1])
    assert data.pop("@context") == "https://schema.org"
    return Graph().parse(data=json.dumps({"@context": CONTEXT, **data}), format="json-ld")


def _approved(page):
    reviews = (
        Review(1, "1" * 64, "segment-edited", "2026-03-06T00:00:00Z", "Translator T", "translator", "2#0"),
        Review(2, "2" * 64, "page-approved", "2026-03-07T00:00:00Z", "Reviewer R", "medical reviewer"),
    )
    return replace(page, state=State.APPROVED, reviews=reviews)


@pytest.mark.parametrize("human", [False, True])
def test_every_term_is_one_of_schema_org(pages, human):
    """Classes and properties exist there; nothing is dropped or misspelt."""
    page = pages.page("pt-BR")
    graph = _graph(_approved(page) if human else page)
    used = {str(item) for item in (*graph.predicates(), *graph.objects(None, RDF.type)) if item != RDF.type}
    known = {str(term) for term in dir(SDO) if str(term).startswith("https://schema.org/")}
    assert len(used) > 10
    assert used - known == {f"https://schema.org/{name}" for name in NEWER}


def test_the_page_is_a_translation_of_its_original(pages):
    """Both directions: `translationOfWork` and `workTranslation`, each with its language and address."""
    graph = _graph(pages.page("pt-BR"))
    assert set(graph.objects(URL, RDF.type)) == {SDO.MedicalWebPage, SDO.Article}
    [original] = graph.objects(URL, SDO.translationOfWork)
    assert original == URIRef("https://news.example.org/sleep")
    assert (URL, SDO.inLanguage, Literal("pt-BR")) in graph
    assert (original, SDO.inLanguage, Literal("en")) in graph
    assert URL in set(graph.objects(original, SDO.workTranslation))


def test_only_events_make_a_review(pages):
    """A machine page names nobody and no translator; an approved one its reviewer, its editor and the day."""
    source_type = URIRef("https://schema.org/digitalSourceType")
    machine = _graph(pages.page("pt-BR"))
    for term in (SDO.reviewedBy, SDO.lastReviewed, SDO.editor, SDO.translator):
        assert not list(machine.objects(URL, term))
    assert str(machine.value(URL, source_type)).endswith("/TrainedAlgorithmicMediaDigitalSource")
    graph = _graph(_approved(pages.page("pt-BR")))
    names = {
        term: {str(graph.value(who, SDO.name)) for who in graph.objects(URL, term)}
        for term in (SDO.reviewedBy, SDO.editor)
    }
    assert names == {SDO.reviewedBy: {"Reviewer R"}, SDO.editor: {"Translator T"}}
    assert str(graph.value(URL, SDO.lastReviewed)) == "2026-03-07"
    assert str(graph.value(URL, source_type)).endswith("/CompositeWithTrainedAlgorithmicMediaDigitalSource")
    assert not list(graph.objects(URL, SDO.translator))
