"""`glosspress doctor --online`, the part outside of the workspace: sources, targets, disk; real sites on loopback."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from glosspress.cli.doctor.diagnosis import Diagnosis
from glosspress.cli.doctor.places import places
from glosspress.workspace import Workspace, at

from ..ingest.test_tls import certificate
from ..loopback import Answer, Loopback, serve

FEED = """<rss version="2.0"><channel><title>Clinic</title><item><title>Sleep</title><link>{root}/sleep</link></item>
<item><title>Mood</title><link>{root}/mood</link></item></channel></rss>"""
PAGE = "<html><head><title>Sleep and mood</title></head><body><article><h1>Sleep and mood</h1>" + (
    "<p>Poor sleep often comes before a depressive episode, and patients who sleep badly answer less to treatment.</p>"
    * 4
    + "</article></body></html>"
)


@pytest.fixture
def clinic() -> Iterator[Loopback]:
    """A site with a feed of two articles, of which the first is gone."""
    with serve() as site:
        site.xml("/feed", FEED)
        site.html("/mood", PAGE)
        yield site


def diagnosed(workspace: Workspace, **found: str) -> dict[str, Diagnosis]:
    for name, url in found.items():
        source = f"title: {name}\nlicense: {{status: owned}}\nkind: feed\nurl: {url}\n"
        (workspace.sources / f"{name}.yaml").write_text(source)
    return {item.what: item for item in places(at(workspace.root))}


def test_a_source_that_answers(workspace: Workspace, clinic: Loopback) -> None:
    """Its list and an article are asked for, once, and the article reads as one; an article that is gone is no fault."""
    found = diagnosed(workspace, clinic=f"{clinic.root}/feed")["source clinic"]
    assert (found.ok, found.found) == (True, "2 articles listed, “Sleep and mood” read")
    assert (clinic.asked("/feed"), clinic.asked("/sleep"), clinic.asked("/mood")) == (1, 1, 1)
    assert clinic.asked("/robots.txt") == 1


def test_what_is_in_the_way_is_named(workspace: Workspace, clinic: Loopback) -> None:
    """robots.txt, nobody there, no feed, fewer articles than promised: each with the next command."""
    clinic.put("/robots.txt", Answer(b"User-agent: *\nDisallow: /private/\n", media="text/plain"))
    clinic.html("/page", PAGE)
    clinic.xml("/private/feed", FEED)
    clinic.xml("/empty", '<rss version="2.0"><channel><title>Clinic</title></channel></rss>')
    found = diagnosed(
        workspace,
        closed=f"{clinic.root}/private/feed",
        gone="http://127.0.0.1:9/feed",
        moved=f"{clinic.root}/elsewhere",
        page=f"{clinic.root}/page",
        empty=f"{clinic.root}/empty",
    )
    assert {name for name, item in found.items() if item.ok} == {"disk budget"}
    assert "robots.txt" in found["source closed"].found
    assert "404" in found["source moved"].found
    for name in ("closed", "gone", "moved", "page", "empty"):
        assert found[f"source {name}"].mend, found[f"source {name}"]


def test_a_certificate_nobody_vouches_for(workspace: Workspace, clinic: Loopback, tmp_path: Path) -> None:
    """A source whose certificate does not verify is not asked further."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate(tmp_path, "clinic.example"))
    with serve(context) as secure:
        secure.xml("/feed", FEED)
        found = diagnosed(workspace, clinic=f"{secure.root}/feed")["source clinic"]
    assert not found.ok
    assert "certificate" in found.found.lower()
    assert secure.requests == []


def test_targets(workspace: Workspace, tmp_path: Path) -> None:
    """A folder that can be written, and is left as it was; one below a file; a WordPress without its password."""
    (tmp_path / "file").write_text("")
    with (workspace.root / "glosspress.yaml").open("a") as config:
        config.write(
            f"targets:\n  live: {{kind: files, url: {tmp_path}/www}}\n  wrong: {{kind: files, url: {tmp_path}/file/www}}\n"
            "  blog: {kind: wordpress, url: 'http://127.0.0.1:9/', user: editor}\n"
        )
    found = diagnosed(workspace)
    assert (found["target live"].ok, list((tmp_path / "www").iterdir())) == (True, [])
    assert "cannot be written" in found["target wrong"].found
    assert "GLOSSPRESS_WORDPRESS_PASSWORD is not set" in found["target blog"].found
    assert all(found[f"target {name}"].mend for name in ("wrong", "blog"))


def test_storage_of_snapshots(workspace: Workspace, tmp_path: Path) -> None:
    """Asked only where there is one: a folder that can be written is left as it was, one below a file is wrong."""
    assert "snapshots" not in diagnosed(workspace)
    (tmp_path / "file").write_text("")
    config = workspace.root / "glosspress.yaml"
    before = config.read_text()
    config.write_text(f"{before}snapshots: {{url: {tmp_path}/kept}}\n")
    found = diagnosed(workspace)["snapshots"]
    assert (found.ok, list((tmp_path / "kept").iterdir())) == (True, [])
    config.write_text(f"{before}snapshots: {{url: {tmp_path}/file/kept}}\n")
    found = diagnosed(workspace)["snapshots"]
    assert not found.ok
    assert "cannot be written" in found.found
    assert found.mend


def test_disk_budget(workspace: Workspace) -> None:
    """What is used, of what; above the budget it is wrong."""
    assert diagnosed(workspace)["disk budget"].ok
    with (workspace.root / "glosspress.yaml").open("a") as config:
        config.write("retention: {disk_budget_gb: 0.00001}\n")
    found = diagnosed(workspace)["disk budget"]
    assert not found.ok
    assert "glosspress housekeeping" in found.mend
