"""What the checks say of wrong targets: made sentences in Portuguese, Spanish, French and German, each beside a right one.

Run: python benchmarks/wrong_targets.py [--list] [--check]

`wrong_targets.tsv` holds the sentences by class of error. The word lists were tuned on them, so the share that is caught says
which kinds of error are looked for, not what share of a model's errors is found; the class "written afterwards" came later, and
was tuned on once. Prints for each class what is caught (held), warned of, missed, and right targets that are held; `--list`
prints the missed and the falsely held ones, `--check` compares with the floors in `translate_floors.json`.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from glosspress import checks, locales, pins
from glosspress.article import Rich
from glosspress.translate.spacing import settled
from glosspress.translation import Severity

HERE = Path(__file__).parent


def main() -> int:
    """Print the table; return 1 when a floor is not met."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", action="store_true", help="print what is missed and what is held falsely")
    parser.add_argument("--check", action="store_true", help="compare with the floors")
    options = parser.parse_args()
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with (HERE / "wrong_targets.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            said = answer(row["source"], row["target"], row["locale"])
            outcome = said if row["verdict"] == "wrong" else "falsely held" if said == "caught" else "right"
            table[row["class"]][outcome] += 1
            if options.list and outcome in ("missed", "falsely held"):
                print(outcome, row["class"], row["locale"], row["source"], row["target"], sep=" | ")
    total = sum(table.values(), Counter[str]())
    for name, counts in [*table.items(), ("all", total)]:
        print(
            f"{name:20}",
            *(f"{outcome} {counts[outcome]:3}" for outcome in ("caught", "warned", "missed", "falsely held")),
        )
    floors = json.loads((HERE / "translate_floors.json").read_text(encoding="utf-8"))["wrong targets"]
    failed = total["caught"] < floors["caught"] or total["falsely held"] > floors["falsely held"]
    if options.check and failed:
        print(f"floor not met: {floors}", file=sys.stderr)
    return int(options.check and failed)


def answer(source: str, target: str, tag: str) -> str:
    """`caught` when a check holds the target, `warned`, or `missed`."""
    locale = locales.parse(tag)
    text = settled(target, source, locale)
    results = pins.verify(pins.find(source, None, locale, "en"), text, locale)
    found = checks.run(Rich(source), Rich(text), results, checks.Context(locale))
    if any(item.severity is Severity.BLOCK for item in found):
        return "caught"
    return "warned" if found else "missed"


if __name__ == "__main__":
    raise SystemExit(main())
