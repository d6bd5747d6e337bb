"""Linked data: what a page says about itself in JSON-LD, Microdata and OpenGraph, however broken or hostile it is."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from glosspress.article import Metadata
from glosspress.clean import clean_page

PROSE = "The heart pumps five litres of blood a minute, and more when the body works. " * 6
GOOD = {"@type": "Article", "headline": "Heart", "author": {"name": "Ann Roe"}, "datePublished": "2024-05-01"}


def metadata(head: str, body: str = "") -> Metadata:
    """The metadata of a page with this head and body around an article of prose."""
    page = (
        f"<html lang='en'><head>{head}</head><body>{body}<article><h1>Heart</h1><p>{PROSE}</p></article></body></html>"
    )
    return clean_page(page, "https://example.org/a/").metadata


def script(text: str) -> str:
    """A JSON-LD script."""
    return f"<script type='application/ld+json'>{text}</script>"


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type": "Organization", "name": ',
        "",
        "null",
        "7",
        '"text"',
        '[["Article"]]',
        '{"@type": 5, "author": 5}',
        '{"@type": "WebPage", "author": [[]], "image": [[1]], "@graph": {"@graph": []}}',
        "\u2028",
        "NaN",
    ],
)
def test_a_broken_script_hides_no_other(broken: str) -> None:
    """Scripts are read one by one: what nobody can read, before or behind, changes nothing."""
    found = metadata(script(broken) + script(json.dumps(GOOD)) + script(broken))
    assert (found.author, found.published) == ("Ann Roe", "2024-05-01")


@pytest.mark.parametrize("form", ["// by the theme\n{}", "{};", "<!-- x -->\n{}"])
def test_comments_and_semicolons_do_not_break_a_script(form: str) -> None:
    """JavaScript habits that a strict parser refuses are read."""
    assert metadata(script(form.format(json.dumps(GOOD)))).author == "Ann Roe"


def test_references_are_followed_once() -> None:
    """An author who stands elsewhere in the graph is found; a cycle of references ends."""
    graph = [
        {"@type": "Article", "@id": "#a", "author": {"@id": "#p"}, "publisher": {"@id": "#o"}},
        {"@type": "Person", "@id": "#p", "name": "Ann Roe", "worksFor": {"@id": "#o"}},
        {
            "@type": "Organization",
            "@id": "#o",
            "name": "Heart Notes",
            "employee": {"@id": "#p"},
            "parent": {"@id": "#o"},
        },
    ]
    found = metadata(script(json.dumps({"@graph": graph})))
    assert (found.author, found.site) == ("Ann Roe", "Heart Notes")


def test_open_graph_is_read_where_it_stands() -> None:
    """Properties in the head, with `name` for `property`, and below a body that began too early."""
    assert metadata("<meta property='og:site_name' content='Heart Notes'>").site == "Heart Notes"
    assert metadata("<meta name='og:site_name' content='Heart Notes'>").site == "Heart Notes"
    assert metadata("<div></div><meta property='og:site_name' content='Heart Notes'>").site == "Heart Notes"
    assert metadata("", "<meta property='og:image' content='/b.jpg'>").image == "https://example.org/b.jpg"


def test_microdata_completes_what_is_missing() -> None:
    """The item around the title gives author, dates, site and licence; a meta element goes before it, a teaser's counts not."""
    page = (
        "<html lang='en'><head>{}</head><body><article itemscope itemtype='https://schema.org/Article'><h1>Heart</h1>"
        "<p>By <a itemprop='author' href='/ann'>Ann Roe</a> <time itemprop='datePublished'>2024-05-01</time></p>"
        "<link itemprop='license' href='https://example.org/by'><p>{}</p></article><div itemscope "
        "itemtype='https://schema.org/NewsArticle'><h3>Lungs</h3><i itemprop='author'>Bob Doe</i></div></body></html>"
    )
    found = clean_page(page.format("", PROSE)).metadata
    assert (found.author, found.published, found.license) == ("Ann Roe", "2024-05-01", "https://example.org/by")
    assert clean_page(page.format("<meta name='author' content='Eve Poe'>", PROSE)).metadata.author == "Eve Poe"


NESTED = '{"a":' * 100_000 + "1" + "}" * 100_000


@pytest.mark.parametrize(
    "hostile",
    [
        script('{"@type": "Article", "x": "' + "y" * 999_000 + '",}'),
        script("{" + '"a": [1, 2, 3], // c\n' * 45_000),
        script(NESTED),
        script("[" * 400_000),
        script('{"@graph": [' * 50_000),
        script('{"@type": "Article"}') * 5_000,
        script("{" * 900_000) * 20,
    ],
    ids=["long", "comments", "deep", "lists", "graphs", "many", "all"],
)
def test_hostile_scripts_are_bounded(hostile: str) -> None:
    """Megabytes of JSON-LD, deep or broken, cost less than two CPU seconds, and the good script in front counts."""
    began = time.process_time()
    assert metadata(script(json.dumps(GOOD)) + hostile).author == "Ann Roe"
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("opening", "closing", "count"),
    [
        ("<i itemprop='name'>x</i>", "", 30_000),
        ("<div itemprop='a' itemscope>", "</div>", 900),
        ("<i itemscope itemref='b'>", "</i>", 900),
    ],
    ids=["wide", "deep", "references"],
)
def test_hostile_microdata_is_bounded(opening: str, closing: str, count: int) -> None:
    """Tens of thousands of properties, or a tower of items, cost less than four CPU seconds."""
    body = f"<div id='b' itemscope itemtype='https://schema.org/Article'><h1>Heart</h1>{opening * count}{closing * count}</div>"
    began = time.process_time()
    assert metadata("", body).language == "en"
    assert time.process_time() - began < 4


@pytest.mark.parametrize("name", ["prop=", 'x"y', "a:b", "p<"])
def test_damaged_names_do_not_stop_it(name: str) -> None:
    """Names of elements and attributes that no tree may be given are left out of what is read."""
    body = f"<article {name}='1' itemscope itemtype='https://schema.org/Article'><h1>Heart</h1><{name} {name}='2' "
    assert metadata("", f"{body} itemprop='author'>Ann Roe</{name}></article>").language == "en"
    assert (
        metadata("", f"<{name} itemscope itemtype='https://schema.org/Article'><h1>Heart</h1></{name}>").language
        == "en"
    )


def test_pages_without_linked_data_do_not_load_extruct() -> None:
    """A page that has none, or a text, does not pay for its import."""
    code = (
        "import sys; from glosspress.clean import clean_page\n"
        f"clean_page('<h1>Heart</h1><p>{PROSE}</p>')\n"
        "print('extruct' in sys.modules, 'rdflib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
