"""A sheet with everything a unit may have."""

from __future__ import annotations

from glosspress.article import Mark, Rich
from glosspress.exchange.unit import Offer, Sheet, Unit
from glosspress.translation import Finding, Pin, PinResult, Severity

LINK = (("href", "https://example.org/?a=1&b=2"),)
SOURCE = Rich(
    "See the full NMDA text <1> & 0.5 mg now", (Mark(4, 22, "a", LINK), Mark(8, 12, "em"), Mark(39, 39, "br"))
)
TARGET = Rich(
    "Veja o texto NMDA completo <1> & 0,5 mg agora", (Mark(5, 26, "a", LINK), Mark(18, 26, "em"), Mark(45, 45, "br"))
)
NMDA = Pin(13, 17, "NMDA", ("NMDA",), "term", "nmda")
DOSE = Pin(29, 35, "0.5 mg", ("0,5 mg", "0,5 miligramas"), "dose")


def unit(where: str = "3.1#2", **changes: object) -> Unit:
    fields: dict[str, object] = {
        "where": where,
        "subject": "ab" * 32,
        "seen": 7,
        "source": SOURCE,
        "target": TARGET,
        "state": "machine-checked",
        "pins": (PinResult(NMDA, True, "NMDA", 13, 17), PinResult(DOSE, True, "0,5 mg", 33, 39)),
        "findings": (Finding("numbers", Severity.BLOCK, "“5” is not in the source"),),
        "forbidden": ("nmdá",),
        "provenance": (("rung", "forced"), ("signature", "gl:en-pt@1a2b")),
        "score": 0.83,
        "origin": "argos-en_pt@0.2",
        "notes": ("is this right? <&>",),
        "offers": (Offer(Rich("See the text"), Rich("Veja o texto"), 0.9, "approved by reviewer@example.org"),),
    }
    return Unit(**{**fields, **changes})  # type: ignore[arg-type]


def sheet(*units: Unit, page_id: str = "samples/sleep") -> Sheet:
    return Sheet(page_id, "pt-BR", "en", "How sleep works", "https://example.org/sleep", units or (unit(),))
