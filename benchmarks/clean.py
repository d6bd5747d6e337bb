"""Scores the cleaner on the development pages, next to trafilatura, readability-lxml and resiliparse, in one run.

    python benchmarks/clean.py [--only glosspress] [--sets wcxb,traf,synth] [--write-floors --reason TEXT]

Calls `data/extraction/score.py` and `score_lines.py` of the shared folder (GLOSSPRESS_SHARED, or `../shared`), which
are the definition of every figure. Prints F1 by group, leaks by kind, content lost by kind and pages per CPU second;
ends with 1 when a figure of glosspress is below `clean_floors.json`. Floors are lowered only with `--write-floors
--reason`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "clean_floors.json"
EXTRACTORS = ("glosspress", "trafilatura", "readability", "resiliparse")


def glosspress(path: str) -> str:
    """Text of a page by this project."""
    from glosspress.clean import clean_page
    from glosspress.errors import InputError

    try:
        return clean_page(Path(path).read_bytes()).text
    except InputError:
        return ""


def glosspress_lines(text: str) -> str:
    """Text of a text by this project."""
    from glosspress.clean import clean_text
    from glosspress.clean.plain import text_of
    from glosspress.errors import InputError

    try:
        return text_of(clean_text(text))
    except InputError:
        return ""


def trafilatura(path: str) -> str:
    """Text of a page by trafilatura, comments off."""
    from trafilatura import extract

    return extract(Path(path).read_bytes(), include_comments=False) or ""


def readability(path: str) -> str:
    """Text of a page by readability-lxml, lines by block."""
    from lxml import html
    from readability import Document

    summary = Document(Path(path).read_bytes().decode("utf-8", "replace")).summary()
    tree = html.fromstring(summary)
    for block in tree.iter("p", "div", "li", "h1", "h2", "h3", "h4", "tr", "br", "blockquote", "pre", "td"):
        block.tail = "\n" + (block.tail or "")
    return str(tree.text_content())


def resiliparse(path: str) -> str:
    """Text of a page by resiliparse, main content without comments and alternative texts."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(Path(path).read_bytes().decode("utf-8", "replace"))
    return str(extract_plain_text(tree, main_content=True, alt_texts=False, comments=False))


def scored(folder: Path, script: str, name: str, sets: str = "") -> dict[str, Any]:
    """The JSON that a scoring script writes for one extractor; its report goes to stdout."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out.json"
        command = [sys.executable, str(folder / script), "--callable", f"clean:{name}", "--json", str(out)]
        command += ["--set", sets] if sets else []
        subprocess.run(command, check=True, cwd=HERE)
        return dict(json.loads(out.read_text("utf-8")))


def speed_of(folder: Path, name: str) -> tuple[float, float]:
    """Pages per CPU second of this process, over every third page once, imports and rules already loaded; and the CPU
    seconds of the slowest of all pages.
    """
    import gzip

    run = globals()[name]
    with tempfile.TemporaryDirectory() as scratch:
        paths = []
        for packed in sorted((folder / "html").glob("*.gz")):
            path = Path(scratch) / packed.stem
            path.write_bytes(gzip.decompress(packed.read_bytes()))
            paths.append(str(path))
        for path_name in paths[1::30]:
            run(path_name)
        times = []
        for path_name in [*paths[::3], *paths[1::3], *paths[2::3]]:
            began = time.process_time()
            run(path_name)
            times.append(time.process_time() - began)
        third = len(paths[::3])
        return third / sum(times[:third]), max(times)


def figures(pages: dict[str, Any], lines: dict[str, Any], speed: float, worst: float) -> dict[str, float]:
    """The figures that have floors; losses, leaks and survivors count downwards."""
    summary, blocks = pages["summary"], pages["summary"]["synth_blocks"]
    return {
        "wcxb_f1": summary["wcxb"]["f1"],
        "traf_f1": summary["traf"]["f1"],
        "synth_f1": summary["synth"]["f1"],
        "pages_without_leak": 1 - summary["leaks"]["any"] / summary["leaks"]["pages"],
        "content_blocks_kept": 1 - sum(blocks["lost"].values()) / sum(blocks["content"].values()),
        "boilerplate_removed": 1 - sum(blocks["survived"].values()) / sum(blocks["boiler"].values()),
        "residue_page_f1": lines["residue"]["page_f1"],
        "residue_lines_kept": 1 - lines["residue"]["content_lines_lost"],
        "full_page_f1": lines["full"]["page_f1"],
        "pages_per_cpu_second": speed,
        "worst_page_within_2_s": float(worst < 2),
    }


def main() -> int:
    """Run the comparison; 1 when a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=EXTRACTORS)
    parser.add_argument("--sets", default="", help="groups of pages, comma-separated (no floors are checked then)")
    parser.add_argument("--write-floors", action="store_true")
    parser.add_argument("--reason", default="")
    options = parser.parse_args()
    folder = Path(os.environ.get("GLOSSPRESS_SHARED", HERE.parent.parent / "shared")) / "data" / "extraction"
    if not folder.is_dir():
        print(f"no pages at {folder}: set GLOSSPRESS_SHARED")
        return 0
    mine: dict[str, Any] = {}
    for name in [options.only] if options.only else EXTRACTORS:
        print(f"\n== {name}", flush=True)
        pages = scored(folder, "score.py", name, options.sets)
        speed, worst = speed_of(folder, name)
        print(f"{speed:.1f} pages per CPU second; the slowest page took {worst:.2f} s", flush=True)
        if name == "glosspress" and not options.sets:
            mine = figures(pages, scored(folder, "score_lines.py", "glosspress_lines"), speed, worst)
    return _floors(mine, write=options.write_floors, reason=options.reason) if mine else 0


def _floors(mine: dict[str, float], *, write: bool, reason: str) -> int:
    """Compare with the floors, or write them: a little below what was measured, never lower without a reason."""
    floors = json.loads(FLOORS.read_text("utf-8"))["floors"] if FLOORS.is_file() else {}
    missed = [f"{name}: {value:.4f} < {floors[name]}" for name, value in mine.items() if value < floors.get(name, 0)]
    if write:
        if missed and not reason:
            print("a floor would be lowered: say why with --reason")
            return 1
        rounded = {name: round(v - 0.002, 3) if v <= 1 else float(int(v * 0.8)) for name, v in mine.items()}
        FLOORS.write_text(json.dumps({"reason": reason, "floors": rounded}, indent=1) + "\n", "utf-8")
        return 0
    print("\n== floors:", "kept" if not missed else "MISSED")
    print("\n".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
