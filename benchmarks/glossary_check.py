"""Time of `glosspress glossary check` as a commit hook runs it: the whole process, interpreter and all.

Run: python benchmarks/glossary_check.py [TERMS]

CPU seconds (user and system), the best of seven; a busy machine does not count. Goals: 0.5 s for 10,000 terms, 0.3 s for
a file of one row, which is the start-up.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

GOALS = {1: 0.3, 10_000: 0.5}
_HEADER = "id,source,target,mode,case,pos,forms,forbidden,context,domain,status,note,evidence,reviewer,reviewed_at"


def rows(count: int) -> list[str]:
    """Rows with plural forms, every third with a forbidden rendering, accents in all."""
    return [
        f"t{n},part{n} of the brain,região{n} do cérebro,prefer,smart,noun,regiões{n} do cérebro,"
        f"{f'área{n}' if n % 3 == 0 else ''},,psychiatry,approved,,a dictionary,reviewer@example.org,2026-01-31"
        for n in range(count)
    ]


def seconds(path: Path) -> float:
    """CPU seconds of one check."""
    code = f"import sys\nsys.argv = ['x', 'glossary', 'check', {str(path)!r}]\nfrom glosspress.cli import main\nmain()"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Print a line a size; 1 when a goal is missed."""
    sizes = {int(sys.argv[1]): None} if len(sys.argv) > 1 else GOALS
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        for count, goal in sizes.items():
            path = Path(folder) / "en-pt.csv"
            path.write_text("\n".join((_HEADER, *rows(count))) + "\n", encoding="utf-8")
            best = min(seconds(path) for _ in range(7))
            missed |= goal is not None and best >= goal
            print(f"{count:>7,} terms  {best:.2f} s CPU" + (f"  (goal {goal} s)" if goal else ""))
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
