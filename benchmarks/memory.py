"""Whether memory stays flat: a growing corpus through gather, translate, check and decide with the engine that has no model.

Run: python benchmarks/memory.py [--sentences N] [--check]

Prints the resident memory after each tenth of the corpus. Every sentence is its own (it holds its number), so nothing is spared.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

import incremental

from glosspress import steps

FLOORS = Path(__file__).parent / "speed_floors.json"


def main() -> int:
    """Print the figures; return 1 when a floor is not met."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sentences", type=int, default=20_000)
    parser.add_argument("--check", action="store_true", help="compare with the floors")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="glosspress-memory-"))
    try:
        figures = grow(folder / "site", options.sentences // incremental.SENTENCES)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures, indent=2))
    most = json.loads(FLOORS.read_text(encoding="utf-8"))["memory"]["growth from the second tenth to the last"]
    if options.check and figures["growth from the second tenth to the last"] > most:
        print(f"memory grows by more than {most}", file=sys.stderr)
        return 1
    return 0


def grow(root: Path, articles: int) -> dict[str, float | list[int]]:
    """One run, batch by batch."""
    incremental.site(root, articles, "  pt-BR: {engine: echo}\n")
    started = time.perf_counter()
    job = steps.begin(root, None, None)
    gathered = [steps.gather(job, source) for source in job.sources]
    after_gathering = resident_mb()
    batches = steps.plan(job, gathered)
    sampled, segments = [], 0
    for number, batch in enumerate(batches, 1):
        segments += steps.produce(job, batch).misses
        if number * 10 // len(batches) > len(sampled):
            sampled.append(resident_mb())
    return {
        "sentences": segments,
        "seconds": round(time.perf_counter() - started, 1),
        "MB after gathering": after_gathering,
        "MB after each tenth": sampled,
        "growth from the second tenth to the last": round(sampled[-1] / sampled[1], 3),
    }


def resident_mb() -> int:
    """Of this process, as Linux tells it."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
