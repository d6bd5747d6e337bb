"""The typography of the target's language."""

from __future__ import annotations

import pytest

from glosspress import locales
from glosspress.translate.spacing import settled

N, W = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("tag", "text", "wanted"),
    [
        ("fr", "Pourquoi ? Parce que ! Oui; non", f"Pourquoi{N}? Parce que{N}! Oui{N}; non"),
        ("fr", "Dose: 5 mg à 12:30", f"Dose{W}: 5 mg à 12:30"),
        ("fr", "«mot» et « mot »", f"«{W}mot{W}» et «{W}mot{W}»"),
        ("fr", "voir https://example.org/?q=1", "voir https://example.org/?q=1"),
        ("fr-CA", "Pourquoi? «mot»: oui", f"Pourquoi? «{W}mot{W}»{W}: oui"),
        ("fr-CH", "Pourquoi? «mot»", "Pourquoi? «mot»"),
        ("pt-BR", "Por quê ?  Sim\tnão", "Por quê ? Sim não"),
        ("pt-BR", "  571\u00a0678 \n", "571\u00a0678"),
    ],
)
def test_spaces_before_marks(tag: str, text: str, wanted: str) -> None:
    """French sets no-break spaces, Canadian French fewer; runs of white space become one space everywhere."""
    assert settled(text, "", locales.parse(tag)) == wanted


@pytest.mark.parametrize("tag", ["fr", "fr-CA", "es", "pt-BR"])
@pytest.mark.parametrize("text", ["Pourquoi ? « Oui » : non ; si !", "¿Qué?", "a b"])
def test_settling_twice_changes_nothing(tag: str, text: str) -> None:
    """Settled text is settled."""
    locale = locales.parse(tag)
    once = settled(text, "Why?", locale)
    assert settled(once, "Why?", locale) == once


@pytest.mark.parametrize(
    ("source", "text", "wanted"),
    [
        ("Does it help?", "Ayuda?", "¿Ayuda?"),
        ("Stop!", "Alto!", "¡Alto!"),
        ("Does it help?", "¿Ayuda?", "¿Ayuda?"),
        ("It helps.", "Ayuda?", "Ayuda?"),
    ],
)
def test_spanish_questions_are_opened(source: str, text: str, wanted: str) -> None:
    """A whole sentence that asks or exclaims has its opening mark, once."""
    assert settled(text, source, locales.parse("es")) == wanted
