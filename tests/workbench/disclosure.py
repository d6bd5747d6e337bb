"""What ledger and published files say of a page, read from each place on its own, so that they can be compared."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from .. import warm

GLOSSPRESS = [sys.executable, "-c", "from glosspress.cli import main; main()"]
SOURCE_TYPES = {
    "approved": "CompositeWithTrainedAlgorithmicMediaDigitalSource",
    "post-edited": "CompositeWithTrainedAlgorithmicMediaDigitalSource",
    "machine-checked": "TrainedAlgorithmicMediaDigitalSource",
    "withdrawn": "",
}
"""Of schema.org, as the pages name them (https://schema.org/IPTCDigitalSourceEnumeration)."""


def call(root: Path, *arguments: str, code: int = 0) -> str:
    """What a command prints; it must end with `code`."""
    env = {name: value for name, value in os.environ.items() if name != "GLOSSPRESS_REVIEWER"}
    command = [*warm.glosspress(), "--workspace", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=env)
    assert done.returncode == code, (arguments, done.returncode, done.stderr)
    return done.stdout


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one page."""

    events: tuple[tuple[str, str], ...]
    """(kind, actor) of the whole ledger, oldest first."""
    state: str
    """As `glosspress review status` has it."""
    publication: str
    shown: str
    """State that the published page tells its readers; empty: there is none."""
    text: str
    """The words of the published page."""
    editors: tuple[str, ...]
    reviewers: tuple[str, ...]
    listed: bool
    """In the sitemap, the feed and the index of its locale."""


def told(root: Path, page: str, locale: str) -> Told:
    """Everything that is said, after making sure that nothing contradicts anything else."""
    call(root, "verify")
    events = [json.loads(line) for line in call(root, "review", "history", "--json").splitlines()]
    status = json.loads(call(root, "review", "status", page, "--to", locale, "--json"))
    folder = root / "output" / locale / page.rpartition("/")[2]
    found = _page(folder, root / "output", events) if folder.exists() else ("", "", (), ())
    listed = {
        _names(root / "output", name, folder) for name in ("sitemap.xml", f"{locale}/feed.xml", f"{locale}/index.html")
    }
    assert len(listed) == 1, "sitemap, feed and index name the same pages"
    assert listed == {found[0] not in ("", "withdrawn")}
    return Told(
        tuple((one["kind"], one["actor"]) for one in events), status["state"], status["publication"], *found, *listed
    )


def _names(output: Path, file: str, folder: Path) -> bool:
    path = output / file
    return path.exists() and f"{folder.name}/" in path.read_text(encoding="utf-8")


def _page(
    folder: Path, output: Path, events: list[dict[str, Any]]
) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """State, text, editors and reviewers of a published page: banner, JSON-LD, Markdown, record, card and chain agree."""
    html = (folder / "index.html").read_text(encoding="utf-8")
    markdown = (folder / "index.md").read_text(encoding="utf-8")
    record = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))["bundle"]["page:record"]
    [state] = re.findall(r'data-state="([^"]+)"', html)
    assert re.findall(r"^translation_state: (\S+)$", markdown, re.MULTILINE) == [state]
    assert record["entity"]["page:target"]["gp:state"] == state
    _chained(record, output, events)
    if state == "withdrawn":
        assert "application/ld+json" not in html, "what is withdrawn is no article to machines"
        assert not (folder / "provenance.html").exists()
        assert next(iter(record["wasInvalidatedBy"].values()))["prov:activity"] == "page:Withdraw"
        [gone] = [one for one in events if one["kind"] == "page-withdrawn"][-1:]
        assert gone["comment"] in unescape(html)
        assert record["activity"]["page:Withdraw"]["gp:eventSha256"] == gone["sha256"]
        return state, _words(html), (), ()
    assert "wasInvalidatedBy" not in record
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[0])
    assert data["digitalSourceType"] == f"https://schema.org/{SOURCE_TYPES[state]}"
    editors, reviewers = (tuple(item["name"] for item in data.get(key, ())) for key in ("editor", "reviewedBy"))
    card = (folder / "provenance.html").read_text(encoding="utf-8")
    [banner] = re.findall(r'<aside class="banner.*?<strong>(.*?)</strong>', html, re.DOTALL)
    assert f"<dd>{banner}</dd>" in card, "the card says what the banner says"
    persons = set(re.findall(r"<dt><bdi>(.*?)</bdi>", card))
    assert persons == {*editors, *reviewers}
    agents = {
        one["gp:name"] for one in record.get("agent", {}).values() if one.get("prov:type", {}).get("$") == "prov:Person"
    }
    assert agents == persons
    named = re.findall(r"^reviewed_by:\n((?:- .*\n)+)", markdown, re.MULTILINE)
    assert set(re.findall(r"^- (.*)$", "".join(named), re.MULTILINE)) == set(reviewers)
    return state, _words(html), editors, reviewers


def _chained(record: dict[str, Any], output: Path, events: list[dict[str, Any]]) -> None:
    """Events that the record names are those of the ledger, and the published chain is a beginning of the ledger's."""
    shas = {one["number"]: one["sha256"] for one in events}
    for activity in record["activity"].values():
        if "gp:eventSha256" in activity:
            assert shas[int(activity["gp:event"]["$"])] == activity["gp:eventSha256"]
    chain = json.loads((output / "provenance" / "events.json").read_text(encoding="utf-8"))["events"]
    published = [one if isinstance(one, str) else one["sha256"] for one in chain]
    assert published == list(shas.values())[: len(published)]


def _words(html: str) -> str:
    [body] = re.findall(r"<main.*?</main>", html, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", body)).split())
