"""The canary: a golden set translated by the engine that serves and by the one that wants to, judged by the pipeline's checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from glosspress import definitions
from glosspress.article import Rich
from glosspress.definitions import Definition
from glosspress.engines import Engine
from glosspress.errors import EngineError
from glosspress.glossary import Glossary
from glosspress.locales import Locale
from glosspress.steps.drift import REPAIRS
from glosspress.translate import translate_segments
from glosspress.translation import Rung, Segment, Severity, Translation

_MORE_REPAIRS = 0.05
"""Share of the sentences by which repairs may rise before a promotion is refused: a sentence or two of the golden set."""


class Golden(Definition):
    """A golden set: sentences by what they try."""

    groups: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Trial:
    """One sentence on both engines."""

    group: str
    source: str
    old: Translation
    new: Translation

    @property
    def verdict(self) -> str:
        """`worse`, `better`, or empty."""
        before, after = _faults(self.old), _faults(self.new)
        return "worse" if after > before else "better" if after < before else ""


@dataclass(frozen=True, slots=True)
class Canary:
    """The comparison."""

    old: str
    """Label and decoding of the engine that serves."""
    new: str
    trials: tuple[Trial, ...]

    @property
    def regressions(self) -> tuple[str, ...]:
        """Why the new engine must not serve, a sentence each; empty: it may."""
        worse = [trial for trial in self.trials if trial.verdict == "worse"]
        found = [f"{trial.group}: “{trial.source}” {_described(trial.new)}" for trial in worse]
        more = _repaired([trial.new for trial in self.trials]) - _repaired([trial.old for trial in self.trials])
        if more > _MORE_REPAIRS * len(self.trials):
            found.append(f"{more} more sentences need a repair")
        return tuple(found)


def run_canary(
    old: Engine,
    new: Engine,
    locale: Locale,
    source_language: str,
    glossary: Glossary | None,
    golden: Path | None = None,
) -> Canary:
    """Both engines on the golden set of the source language, or on the sentences of a file.

    EngineError: there is no golden set for the language. ConfigError: the file is invalid.
    """
    sentences = _sentences(source_language, golden)
    segments = [Segment(Rich(text)) for _, text in sentences]
    before, after = (
        translate_segments(segments, locale, engine, glossary, source_language=source_language) for engine in (old, new)
    )
    trials = tuple(
        Trial(group, text, one, other) for (group, text), one, other in zip(sentences, before, after, strict=True)
    )
    return Canary(f"{old.label} ({old.decoding})", f"{new.label} ({new.decoding})", trials)


def canary_rows(canary: Canary) -> list[dict[str, Any]]:
    """One row a group of sentences."""
    groups = list(dict.fromkeys(trial.group for trial in canary.trials))
    return [_row(group, [trial for trial in canary.trials if trial.group == group]) for group in groups]


def _row(group: str, trials: Sequence[Trial]) -> dict[str, Any]:
    return {
        "tried": group,
        "sentences": len(trials),
        "held before": sum(trial.old.held for trial in trials),
        "held after": sum(trial.new.held for trial in trials),
        "repaired before": _repaired([trial.old for trial in trials]),
        "repaired after": _repaired([trial.new for trial in trials]),
        "worse": sum(trial.verdict == "worse" for trial in trials),
        "better": sum(trial.verdict == "better" for trial in trials),
    }


def _faults(made: Translation) -> tuple[bool, int]:
    return made.held, sum(found.severity is Severity.BLOCK for found in made.findings)


def _described(made: Translation) -> str:
    return f"is held: {'; '.join(made.reasons[:2])}" if made.held else f"→ “{made.target.text}”"


def _repaired(made: Sequence[Translation]) -> int:
    return sum(item.rung.value in REPAIRS or item.rung is Rung.HELD for item in made)


def _sentences(language: str, golden: Path | None) -> list[tuple[str, str]]:
    groups = definitions.load(golden, Golden).groups if golden else _shipped().get(language)
    if not groups:
        raise EngineError(f"there is no golden set for `{language}`", "", "write one and name it with --golden FILE")
    return [(group, text) for group, texts in groups.items() for text in texts]


@cache
def _shipped() -> dict[str, dict[str, tuple[str, ...]]]:
    file = resources.files("glosspress.engines") / "golden.yaml"
    with resources.as_file(file) as path:
        return definitions.load(path, GoldenSets).languages


class GoldenSets(Definition):
    """The golden sets that come with the project, by source language."""

    languages: dict[str, dict[str, tuple[str, ...]]]
