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


def findings(target: str) -> list[Severity]:
    context = Context(locales.parse("pt-BR"))
    return [item.severity for item in checks.run(Rich(SOURCE), Rich(target), (), context) if item.check == "length"]


def test_a_long_sentence_without_a_clause_is_held() -> None:
    """All numbers can be there while half of a sentence is not: the length tells."""
    assert findings(SKIPPED) == [Severity.BLOCK]
    assert findings(WHOLE) == []
