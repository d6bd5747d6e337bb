"""A candidate for a sentence, examined."""

from __future__ import annotations

from dataclasses import dataclass

from glosspress.engines import Hypothesis
from glosspress.translation import Finding, PinResult, Rung, Severity


@dataclass(frozen=True, slots=True)
class Attempt:
    """A candidate after examination."""

    rung: Rung
    text: str
    """As it would be published."""
    score: float
    """As `Candidate.score`."""
    results: tuple[PinResult, ...]
    findings: tuple[Finding, ...]
    judged: bool = False
    """The score is the model's own of this sentence as a whole: the mean log-likelihood of its tokens and its end."""
    doubtful: bool = False
    """The model finds it far less likely than what it wrote itself: other rungs may do better."""
    missing: float = 0.0
    """Of a repair: share of the plain translation's own words, the pins' apart, that it lacks."""

    @property
    def verified(self) -> bool:
        """Every binding pin is there and no check blocks."""
        return not self.lost and not any(finding.severity is Severity.BLOCK for finding in self.findings)

    @property
    def whole(self) -> bool:
        """It came to an end, and not in a loop."""
        return not any(
            finding.severity is Severity.BLOCK and finding.check in ("length", "repetition")
            for finding in self.findings
        )

    @property
    def lost(self) -> list[PinResult]:
        """Binding pins that are missing."""
        return [result for result in self.results if result.pin.binding and not result.found]


@dataclass(frozen=True, slots=True)
class Heard:
    """An attempt with the hypothesis of the whole sentence that it is made of."""

    attempt: Attempt
    hypothesis: Hypothesis
