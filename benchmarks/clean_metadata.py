"""What reading linked data costs and finds on the development pages, for docs/adr/0007.

    python benchmarks/clean_metadata.py

Prints the import time of extruct, CPU milliseconds a page on trees that are parsed already, and on how many pages each
syntax describes the article. Pages: `data/extraction/html` of the shared folder (GLOSSPRESS_SHARED, or `../shared`).
"""

from __future__ import annotations

import gzip
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from glosspress.clean import linked
from glosspress.clean.decoding import decode
from glosspress.clean.metadata import PageFacts
from glosspress.clean.parsing import parse

ADDRESS = "https://example.org/a"


def import_seconds() -> float:
    """CPU seconds of the import that cleaning does not need anyway, the least of three."""
    code = "import time, lxml.html, bs4, trafilatura; a = time.process_time(); import extruct; print(time.process_time() - a)"
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(3)]
    return min(float(run.stdout) for run in runs)


def main() -> int:
    """Measure."""
    shared = Path(os.environ.get("GLOSSPRESS_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    paths = sorted((shared / "data" / "extraction" / "html").glob("*.gz"))
    if not paths:
        print(f"no pages below {shared}: set GLOSSPRESS_SHARED")
        return 0
    trees = [parse(decode(gzip.decompress(path.read_bytes()))) for path in paths]
    found: Counter[str] = Counter()
    spent: dict[str, list[float]] = {"linked data and OpenGraph": [], "all metadata": []}
    PageFacts(trees[0], ADDRESS)
    for tree in trees:
        began = time.process_time()
        answers = {
            "JSON-LD": linked.json_ld(tree),
            "Microdata": linked.microdata(tree, ADDRESS),
            "OpenGraph": linked.open_graph(tree),
        }
        spent["linked data and OpenGraph"].append(time.process_time() - began)
        found.update(name for name, answer in answers.items() if answer)
        found["Microdata alone"] += bool(answers["Microdata"] and not answers["JSON-LD"])
        found["RDFa"] += bool(tree.xpath("//*[contains(@typeof, 'rticle')]"))
        began = time.process_time()
        PageFacts(tree, ADDRESS).metadata()
        spent["all metadata"].append(time.process_time() - began)
    print(f"import of extruct: {import_seconds():.2f} s")
    for name, seconds in spent.items():
        mean, worst = 1000 * statistics.mean(seconds), 1000 * max(seconds)
        print(f"{name}: {mean:.2f} ms a page, worst {worst:.1f} ms")
    print(f"{len(trees)} pages:", ", ".join(f"{name} {count}" for name, count in found.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
