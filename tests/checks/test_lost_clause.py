"""A clause that the model skips."""

from __future__ import annotations

from glosspress import checks, locales
from glosspress.article import Rich
from glosspress.checks import Context
from glosspress.translation import Severity

SOURCE = (
    "In animal studies, new dendritic spines appear in the prefrontal cortex within 24 hours of a single dose, "
    "and many of them are still there after 2 weeks."
)
SKIPPED = "Em estudos em animais, novas espinhas dendríticas aparecem no córtex pré-frontal dentro de 24 horas após 2 semanas."
WHOLE = (
    "Em estudos em animais, novas espinhas dendríticas aparecem no córtex pré-frontal dentro de 24 horas após uma única "
    "dose, e muitas delas ainda estão lá depois de 2 semanas."
)


def findings(target: str, source: str = SOURCE) -> list[Severity]:
    context = Context(locales.parse("pt-BR"))
    return [item.severity for item in checks.run(Rich(source), Rich(target), (), context) if item.check == "length"]


def test_a_long_sentence_without_a_clause_is_held() -> None:
    """All numbers can be there while half of a sentence is not: the length tells."""
    assert findings(SKIPPED) == [Severity.BLOCK]
    assert findings(WHOLE) == []


def test_a_sentence_that_is_said_shortly_is_not() -> None:
    source = (
        "This guide explains the most common ones; it does not replace the conversation with your doctor in group 7."
    )
    assert (
        findings("Este guia explica os mais comuns; não substitui a conversa pelo seu médico no grupo 7.", source) == []
    )
    assert findings("Este guia explica os mais comuns em conversa com seu médico no grupo 7.", source) == [
        Severity.BLOCK
    ]


def test_the_longer_a_sentence_the_smaller_the_share_it_may_lack() -> None:
    """At 70 % of the expected length 80 characters may be a whole sentence, 240 are not; at 85 % 2,000 may be, too."""

    def lacking(source: int, share: float) -> list[Severity]:
        expected = round(1.11 * source)
        return findings(("uma " * expected)[: round(share * expected) - 1] + ".", ("one " * source)[: source - 1] + ".")

    assert Severity.BLOCK not in lacking(80, 0.7)
    assert Severity.BLOCK in lacking(240, 0.7)
    assert Severity.BLOCK not in lacking(2_000, 0.85)
