"""Small errors that a reader sees at once: brackets, doubled and broken words, comparators; and negations that are none."""

from __future__ import annotations

import pytest

from glosspress import checks, locales, pins
from glosspress.article import Rich
from glosspress.translation import Severity


def blocking(source: str, target: str, tag: str = "pt-BR") -> set[str]:
    locale = locales.parse(tag)
    results = pins.verify(pins.find(source, None, locale, "en"), target, locale)
    found = checks.run(Rich(source), Rich(target), results, checks.Context(locale))
    return {item.check for item in found if item.severity is Severity.BLOCK}


@pytest.mark.parametrize(
    ("source", "target", "check"),
    [
        ("Older adults (aged 60) slept.", "Adultos mais velhos (idade 60 dormiram.", "brackets"),
        ("Adults (men) slept.", "Adultos homens) dormiram.", "brackets"),
        ("See [1] and (2).", "Veja [1) e (2].", "brackets"),
        ("The blink reflex was slow.", "O reflexo de piscar piscar era lento.", "repetition"),
        ("The patients slept.", "Os pacientes pac…", "repetition"),
        ("Patients aged 60 or older slept.", "Os pacientes de 60 anos dormiram.", "comparators"),
        ("Take at least 5 tablets.", "Tome 5 comprimidos.", "comparators"),
        ("Less than 10 patients slept.", "Dormiram 10 pacientes.", "comparators"),
        ("Patients aged ≥60 slept.", "Pacientes com idade inferior a ≥60 dormiram.", "numbers"),
    ],
)
def test_held(source: str, target: str, check: str) -> None:
    """Each error holds its sentence."""
    assert check in blocking(source, target)


@pytest.mark.parametrize(
    ("source", "target", "tag"),
    [
        ("Take a) water, b) tea.", "Tome a) água, b) chá.", "pt-BR"),
        ("He smiled :) at 5 nurses.", "Ele sorriu :) para 5 enfermeiros.", "pt-BR"),
        ("We wash (often).", "Nous nous lavons (souvent).", "fr"),
        ("Patients aged 60 or older slept.", "Pacientes com 60 anos ou mais dormiram.", "pt-BR"),
        ("Take at least 5 tablets.", "Tome no mínimo 5 comprimidos.", "pt-BR"),
        ("It is not the drug alone that helps.", "Não é apenas o medicamento que ajuda.", "pt-BR"),
        ("Pain is not caused by injury alone.", "A dor é causada por mais do que a lesão.", "pt-BR"),
        ("Pain is not only a signal.", "A dor é mais do que um sinal.", "pt-BR"),
        ("Sleep matters as well as food.", "O sono não é apenas importante: a comida também é.", "pt-BR"),
    ],
)
def test_not_held(source: str, target: str, tag: str) -> None:
    """Labels, faces, French reflexives, other words for a comparator, `not only` and `not alone`: nothing is held."""
    assert not blocking(source, target, tag)
