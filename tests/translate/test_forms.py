"""Which form of a term is written, and which is tried where that one reads badly."""

from __future__ import annotations

import pytest

from glosspress.translate.forms import may_replace


@pytest.mark.parametrize(
    ("words", "form", "rather", "tried"),
    [
        ("infectadas", "infetados", "infetado", True),
        ("sentinela", "marcadores", "marcador", False),
        ("sentinelas", "marcador", "marcadores", False),
        ("sentinela", "marcador", "marcadores", True),
        ("médica", "doutora", "doutor", True),
        ("casos confirmados", "contatos próximos", "contato próximo", True),
    ],
)
def test_a_form_in_another_number_is_tried_where_the_words_are_in_it(
    words: str, form: str, rather: str, tried: bool
) -> None:
    """`no grupo marcadores 42` is no better for `no grupo sentinela 42` than `no grupo marcador 42`, however likely."""
    assert may_replace(words.split(), form, rather) == tried
