"""Faults at random points of real runs, and what they cost: python tests/faults/run.py --kills 200

Every kind of fault has a workspace of its own that grows by new articles before each fault. After a few faults a run goes
through and the books are checked: model work repeated, pages lost, doubled, broken. A reader looks at the site all the time.
Ends with 1 when a count that must be 0 is not.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

import kinds  # noqa: E402 - found by the line above
from trial import Books, Reader, Trial  # noqa: E402

SHARES: dict[str, tuple[float, Callable[[Trial, int], None]]] = {
    "warm": (0.65, kinds.warm),
    "direct": (0.10, kinds.direct),
    "postgres": (0.10, kinds.postgres),
    "flow": (0.08, kinds.flow),
    "worker": (0.02, kinds.worker),
    "server": (0.02, kinds.server),
    "two at once": (0.03, kinds.two_at_once),
    "disk full": (0.03, kinds.disk_full),
    "clock": (0.02, kinds.clock),
    "network": (0.02, kinds.network),
}
"""By kind, its share of all faults, at least one each."""
COLUMNS = ("faults", "runs", "asked", "repeated", "redone_words", "lost", "doubled", "broken")


def main() -> int:
    """Try the kinds asked for; print a table and what was refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, help="faults in all, shared out over the kinds")
    parser.add_argument("--only", default=",".join(SHARES), help="kinds, comma-separated")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=0, help="end after this time with what was tried by then")
    parser.add_argument("--json", type=Path, help="write the books here too, after each kind")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, _end)
    signal.alarm(options.seconds)
    books: dict[str, Books] = {}
    print("| fault | " + " | ".join(COLUMNS) + " |\n|---" + "|---:" * len(COLUMNS) + "|")
    for kind in options.only.split(","):
        share, fault = SHARES[kind]
        books[kind] = tried(fault, max(1, round(share * options.kills)), options.seed)
        row(kind, books[kind])
        if options.json:
            options.json.write_text(json.dumps({name: vars(item) for name, item in books.items()}, indent=2))
    total = Books()
    for item in books.values():
        total.add(item)
    row("all", total)
    for line in total.refused:
        print("not gone through:", line)
    return 0 if all(item.clean for item in books.values()) else 1


class _TimeIsUpError(Exception):
    """The books stay as they are."""


def _end(_number: int, _frame: object) -> None:
    raise _TimeIsUpError


def tried(fault: Callable[[Trial, int], None], times: int, seed: int) -> Books:
    """The books of one kind of fault, on a workspace that is removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="glosspress-faults-"))
    try:
        trial = Trial(folder / "site", seed=seed)
        with Reader(trial.root / "output") as reader:
            started = time.monotonic()
            with contextlib.suppress(_TimeIsUpError):
                fault(trial, times)
        trial.books.broken += reader.broken
        print(f"{reader.reads} pages read meanwhile, {time.monotonic() - started:.0f} s", file=sys.stderr)
        return trial.books
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def row(name: str, books: Books) -> None:
    """One line of the table."""
    print(f"| {name} | " + " | ".join(f"{getattr(books, column):,}" for column in COLUMNS) + " |", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
