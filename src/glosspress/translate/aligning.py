"""Alignment: which source tokens each target token of a hypothesis answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from glosspress.engines import Engine, Hypothesis
from glosspress.engines.attention import strongest
from glosspress.engines.engine import UNKNOWN
from glosspress.translate import tokens as tokens_of
from glosspress.translate.attempt import Heard
from glosspress.translate.work import Work


def attend(works: Sequence[Work], engine: Engine) -> None:
    """Make known what is missing of the alignments by which missing pins are put in: few depend on their first token."""
    found = [(work, heard) for work in works if (heard := work.beginning) and _open(work, heard, engine)]
    known = aligned([(work, heard.hypothesis) for work, heard in found], engine)
    for (work, heard), hypothesis in zip(found, known, strict=True):
        work.heard[work.heard.index(heard)] = Heard(heard.attempt, hypothesis)


def _open(work: Work, heard: Heard, engine: Engine) -> bool:
    """Whether the place of a missing pin depends on what the first token answers, which its decoding left open."""
    alignment = heard.hypothesis.alignment
    if not alignment or alignment[0] != UNKNOWN:
        return False
    places = tokens_of.spans(engine.tokenise(work.text), work.text)
    lost = [result.pin for result in heard.attempt.lost]
    return any(tokens_of.open_at_start(alignment, tokens_of.inside(places, pin.start, pin.end)) for pin in lost)


def aligned(found: Sequence[tuple[Work, Hypothesis]], engine: Engine) -> list[Hypothesis]:
    """The hypotheses with what their first token answers, where their decoding left it open: one step of the model each."""
    open_ = [
        number
        for number, (_, hypothesis) in enumerate(found)
        if hypothesis.alignment and hypothesis.alignment[0] == UNKNOWN
    ]
    rows = engine.align([(found[number][0].text, found[number][1].tokens[:1]) for number in open_])
    first = {number: strongest(mine) for number, mine in zip(open_, rows, strict=True)}
    return [
        replace(hypothesis, alignment=(*first[number], *hypothesis.alignment[1:])) if first.get(number) else hypothesis
        for number, (_, hypothesis) in enumerate(found)
    ]
