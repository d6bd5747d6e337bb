"""Alignment: which source tokens each target token of a hypothesis answers.

It is asked for finished hypotheses. Decoding could give it for nothing, but the attention of CTranslate2's beam search is another
one in other company (of 184 sentences 143 differed between batches), and the same input must give the same output.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from glosspress.engines import Engine, Hypothesis
from glosspress.translate.work import Heard, Work


def attend(works: Sequence[Work], engine: Engine) -> None:
    """Make the alignment known of the hypotheses from which missing pins are put in."""
    found = [(work, heard) for work in works if (heard := work.beginning)]
    known = aligned([(work, heard.hypothesis) for work, heard in found], engine)
    for (work, heard), hypothesis in zip(found, known, strict=True):
        work.heard[work.heard.index(heard)] = Heard(heard.attempt, hypothesis)


def aligned(found: Sequence[tuple[Work, Hypothesis]], engine: Engine) -> list[Hypothesis]:
    """The hypotheses with their alignment, which is empty for those that are too long for the model."""
    open_ = [number for number, (_, hypothesis) in enumerate(found) if not hypothesis.attention]
    rows = engine.align([(found[number][0].text, found[number][1].tokens) for number in open_])
    known = dict(zip(open_, rows, strict=True))
    return [
        replace(hypothesis, attention=known[number]) if number in known else hypothesis
        for number, (_, hypothesis) in enumerate(found)
    ]
