"""Which addresses and texts are the same article."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress import steps
from glosspress.ingest import identity, joining, pagination
from glosspress.snapshot import Snapshot
from glosspress.workspace import Workspace

LEAFLET = (
    "Take {dose} mg of the medicine once a day with water, at the same time, and do not stop without asking. " * 12
)


def tree(html: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(html)


@pytest.mark.parametrize(("url", "same"), [
    ("HTTPS://Example.ORG:443/a?utm_source=x&b=2&a=1#top", "https://example.org/a?a=1&b=2"),
    ("http://example.org:80", "http://example.org/"),
    ("https://example.org/caf%C3%A9", "https://example.org/café"),
    ("https://example.org/a?fbclid=1", "https://example.org/a"),
])  # fmt: skip
def test_one_spelling(url: str, same: str) -> None:
    """Spellings of one address become one; what names another page stays."""
    assert identity.normal(url) == identity.normal(same)
    assert identity.normal("https://example.org/a?p=1") != identity.normal("https://example.org/a?p=2")
    assert identity.normal("https://example.org/A") != identity.normal("https://example.org/a")


@pytest.mark.parametrize(("link", "believed"), [
    ("https://www.example.org/b", True),
    ("/b", True),
    ("https://elsewhere.example/b", False),
    ("https://example.org/", False),
    ("javascript:x", False),
    ("http://[::1", False),
])  # fmt: skip
def test_canonical(link: str, believed: bool) -> None:
    """A page is believed about its own address on its own site only, and never that it is the front page."""
    own = "https://example.org/a"
    found = identity.canonical(tree(f"<link rel=canonical href='{link}'><p>x"), {}, own)
    assert (found != own) is believed


@pytest.mark.parametrize(("url", "form"), [
    ("https://example.org/a/amp/", "amp"),
    ("https://amp.example.org/a", "amp"),
    ("https://example.org/a?amp=1", "amp"),
    ("https://example.org/print/a", "print"),
    ("https://example.org/a?print=1", "print"),
    ("https://example.org/amphetamine", ""),
    ("https://example.org/how-to-print", ""),
])  # fmt: skip
def test_variants(url: str, form: str) -> None:
    """AMP and print forms are known by their address, words that only look like them are not."""
    assert identity.variant(url) == form


@pytest.mark.parametrize(("url", "link", "follows"), [
    ("https://e.org/a/", "/a/2/", True),
    ("https://e.org/a/2/", "/a/3/", True),
    ("https://e.org/a", "/a/page/2", True),
    ("https://e.org/a?x=1", "?x=1&page=2", True),
    ("https://e.org/a.html", "a-2.html", True),
    ("https://e.org/a/", "/b/", False),
    ("https://e.org/a/", "/a/3/", False),
    ("https://e.org/2026/a/", "/2026/b/2/", False),
    ("https://e.org/", "/page/2/", False),
    ("https://e.org/a/2/", "/a/1/", False),
])  # fmt: skip
def test_next_page(url: str, link: str, follows: bool) -> None:
    """The next page has the same address with a number one higher; the next article does not."""
    found = pagination.next_page(tree(f"<link rel=next href='{link}'><p>x"), url)
    assert bool(found) is follows


@given(st.lists(st.binary(max_size=200), min_size=2, max_size=5))
def test_joined_pages_keep_every_byte(bodies: list[bytes]) -> None:
    """Pages that are joined come apart again as they were, whatever is in them."""
    pages = [
        Snapshot(f"https://e.org/{n}", body, "text/html; charset=utf-8", "2026-11-21T08:00:00Z")
        for n, body in enumerate(bodies)
    ]
    assert [(part.url, part.body) for part in joining.parts(joining.joined(pages))] == [(p.url, p.body) for p in pages]


def test_fingerprints() -> None:
    """Texts that differ in a dose are near, others are not; what is near is found among many."""
    one, two = (identity.fingerprint(LEAFLET.format(dose=dose)) for dose in (5, 50))
    other = identity.fingerprint("Light in the morning helps the clock in the brain to find its time again. " * 12)
    assert (one ^ other).bit_count() > 10
    assert identity.fingerprint(LEAFLET.format(dose=5)) == one
    prints = [("one", one), ("near", one ^ 0b101), ("other", other)]
    assert list(identity.near(prints)) == [("one", "near")]
    assert (one ^ two).bit_count() < 32


def test_repeated_articles(workspace: Workspace) -> None:
    """The same words are one article; a leaflet that differs in one dose is another; a foreign language is not used."""
    folder = workspace.sources / "notes"
    folder.mkdir()
    for name, dose in (("a", 5), ("b", 5), ("c", 50)):
        (folder / f"{name}.md").write_text(f"# Leaflet\n\n{LEAFLET.format(dose=dose)}\n")
    (folder / "d.md").write_text(
        "# Schlaf\n\n" + "Das Mittel wird mit Wasser und nicht ohne den Rat der Ärztin genommen. " * 9
    )
    (workspace.sources / "notes.yaml").write_text(
        "title: N\nlicense: {status: owned}\nkind: folder\npath: notes\nassertions: {max_articles: 1}\n"
    )
    gathered = steps.gather(steps.begin(workspace.root, None, ["en-XA"]), "notes")
    assert [article.slug for article in gathered.articles] == ["a", "c"]
    said = {problem.where.rpartition("/")[2]: (problem.fatal, problem.what[:20]) for problem in gathered.problems}
    assert said["b.md"] == (False, "has the same words a")
    assert said["d.md"] == (True, "reads as “de”, but t")
    assert said["notes.yaml"] == (False, "2 articles, at most ")
