"""Numbers and protected spans on TICO-19 dev: false holds on the human references, and caught damage.

Run: python benchmarks/numbers_tico19.py [--locale pt-BR] [--show 20]

A reference translation that the checks `numbers`, `protected` or `doses` would hold counts as a false hold (references
convert units and drop footnote marks now and then, so that zero cannot be reached). Then every number and link of every
reference is damaged in the ways translation models damage them, one at a time; each damaged sentence must be held.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from glosspress import checks, locales, pins
from glosspress.article import Rich
from glosspress.locales import Locale
from glosspress.pins import numerals
from glosspress.translation import Finding, Severity

GUARDED = frozenset({"numbers", "protected", "doses"})
FILES = {"pt-BR": "pt-BR", "es-419": "es-419", "fr": "fr"}
SHIFTED = {"fr": ("Wikinews_1:1086", "Wikinews_3:1121")}
"""First and last id of the lines whose reference belongs to another sentence in the data set."""


def shared() -> Path:
    """The folder of data sets: GLOSSPRESS_SHARED, or `../shared` beside the current folder."""
    return Path(os.environ.get("GLOSSPRESS_SHARED", "../shared"))


def sentences(tag: str) -> list[tuple[str, str]]:
    """(source, reference) of each line."""
    lines = (shared() / f"data/tico19/dev.en-{FILES[tag]}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    names = [row[0] for row in rows]
    first, last = SHIFTED.get(tag, ("", ""))
    wrong = range(names.index(first), names.index(last) + 1) if first else range(0)
    return [(row[1], row[2]) for number, row in enumerate(rows) if number not in wrong]


def holding(source: str, target: str, locale: Locale) -> list[Finding]:
    """The blocking findings on numbers and protected spans."""
    results = pins.verify(pins.find(source, None, locale, "en"), target, locale)
    found = checks.run(Rich(source), Rich(target), results, checks.Context(locale))
    return [item for item in found if item.check in GUARDED and item.severity is Severity.BLOCK]


def damages(text: str, locale: Locale) -> Iterator[str]:
    """The text with one number changed (a digit dropped, doubled, swapped, separators lost or moved) or one link."""
    for match in re.finditer(r"\d[\d.,]*\d|\d", text):
        run = match[0]
        variants = {run[1:], run[:-1], run + run[-1], run[0] + run}
        variants.add(str((int(run[0]) + 1) % 10) + run[1:])
        if len(run) > 1:
            variants |= {run[1] + run[0] + run[2:], run[:-2] + run[-1] + run[-2]}
        if re.search("[.,]", run):
            variants |= {re.sub("[.,]", "", run), run.translate(str.maketrans(".,", ",."))}
        value, _ = numerals.read(run, locale)
        for variant in sorted(variants - {run, ""}):
            if value is not None and numerals.read(variant, locale)[0] == value:
                continue  # another way to write the same number
            yield text[: match.start()] + variant + text[match.end() :]
    for match in re.finditer(r"(?:www|https?)\S+\w", text):
        middle = (match.start() + match.end()) // 2
        yield text[:middle] + text[middle + 1 :]


def report(tag: str, show: int, share: float) -> tuple[float, float]:
    """Print the figures of a locale: (share of references held, share of damages caught)."""
    locale, rows = locales.parse(tag), sentences(tag)
    start = time.process_time()
    held = [(source, target, found) for source, target in rows if (found := holding(source, target, locale))]
    spent = time.process_time() - start
    numeric = sum(bool(re.search(r"\d", source)) for source, _ in rows)
    false = len(held) / len(rows)
    print(
        f"{tag}: {len(rows)} references, {numeric} with digits; held {len(held)} = {false:.2%}; "
        f"{spent / len(rows) * 1e3:.2f} ms each"
    )
    for source, target, found in held[:show]:
        print("  ", "; ".join(f"{item.check}: {item.message}" for item in found), "\n     ", source, "\n     ", target)
    chooser = random.Random(19)
    good = [(s, t) for s, t in rows if re.search(r"\d", t) and not holding(s, t, locale)]
    cases = [(s, t, d) for s, t in good for d in damages(t, locale) if chooser.random() < share]
    missed = [(s, t, d) for s, t, d in cases if not holding(s, d, locale)]
    caught = 1 - len(missed) / max(1, len(cases))
    print(f"{tag}: {len(cases)} damaged references, caught {caught:.2%}")
    for source, target, damaged in missed[:show]:
        print("  MISSED", _difference(target, damaged), "|", source[:150])
    return false, caught


def _difference(one: str, other: str) -> str:
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"…{one[max(0, start - 20) : start + 12]}… -> …{other[max(0, start - 20) : start + 12]}…"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--locale", choices=sorted(FILES), action="append")
    parser.add_argument("--show", type=int, default=0, help="print so many false holds and misses a locale")
    parser.add_argument("--share", type=float, default=0.2, help="share of the possible damages to try")
    chosen = parser.parse_args()
    figures = [report(tag, chosen.show, chosen.share) for tag in chosen.locale or FILES]
    return 0 if all(false < 0.01 and caught > 0.99 for false, caught in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
