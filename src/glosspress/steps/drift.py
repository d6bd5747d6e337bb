"""Drift: the figures of a run beside those of the runs before, so that a slow change is seen before readers see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from glosspress.ledger import Run
from glosspress.steps.job import Report

REPAIRS = ("nbest", "forced", "substituted", "masked", "split")
"""Rungs above the plain translation."""
_SCORE = 3.5
"""A modified z-score above it is an outlier (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993)."""
_TO_SIGMA = 0.6745
LEAST_RUNS = 5
"""Fewer runs before say nothing of what is usual."""


@dataclass(frozen=True, slots=True)
class Drift:
    """One figure over the latest runs."""

    name: str
    values: tuple[float, ...]
    """The oldest first; the last one is the run that was asked about."""
    usual: float
    """Median of the runs before; of the only run, where there is one."""
    unusual: bool
    """True: far outside what the runs before gave."""


def counts_of(report: Report) -> tuple[tuple[str, int], ...]:
    """What the ledger keeps of a run, by name; `drift` reads it."""
    counts: Counter[str] = Counter()
    counts["pages passed"] = sum(batch.passed for batch in report.batches)
    counts["pages held"] = len(report.held)
    counts["problems"] = len(report.problems)
    for batch in report.batches:
        counts["source chars"] += batch.source_chars
        counts["target chars"] += batch.target_chars
        counts["milliseconds"] += round(batch.seconds * 1_000)
        counts.update({f"rung {name}": number for name, number in batch.rungs})
        counts.update({f"finding {name}": number for name, number in batch.findings})
    return tuple(sorted(counts.items()))


def drifts(runs: Sequence[Run]) -> list[Drift]:
    """The figures of the newest run among runs (the oldest first) that translated something."""
    working = [(run, Counter(dict(run.counts))) for run in runs if run.words]
    if not working:
        return []
    return [_drift(name, [figure(run, counts) for run, counts in working]) for name, figure in _FIGURES.items()]


def _held(_run: Run, counts: Counter[str]) -> float:
    return counts["pages held"] / max(1, counts["pages held"] + counts["pages passed"])


def _repaired(_run: Run, counts: Counter[str]) -> float:
    sentences = sum(number for name, number in counts.items() if name.startswith("rung "))
    return sum(counts[f"rung {name}"] for name in REPAIRS) / max(1, sentences)


def _length(_run: Run, counts: Counter[str]) -> float:
    return counts["target chars"] / max(1, counts["source chars"])


def _repetition(_run: Run, counts: Counter[str]) -> float:
    sentences = sum(number for name, number in counts.items() if name.startswith("rung "))
    return 1_000 * counts["finding repetition"] / max(1, sentences)


def _speed(run: Run, counts: Counter[str]) -> float:
    return 1_000 * run.words / max(1, counts["milliseconds"])


_FIGURES: dict[str, Callable[[Run, Counter[str]], float]] = {
    "held pages (share)": _held,
    "repaired sentences (share)": _repaired,
    "target length to source length": _length,
    "repetitions per 1,000 sentences": _repetition,
    "words per second": _speed,
}


def _drift(name: str, values: Sequence[float]) -> Drift:
    *before, now = values
    usual = median(before or [now])
    spread = median(abs(value - usual) for value in before) if before else 0.0
    least = max(0.01, 0.1 * abs(usual))  # equal runs have no spread: a change below a tenth is none
    far = abs(now - usual) > max(least, _SCORE * spread / _TO_SIGMA)
    return Drift(name, tuple(values), usual, len(before) >= LEAST_RUNS and far)
