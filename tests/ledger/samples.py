"""Small pages and translations."""

from __future__ import annotations

from dataclasses import replace

from glosspress.article import Article, Block, Kind, Mark, Metadata, Rich
from glosspress.digest import sha256
from glosspress.page import Decision, Making, Origin, Page, State
from glosspress.translation import Candidate, Finding, Pin, PinResult, Rung, Severity, Translation


def translation(text: str, *, held: bool = False) -> Translation:
    """A translation with every kind of record in it."""
    pin = Pin(0, 4, "NMDA", ("NMDA", "RNMDA"), "term", "nmda")
    return Translation(
        key=sha256(text),
        source=Rich(text, (Mark(0, 1, "em"),)),
        target=Rich(f"<{text}>"),
        held=held,
        reasons=("a term is missing",) if held else (),
        rung=Rung.HELD if held else Rung.PLAIN,
        pins=(PinResult(pin, not held, "NMDA", 0, 4),),
        score=-0.25,
        findings=(Finding("terms", Severity.BLOCK, "NMDA is missing"),) if held else (),
        candidates=(Candidate(Rung.PLAIN, f"<{text}>", -0.25, not held),),
        signature="eng:echo",
        made_at="2026-01-02T03:04:05Z",
    )


def page(name: str = "first", locale: str = "pt-BR", text: str = "NMDA.", run: str = "run-1") -> Page:
    """A page of one paragraph."""
    article = Article("Title", (Block(Kind.PARAGRAPH, Rich(text)),), Metadata(language="en"))
    return Page(
        id=f"samples/{name}",
        slug=name,
        locale=locale,
        source_locale="en",
        source=article,
        target=replace(article, metadata=Metadata(language=locale)),
        translations=(("0", (translation(text),)),),
        origin=Origin("samples", f"file:sources/{name}.html", sha256(text), "2026-01-01T00:00:00Z"),
        making=Making("echo@1", "0" * 64, "", "", "1", "1", "0.1.0", run, "2026-01-02T03:04:05Z"),
        state=State.CHECKED,
    )


PUBLISH = Decision(True, ("checks passed",), (), State.CHECKED)
HOLD = Decision(False, ("a term is missing",), (("0#0", Finding("terms", Severity.BLOCK, "NMDA")),), State.UNREVIEWED)
