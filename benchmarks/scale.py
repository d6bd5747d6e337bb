"""Many articles: throughput, what Prefect adds, memory, the ledger's growth, a second run, one article in a hundred changed.

Run: python benchmarks/scale.py [--articles N] [--direct-only] [--model N]

Articles are made from the sentences of the samples as in incremental.py, in two locales, with engines that need no model. A tenth
of them goes first, in a process and workspace of its own: memory and bytes an article are compared with those of all.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import incremental
import memory

from glosspress import steps

LOCALES = "  en-XA: {}\n  pt-BR: {engine: echo}\n"
CHILD = "import sys; sys.path.insert(0, sys.argv[1]); import scale; scale.child(sys.argv[2])"
PREFECT = "from glosspress.cli import main; main()"
TENTHS = 10


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
    found = {
        "articles, locales": [articles, 2],
        "sentences": first["misses"],
        **_rates("first run", first, 2 * articles),
        "first run: seconds by step": first["steps"],
        "MiB after each tenth of the batches": first["MiB"],
        "peak MiB, publishing included: a tenth of the articles, all": [small["peak MiB"], first["peak MiB"]],
        "ledger KiB an article in two locales: a tenth of the articles, all": [
            round(size(tenth / ".glosspress", "ledger*") / 1024 / (articles // 10), 1),
            round(size(whole / ".glosspress", "ledger*") / 1024 / articles, 1),
        ],
        "note of rendered pages KiB a page": round(
            (whole / ".glosspress" / "rendered.json").stat().st_size / 1024 / (2 * articles), 1
        ),
        "site KiB a page": round(size(whole / "output") / 1024 / (2 * articles), 1),
    }
    tell(found)
    if prefect:
        found |= through_prefect(folder / "flow", first)
        tell(found)
    second = direct(whole)
    found |= _rates("second run", second, 2 * articles, first)
    tell(found)
    for number in range(0, articles, 100):
        file = whole / "sources" / "made" / f"article-{number:05}.md"
        file.write_text(file.read_text() + f"\n\nA new finding was reported in group {number}.\n")
    changed = direct(whole)
    return {**found, **_rates("1 % changed", changed, 2 * articles, first)}


def _rates(name: str, run: dict[str, Any], pages: int, first: dict[str, Any] | None = None) -> dict[str, Any]:
    """By the clock, and by processor time, which wavers less on a busy machine."""
    found = {
        f"{name}: pages a second, a second of processor time": [
            round(pages / run["seconds"], 1),
            round(pages / run["cpu"], 1),
        ],
        f"{name}: sentences translated": run["misses"],
    }
    if first:
        found[f"{name}: share of the first run's processor time"] = round(run["cpu"] / first["cpu"], 3)
    return found


def tell(found: dict[str, Any]) -> None:
    """What is known so far, on the error stream: all of it takes an hour."""
    print(json.dumps(found), file=sys.stderr, flush=True)


def child(root: str) -> None:
    """One whole run, as `glosspress run --direct` does it: figures as JSON on the standard output."""
    spent: dict[str, float] = {}
    started, cpu = time.perf_counter(), time.process_time()
    job = steps.begin(Path(root), None, None)
    gathered = [steps.gather(job, source) for source in job.sources]
    spent["gather"] = time.perf_counter() - started
    batches, sampled, misses = steps.plan(job, gathered), [], 0
    for number, batch in enumerate(batches, 1):
        misses += steps.produce(job, batch).misses
        if number * TENTHS // len(batches) > len(sampled):
            sampled.append(memory.resident_mb())
    spent["produce"] = time.perf_counter() - started - spent["gather"]
    steps.publish(job)
    seconds = time.perf_counter() - started
    spent["publish"] = seconds - spent["gather"] - spent["produce"]
    found = {
        "seconds": seconds,
        "cpu": time.process_time() - cpu,
        "misses": misses,
        "MiB": sampled,
        "peak MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "steps": {name: round(value, 1) for name, value in spent.items()},
    }
    print(json.dumps(found))


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
    """The same first run as a flow, with a server that starts and ends with it: what both cost beside a direct run."""
    shutil.copytree(
        Path(__file__).parent.parent / "flows", root / "flows", ignore=shutil.ignore_patterns("__pycache__")
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-c", PREFECT, "--workspace", str(root), "run", "--json"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, env={**environment, "HOME": str(root)}, capture_output=True, text=True, check=True
    ).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "through Prefect: seconds of the flow beside a direct run": [
            round(json.loads(done)["seconds"], 1),
            round(first["seconds"], 1),
        ],
        "through Prefect: processor seconds, its server's too, beside a direct run": [
            round(cpu, 1),
            round(first["cpu"], 1),
        ],
        "orchestration (share of a direct run's processor time)": round(cpu / first["cpu"] - 1, 4),
    }


def size(folder: Path, pattern: str = "*") -> int:
    """Bytes on the disk of all files; links do not count."""
    found = (path for path in folder.rglob(pattern) if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_blocks * 512 for path in found)


if __name__ == "__main__":
    raise SystemExit(main())
