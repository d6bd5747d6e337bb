"""Impact of a glossary change: 1,000 changed terms against 100,000 stored sentences on 2,000 pages.

Run: python benchmarks/impact.py [--sentences 100000] [--terms 1000]

The ledger is a real SQLite file; every second sentence holds one of the changed terms or two. Goal: under 2 s, with loading
of both term bases, the difference, the search, pages and persons' texts. Previews are translations and not part of it.
CPU time counts: it does not depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
import time
import zlib
from pathlib import Path

from glossary_size import _FILL, terms

from glosspress.digest import sha256
from glosspress.glossary import Term
from glosspress.glossary.termbases import in_folder, working
from glosspress.ledger import open_ledger
from glosspress.ledger.schema import decisions, page_segments, pages, segment_sources
from glosspress.steps.impact import impact
from glosspress.workspace import Workspace, at

GOAL_S = 2.0
A_PAGE = 50
"""Sentences a page."""


def workspace(root: Path, known: list[Term]) -> Workspace:
    """Term bases before (`old/`) and after: every target differs."""
    (root / "glosspress.yaml").write_text("locales:\n  pt-BR: {}\n")
    for folder, suffix in ((root / "glossary", ""), (root / "old", " antigo")):
        folder.mkdir()
        with (folder / "en-pt.csv").open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(["id", "source", "target", "mode", "status"])
            rows.writerows([term.id, term.source, term.target + suffix, "prefer", "approved"] for term in known)
    return at(root)


def fill(here: Workspace, known: list[Term], count: int) -> None:
    """Sentences of about 20 words as a run would leave them, each on one page that is online."""
    ledger = open_ledger(here.ledger_url)
    chooser = random.Random(3)
    rows = []
    for number in range(count):
        words = chooser.choices(_FILL, k=18) + [
            term.source for term in chooser.choices(known, k=chooser.choice((0, 0, 0, 1, 1, 2)))
        ]
        chooser.shuffle(words)
        rows.append((sha256(f"key {number}"), " ".join(words) + f" in case {number}."))
    digests = [sha256(f"page {number}") for number in range(-(-count // A_PAGE))]
    body = zlib.compress(b"{}")
    with ledger._database.writing() as connection:  # noqa: SLF001 - a run would take an hour
        sources = [{"key": key, "pair": "en-pt", "source": text} for key, text in rows]
        connection.execute(segment_sources.insert(), sources)
        connection.execute(pages.insert(), [{"digest": sha, "body": body} for sha in digests])
        links = [{"key": key, "digest": digests[number // A_PAGE]} for number, (key, _) in enumerate(rows)]
        connection.execute(page_segments.insert(), links)
        row = {
            "locale": "pt-BR",
            "publish": True,
            "body": _decision(),
            "run": "r",
            "decided_at": "2026-11-21T00:00:00Z",
        }
        made = [{**row, "page_id": f"bench/{number}", "digest": sha} for number, sha in enumerate(digests)]
        connection.execute(decisions.insert(), made)


def _decision() -> bytes:
    from glosspress.ledger.packing import decision_json, pack
    from glosspress.page import Decision, State

    return pack(decision_json(Decision(True, (), (), State.CHECKED)))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sentences", type=int, default=100_000)
    options.add_argument("--terms", type=int, default=1_000)
    wanted = options.parse_args()
    known = terms(wanted.terms)
    with tempfile.TemporaryDirectory() as folder:
        here = workspace(Path(folder), known)
        fill(here, known, wanted.sentences)
        spent = []
        for _ in range(5):
            start, cpu = time.perf_counter(), time.process_time()
            found = impact(here, in_folder(here.root / "old", "old"), working(here))
            spent.append((time.process_time() - cpu, time.perf_counter() - start))
    print(
        f"{len(found.diff.changes):,} changed terms, {wanted.sentences:,} sentences: {len(found.segments):,} touched,"
    )
    print(f"{len(found.pages()):,} pages, {found.words:,} words")
    cpu, clock = min(spent)
    print(f"best of {len(spent)}: {cpu:.2f} s of CPU, {clock:.2f} s by the clock (goal: under {GOAL_S:.0f} s of CPU)")
    return 0 if cpu < GOAL_S else 1


if __name__ == "__main__":
    sys.exit(main())
