"""Real public pages, served on loopback as sites with a sitemap and a feed in the form of WordPress. Skipped where absent."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from glosspress.errors import InputError
from glosspress.ingest import ingest, quality
from glosspress.snapshot import Snapshot
from glosspress.sources import load
from glosspress.steps.reading import article_of
from glosspress.workspace import Workspace

from ..loopback import Answer, serve

ITEM = (
    "<item><title>{name}</title><link>{root}/{name}/</link><comments>{root}/{name}/#respond</comments>"
    "<dc:creator><![CDATA[editor]]></dc:creator><pubDate>Fri, 20 Nov 2026 08:00:00 +0000</pubDate>"
    '<guid isPermaLink="false">{root}/?p={number}</guid><description><![CDATA[...]]></description></item>'
)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Site</title>'
    "<sy:updatePeriod>hourly</sy:updatePeriod><generator>https://wordpress.org/?v=6.1.9</generator>"
)


@pytest.fixture(scope="module")
def pages(shared: Path) -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Every page of the development set with its gold."""
    folder = shared / "data" / "extraction"
    if not (folder / "gold.json").is_file():
        pytest.skip(f"no extraction set at {folder}")
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    return {name: (gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), gold[name]) for name in gold}


def declared(body: bytes) -> bool:
    """The page itself says that it is not free to read."""
    tree = lxml.html.document_fromstring(body.replace(b"\0", b""), parser=lxml.html.HTMLParser(encoding="utf-8"))
    fault = quality.judge(tree, "https://example.org/a", "https://example.org/a")
    return fault is not None and "declares itself" in fault.what


@pytest.mark.parametrize("kind", ["sitemap", "feed"])
def test_sites_of_real_pages(kind: str, pages: dict[str, tuple[bytes, dict[str, Any]]], workspace: Workspace) -> None:
    """Each page that is free comes through listing, client, judgement and cleaning, with the passages a reader must see."""
    settings = workspace.root / "glosspress.yaml"
    settings.write_text(settings.read_text() + "  per_host: 8\n")
    chosen = {name: page for number, (name, page) in enumerate(pages.items()) if number % 16 == (kind == "feed")}
    with serve() as site:
        for name, (body, _) in chosen.items():
            site.put(f"/{name}/", Answer(body, media="text/html"))
        rows = "".join(
            f"<url><loc>{{root}}/{name}/</loc><lastmod>2026-11-20T08:00:00+00:00</lastmod></url>" for name in chosen
        )
        site.xml("/sitemap", f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>')
        items = "".join(ITEM.format(root=site.root, name=name, number=n) for n, name in enumerate(chosen))
        site.xml("/feed", f"{HEAD}{items}</channel></rss>")
        file = workspace.sources / "real.yaml"
        file.write_text(f"title: R\nlicense: {{status: fair-use-review}}\nkind: {kind}\nurl: {site.root}/{kind}\n")
        source = load(file)
        found = list(ingest(source, workspace))
    made = {
        item.url.rstrip("/").rpartition("/")[2]: article_of(item, source)
        for item in found
        if isinstance(item, Snapshot)
    }
    refused = {item.where.rstrip("/").rpartition("/")[2] for item in found if isinstance(item, InputError)}
    assert made.keys() | refused == chosen.keys()
    assert refused == {name for name, (body, _) in chosen.items() if declared(body)}
    wanted = [(name, text) for name in made for text in chosen[name][1].get("with", ())]
    kept = sum("".join(text.split()) in "".join(made[name].text.split()) for name, text in wanted)
    assert kept >= 0.85 * len(wanted) > 25


def test_no_article_is_taken_for_something_else(pages: dict[str, tuple[bytes, dict[str, Any]]]) -> None:
    """Of real pages only those are refused that declare themselves as paid for."""
    names = list(pages)[::6]
    for name in names:
        tree = lxml.html.document_fromstring(
            pages[name][0].replace(b"\0", b""), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
        fault = quality.judge(tree, "https://example.org/a", "https://example.org/a")
        assert fault is None or "declares itself" in fault.what, f"{name}: {fault}"
