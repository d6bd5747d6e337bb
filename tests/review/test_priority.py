"""What a sentence weighs in the queue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glosspress.article import Kind, Rich
from glosspress.review.priority import FACTUAL, GRAVE, HELD, PLAIN, weigh
from glosspress.translation import Finding, Rung, Severity, Translation


def made(source: str, score: float | None = None) -> Translation:
    return Translation("key", Rich(source), Rich(source), held=False, reasons=(), rung=Rung.PLAIN, score=score)


@pytest.mark.parametrize(
    ("source", "risk"),
    [("It rained.", PLAIN), ("It lasted 5 days.", FACTUAL), ("Do not take it.", GRAVE)],
)
def test_risk_is_what_flips_when_a_translation_fails(source: str, risk: float) -> None:
    """Facts weigh more than prose, negations and doses more than numbers."""
    assert weigh(made(source), Kind.PARAGRAPH, "en").risk == risk


def test_uncertainty_is_the_models() -> None:
    """The less likely a sentence, the sooner it is looked at; a warning raises it, an unknown score is half."""
    sure, unsure = (weigh(made("It rained.", score), Kind.PARAGRAPH, "en").uncertainty for score in (-0.1, -2.0))
    assert 0 < sure < weigh(made("It rained."), Kind.PARAGRAPH, "en").uncertainty == 0.5 < unsure < 1
    warned = replace(made("It rained.", -0.1), findings=(Finding("length", Severity.WARN, "long"),))
    assert sure < weigh(warned, Kind.PARAGRAPH, "en").uncertainty


def test_a_pseudo_locale_comes_last_unless_it_is_held() -> None:
    """Nobody reads it; but a held sentence keeps a page from being published, whatever its locale."""
    item = made("Do not take 5 mg.")
    real, pseudo = weigh(item, Kind.PARAGRAPH, "en"), weigh(item, Kind.PARAGRAPH, "en", pseudo=True)
    assert pseudo.risk == real.risk
    assert pseudo.uncertainty < real.uncertainty / 10
    held = weigh(replace(item, held=True), Kind.PARAGRAPH, "en", pseudo=True)
    assert (held.risk, held.uncertainty) == (HELD, 1.0)
