"""What small runs cost: sentences of TICO-19 dev decoded 20, 60, 200 or all at a time, embedded English-Portuguese model.

Run: python benchmarks/batches.py [--step N] [--alone]

Sentences of similar length share a batch (`batching.STEP`); with `--step 1` only those of equal length do. `--alone` decodes each
by itself, too, and one in four once more with half of its target forced, and counts those that came out otherwise in company; it
must be none.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import replace

import pins

from glosspress.engines import Hypothesis, Request, batching

SIZES = (20, 60, 200, 0)
"""Sentences at a time; 0: all of them."""
GROUPS = 4
"""As many are timed."""


def main() -> int:
    """Print milliseconds a sentence; return 1 when company changed one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", type=int, default=batching.STEP, help="lengths that share a batch")
    parser.add_argument("--alone", action="store_true", help="count sentences that come out otherwise alone")
    options = parser.parse_args()
    batching.STEP = options.step
    asked = [Request(row[1], n_best=2) for row in pins.load_rows()]
    random.Random(1).shuffle(asked)
    pins.ENGINE.decode([Request("Warm up.")])
    result = {f"ms a sentence, {size or len(asked)} at a time": cost(asked, size or len(asked)) for size in SIZES}
    differing = changed_by_company(asked) + changed_by_company(forced(asked[::4])) if options.alone else 0
    if options.alone:
        result["sentences that company changed"] = differing
    print(json.dumps({"arithmetic": pins.arithmetic(), "step": options.step, **result}, indent=2))
    return 1 if differing else 0


def cost(asked: list[Request], size: int) -> float:
    """Milliseconds by the clock a sentence."""
    groups = [asked[start : start + size] for start in range(0, len(asked) - size + 1, size)][:GROUPS]
    started = time.perf_counter()
    for group in groups:
        pins.ENGINE.decode(group)
    return round((time.perf_counter() - started) / (size * len(groups)) * 1000, 1)


def changed_by_company(asked: list[Request]) -> int:
    """Sentences whose tokens or scores are others when they are decoded alone."""
    together = pins.ENGINE.decode(asked)
    return sum(
        told(answer) != told(pins.ENGINE.decode([request])[0]) for request, answer in zip(asked, together, strict=True)
    )


def forced(asked: list[Request]) -> list[Request]:
    """The same with the first half of what the model wrote as their beginning."""
    found = [answer[0].tokens for answer in pins.ENGINE.decode(asked)]
    return [replace(request, prefix=tokens[: len(tokens) // 2]) for request, tokens in zip(asked, found, strict=True)]


def told(answer: list[Hypothesis]) -> list[tuple[tuple[str, ...], float]]:
    """All that was found, to the last bit."""
    return [(item.tokens, item.score) for item in answer]


if __name__ == "__main__":
    raise SystemExit(main())
