"""Matching cost by size of the term base: 100, 10,000 and 100,000 terms on the same sentences.

Run: python benchmarks/glossary_size.py

All three term bases hold the same 50 terms that the sentences use, so that the work that results from a match is equal;
the others are made of the sentences' own letters, as those of a real domain are. Goal: the largest costs at most 1.5
times the smallest a sentence.
"""

from __future__ import annotations

import random
import statistics
import sys
import time

from glosspress.glossary import Matcher, Mode, Term
from glosspress.glossary.view import view

SIZES = (100, 10_000, 100_000)
SENTENCES = 2_000
GOAL = 1.5
_SYLLABLES = (
    "neu",
    "ro",
    "trans",
    "mit",
    "ter",
    "ket",
    "a",
    "mine",
    "de",
    "pres",
    "sion",
    "syn",
    "ap",
    "tic",
    "glu",
    "ta",
    "mate",
    "cor",
    "tex",
)
_FILL = (
    "the",
    "of",
    "in",
    "patients",
    "with",
    "was",
    "and",
    "after",
    "weeks",
    "showed",
    "a",
    "treatment",
    "study",
    "effect",
)


def word(chooser: random.Random) -> str:
    return "".join(chooser.choices(_SYLLABLES, k=chooser.randint(2, 5)))


def terms(size: int) -> list[Term]:
    """The first terms are the same for every size."""
    chooser, seen = random.Random(7), dict[str, None]()
    while len(seen) < size:
        seen.setdefault(" ".join(word(chooser) for _ in range(chooser.choice((1, 1, 2)))))
    return [
        Term(f"t{n}", source, f"alvo {n}", mode=Mode.PREFER, forms=(f"alvos {n}",)) for n, source in enumerate(seen)
    ]


def sentences(known: list[Term]) -> list[str]:
    """25 words each, two of them terms."""
    chooser = random.Random(11)
    made = []
    for _ in range(SENTENCES):
        words = chooser.choices(_FILL, k=23) + [term.source for term in chooser.choices(known[:50], k=2)]
        chooser.shuffle(words)
        made.append(" ".join(words) + ".")
    return made


def cost(matcher: Matcher, texts: list[str]) -> float:
    """Microseconds of CPU a sentence; the view is made anew each time."""
    view.cache_clear()
    start = time.process_time()
    for text in texts:
        matcher.find(text)
    return (time.process_time() - start) / len(texts) * 1e6


def main() -> int:
    texts = sentences(terms(100))
    matchers = []
    for size in SIZES:
        start = time.process_time()
        matchers.append(Matcher(terms(size)))
        print(f"{size:7,} terms: built in {time.process_time() - start:.2f} s")
    # The sizes take turns, so that what else the machine does meets all of them; the best of the rounds counts.
    rounds = [[cost(matcher, texts) for matcher in matchers] for _ in range(9)]
    costs = [min(column) for column in zip(*rounds, strict=True)]
    for size, matcher, spent in zip(SIZES, matchers, costs, strict=True):
        found = statistics.mean(len(matcher.find(text)) for text in texts)
        print(f"{size:7,} terms: {spent:6.1f} µs a sentence, {found:.2f} matches")
    ratio = costs[-1] / costs[0]
    print(f"100,000 terms cost {ratio:.2f} times as much as 100 (goal: at most {GOAL})")
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
