"""Findings of every check on the human references of TICO-19 dev: what a check says of them is a false alarm.

Run: python benchmarks/checks_tico19.py [--locale pt-BR] [--show negation]
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter

from numbers_tico19 import FILES, sentences

from glosspress import checks, locales, pins
from glosspress.article import Rich
from glosspress.checks import language, length, negation
from glosspress.checks.check import Pair

LIMIT = 0.01
"""Share of references that one check may hold."""
SHORTEST_CLAUSE = 25
"""Characters."""


def report(tag: str, show: str) -> bool:
    """Print blocking and warning findings by check; True when every check holds less than LIMIT."""
    locale, rows = locales.parse(tag), sentences(tag)
    context = checks.Context(locale)
    count: Counter[tuple[str, str]] = Counter()
    held = 0
    start = time.process_time()
    for source, target in rows:
        results = pins.verify(pins.find(source, None, locale, "en"), target, locale)
        found = checks.run(Rich(source), Rich(target), results, context)
        held += any(item.severity == "block" for item in found)
        for check, grade in {(item.check, item.severity.value) for item in found}:
            count[check, grade] += 1
        for item in found:
            if item.check == show:
                print(f"  {item.severity.value}: {item.message}\n    {source}\n    {target}")
    spent = (time.process_time() - start) / len(rows) * 1e3
    print(f"{tag}: {len(rows)} references, {spent:.2f} ms each, held by any check {held} = {held / len(rows):.2%}")
    for check in checks.ALL:
        block, warn = count[check.id, "block"], count[check.id, "warn"]
        print(f"  {check.id:12} holds {block:3} = {block / len(rows):6.2%}   warns {warn:3} = {warn / len(rows):6.2%}")
    return all(count[check.id, "block"] / len(rows) < LIMIT for check in checks.ALL)


def polarity(tag: str) -> None:
    """Take every clear negation out of the references of negative sentences; print the share that is held."""
    locale, rows = locales.parse(tag), sentences(tag)
    context = checks.Context(locale)
    tried = caught = 0
    for source, target in rows:
        if not negation.first(source, "en", "strong") or not negation.first(target, locale.language, "strong"):
            continue
        damaged = target
        while word := negation.first(damaged, locale.language, "strong"):
            damaged = damaged.replace(word, "", 1)
        tried += 1
        caught += any(item.check == "negation" for item in checks.run(Rich(source), Rich(damaged), (), context))
    print(f"{tag}: negation taken out of {tried} references, caught {caught / tried:.1%}")


def clauses(tag: str) -> None:
    """Take a clause out of every reference that has one of 25 characters or more; print the share that `length` holds."""
    locale, rows, chance = locales.parse(tag), sentences(tag), random.Random(1)
    context = checks.Context(locale)
    tried = caught = 0
    for source, target in rows:
        parts = re.split(r"(?<=[,;])\s", target)
        gone = chance.randrange(len(parts))
        if len(parts) == 1 or len(parts[gone]) < SHORTEST_CLAUSE:
            continue
        damaged = " ".join(part for number, part in enumerate(parts) if number != gone)
        tried += 1
        caught += any(grade == "block" for grade, _ in length.examine(Pair(Rich(source), Rich(damaged), ()), context))
    print(f"{tag}: a clause taken out of {tried} references, caught by length {caught / tried:.1%}")


def swaps(tag: str) -> None:
    """Exchange two different percentages of every reference that has two; print the share that is held."""
    locale, rows = locales.parse(tag), sentences(tag)
    tried = caught = 0
    for source, target in rows:
        found = list(re.finditer(r"\d+[.,]\d+(?=\s?%)", target))
        if len(found) < 2 or found[0][0] == found[-1][0]:
            continue
        one, other = found[0], found[-1]
        damaged = target[: one.start()] + other[0] + target[one.end() : other.start()] + one[0] + target[other.end() :]
        results = pins.verify(pins.find(source, None, locale, "en"), damaged, locale)
        tried += 1
        context = checks.Context(locale)
        caught += any(item.severity == "block" for item in checks.run(Rich(source), Rich(damaged), results, context))
    print(f"{tag}: two percentages exchanged in {tried} references, caught {caught / tried:.1%}")


def languages(tag: str) -> None:
    """Print the share of sentences of each language that is taken for a wrong one where `tag` is expected."""
    expected = locales.parse(tag).language
    texts = {other: [target for _, target in sentences(other)] for other in FILES} | {
        "en": [s for s, _ in sentences(tag)]
    }
    for other, lines in texts.items():
        flagged = sum(bool(language.dominant(line, expected)) for line in lines)
        print(f"{tag}: of sentences in {other} {flagged / len(lines):.2%} are taken for another language")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--locale", choices=sorted(FILES), action="append")
    parser.add_argument("--show", default="", help="print the findings of this check")
    chosen = parser.parse_args()
    passed = [report(tag, chosen.show) for tag in chosen.locale or FILES]
    for tag in chosen.locale or FILES:
        polarity(tag)
        clauses(tag)
        swaps(tag)
        languages(tag)
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
