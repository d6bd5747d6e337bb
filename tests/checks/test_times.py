"""How many times, and how often: the × and the day."""

from __future__ import annotations

import pytest

from glosspress import checks, locales, pins
from glosspress.article import Rich
from glosspress.checks import Context
from glosspress.translation import Severity


def blocked(source: str, target: str, tag: str) -> bool:
    locale = locales.parse(tag)
    results = pins.verify(pins.find(source, None, locale, "en"), target, locale)
    found = checks.run(Rich(source), Rich(target), results, Context(locale))
    return any(item.severity is Severity.BLOCK for item in found)


@pytest.mark.parametrize(
    ("source", "tag", "right", "wrong"),
    [
        ("Repeat the test 2x daily.", "pt-BR", "Repita o teste 2 vezes ao dia.", "Repita o teste 2 vezes."),
        ("Brush twice a day.", "es", "Cepille dos veces al día.", "Cepille dos veces."),
        ("Brush three times daily.", "fr", "Brossez trois fois par jour.", "Brossez trois fois."),
        ("Brush twice daily.", "de", "Zweimal täglich bürsten.", "Zweimal bürsten."),
        ("The level was 3 × higher.", "pt-BR", "O nível era 3 vezes maior.", "O nível era 3 - maior."),
        ("Every 3 weeks × 6 cycles.", "pt-BR", "A cada 3 semanas × 6 ciclos.", "A cada 3 semanas - 6 ciclos."),
    ],
)
def test_a_lost_day_or_sign_holds(source, tag, right, wrong):
    """The numbers alone do not tell."""
    assert not blocked(source, right, tag)
    assert blocked(source, wrong, tag)
