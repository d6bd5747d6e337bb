"""The line model: parts of a plain text that no rule knows, but that stand and sound like the rest of a page.

A logistic regression on `line_features`, whose slopes vary with the part's length and with how much of the text is prose.
`benchmarks/clean_lines.py` trains it and says what cross-validation gives.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from operator import mul

from glosspress.article import Kind
from glosspress.clean.draft import Draft
from glosspress.clean.line_features import NAMES, is_prose, vectors
from glosspress.clean.nodes import Node, Verdict

_REMOVED = Verdict("line.model", "It stands and sounds like the page around the article (line model).")
_UNSURE = Verdict("line.unsure", "It may belong to the page around the article (line model).")
REMOVE, FLAG = math.log(0.9 / 0.1), math.log(0.8 / 0.2)
"""Log odds of being boilerplate above which a part goes, above which a person should look. Precision comes first."""
FEWEST_PARTS = 8
FEWEST_PROSE = 2
"""Texts with fewer parts, or fewer parts of prose, say too little about themselves."""
_LENGTH, _PROSE = NAMES.index("length"), NAMES.index("page_prose_share")


def remove(draft: Draft) -> bool:
    """Remove what is surely residue, flag what may be; whether anything was removed."""
    language = next((item for item in draft.book.languages if item.tag == draft.language), None)
    parts = judged(draft)
    if language is None or len(parts) < FEWEST_PARTS or sum(map(is_prose, parts)) < FEWEST_PROSE:
        return False
    gone = False
    values = [odds(expanded(vector)) for vector in vectors(parts, draft.title, language)]
    for part, value in zip(parts, values, strict=True):
        if value < REMOVE or part.shield:
            continue
        part.verdict, gone = _REMOVED, True
    if not gone:
        for part, value in zip(parts, values, strict=True):
            if value >= FLAG:
                part.flag(_REMOVED if value >= REMOVE else _UNSURE)
    return gone


def judged(draft: Draft) -> list[Node]:
    """The kept parts that the model looks at."""
    return [part for part in draft.parts if part.text and part.kind not in (Kind.FIGURE, Kind.CODE, Kind.CELL)]


def expanded(vector: Sequence[float]) -> list[float]:
    """The vector, and once more multiplied by the text's share of prose, and by the part's length."""
    length, prose = vector[_LENGTH], vector[_PROSE]
    return [*vector, *(value * prose for value in vector), *(value * length for value in vector)]


@lru_cache(maxsize=1)
def model() -> tuple[tuple[float, ...], float]:
    """Slopes in the order of `expanded`, and the intercept."""
    text = (resources.files("glosspress.clean") / "rules" / "lines.json").read_text("utf-8")
    values = json.loads(text)
    rows = [values["slopes"][name] for name in NAMES]
    return tuple(float(row[column]) for column in range(3) for row in rows), float(values["intercept"])


def odds(vector: Sequence[float]) -> float:
    """The logarithm of the odds that a part is boilerplate, from its expanded vector."""
    slopes, intercept = model()
    return intercept + float(sum(map(mul, slopes, vector)))
