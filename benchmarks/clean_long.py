"""How cleaning time grows with the length of a page, for shapes in which something could grow with its square.

    python benchmarks/clean_long.py [--megabytes 2] [--shape prose,list]

Prints for each shape the CPU seconds of a page of half the size and of the whole size; ends with 1 when twice the
length takes more than three times as long.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable

from glosspress.clean import clean_page

CHANCE = random.Random(1)
WORDS = ["".join(CHANCE.choices("abcdefghijklmnop", k=CHANCE.randrange(2, 10))) for _ in range(5000)]


def words(count: int) -> str:
    """A sentence of random words."""
    return " ".join(CHANCE.choices(WORDS, k=count)).capitalize() + "."


SHAPES: dict[str, tuple[str, Callable[[], str], str]] = {
    "prose": ("", lambda: f"<p>{words(60)} {words(20)}</p>", ""),
    "list": ("<ul>", lambda: f"<li>{words(15)}</li>", "</ul>"),
    "table": ("<table>", lambda: f"<tr><td>{words(3)}</td><td>{words(9)}</td></tr>", "</table>"),
    "line breaks": ("<p>", lambda: f"{words(12)}<br>", "</p>"),
    "marks": ("<p>", lambda: f"<b>{words(2)}</b> {words(8)} <a href='/x'>{words(2)}</a> ", "</p>"),
    "one paragraph": ("<p>", lambda: words(12) + " ", "</p>"),
    "short lines": ("", lambda: f"<div>{words(4)}</div>", ""),
    "boxes with warnings": ("", lambda: f"<div class='share'><p>{words(4)}</p><p>Warning: {words(8)}</p></div>", ""),
    "headings": ("", lambda: f"<h2>{words(4)}</h2><p>{words(20)}</p>", ""),
    "links": ("", lambda: f"<div><a href='/{CHANCE.random()}'>{words(5)}</a></div>", ""),
}


def page(shape: str, size: float) -> str:
    """A page with an article of one shape and about `size` characters."""
    before, piece, after = SHAPES[shape]
    pieces, length = [], 0
    while length < size:
        pieces.append(piece())
        length += len(pieces[-1])
    return (
        f"<html><body><article><h1>Heart</h1><p>{words(80)}</p>{before}{''.join(pieces)}{after}</article></body></html>"
    )


def seconds(shape: str, size: float) -> float:
    """CPU seconds of cleaning such a page."""
    body = page(shape, size)
    began = time.process_time()
    clean_page(body)
    return time.process_time() - began


def main() -> int:
    """Measure every shape."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=2)
    parser.add_argument("--shape", default=",".join(SHAPES))
    options = parser.parse_args()
    clean_page("<h1>Heart</h1><p>It beats.</p>")
    slow = False
    for shape in options.shape.split(","):
        half, whole = (seconds(shape, options.megabytes * 1e6 * share) for share in (0.5, 1))
        slow |= whole > 3 * half
        print(f"{shape}: {half:.1f} s, {whole:.1f} s", flush=True)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
