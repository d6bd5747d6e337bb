"""Many articles: throughput, what Prefect adds, memory, the ledger's growth, a second run, one article in a hundred changed.

Run: python benchmarks/scale.py [--articles N] [--direct-only] [--model N]

Articles are made from the sentences of the samples as in incremental.py, in two locales, with engines that need no model. A tenth
of them goes first, in a process and workspace of its own: memory and bytes an article are compared with those of all.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import incremental

LOCALES = "  en-XA: {}\n  pt-BR: {engine: echo}\n"
CHILD = """
import json, resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import incremental
found = incremental.timed(Path(sys.argv[2]))
print(json.dumps({**found, "peak MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
"""
PREFECT = "from glosspress.cli import main; main()"


def main() -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--direct-only", action="store_true", help="leave out the run through Prefect")
    parser.add_argument("--model", type=int, metavar="N", help="only this: N articles with the real model, on one core")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="glosspress-scale-"))
    try:
        if options.model:
            found = with_model(folder / "model", options.model)
        else:
            found = measured(folder, options.articles, prefect=not options.direct_only)
        print(json.dumps(found, indent=2))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def measured(folder: Path, articles: int, *, prefect: bool) -> dict[str, Any]:
    """All figures."""
    tenth, whole = folder / "tenth", folder / "whole"
    incremental.site(tenth, articles // 10, LOCALES)
    incremental.site(whole, articles, LOCALES)
    if prefect:
        shutil.copytree(whole, folder / "flow")
    small, first = direct(tenth), direct(whole)
    second = direct(whole)
    for number in range(0, articles, 100):
        file = whole / "sources" / "made" / f"article-{number:05}.md"
        file.write_text(file.read_text() + f"\n\nA new finding was reported in group {number}.\n")
    changed = direct(whole)
    pages = 2 * articles
    found = {
        "articles, locales": [articles, 2],
        "sentences": first["misses"],
        "first run: pages/s": round(pages / first["seconds"], 1),
        "first run: seconds by step": first["steps"],
        "second run: pages/s": round(pages / second["seconds"], 1),
        "second run: share of the first run": round(second["seconds"] / first["seconds"], 3),
        "second run: sentences translated": second["misses"],
        "1 % changed: share of the first run": round(changed["seconds"] / first["seconds"], 3),
        "1 % changed: sentences translated": changed["misses"],
        "peak MiB: a tenth, all": [small["peak MiB"], first["peak MiB"]],
        "ledger KiB an article in two locales: a tenth, all": [
            round(size(tenth / ".glosspress") / 1024 / (articles // 10), 1),
            round(size(whole / ".glosspress") / 1024 / articles, 1),
        ],
        "site KiB a page": round(size(whole / "output") / 1024 / pages, 1),
    }
    return {**found, **(through_prefect(folder / "flow", first) if prefect else {})}


def with_model(root: Path, articles: int) -> dict[str, Any]:
    """What a word costs with the embedded package; processor time wavers less than the clock on a busy machine."""
    incremental.site(root, articles, "  pt-BR: {}\n")
    words = sum(len(file.read_text().split()) for file in (root / "sources" / "made").glob("*.md"))
    found = direct(root)
    return {
        "with the model: articles, words": [articles, words],
        "words/s of processor time": round(words / found["cpu"]),
        "words/s": round(words / found["seconds"]),
        "peak MiB": found["peak MiB"],
    }


def direct(root: Path) -> dict[str, Any]:
    """One run in a process of its own."""
    command = [sys.executable, "-c", CHILD, str(Path(__file__).parent), str(root)]
    result: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return result


def through_prefect(root: Path, first: dict[str, Any]) -> dict[str, Any]:
    """The same first run as a flow, with a server of its own: what the batches, told by the flow, cost beside a direct run."""
    (root / "flows").mkdir()
    shutil.copy(Path(__file__).parent.parent / "flows" / "localize.py", root / "flows")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-c", PREFECT, "--workspace", str(root), "run", "--json"]
    done = subprocess.run(
        command, env={**environment, "HOME": str(root)}, capture_output=True, text=True, check=True
    ).stdout
    seconds = json.loads(done)["seconds"]
    return {
        "through Prefect, seconds beside direct": [round(seconds, 2), round(first["seconds"], 2)],
        "orchestration (share of the direct run)": round(seconds / first["seconds"] - 1, 4),
    }


def size(folder: Path) -> int:
    """Bytes of all files; links count once."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    raise SystemExit(main())
