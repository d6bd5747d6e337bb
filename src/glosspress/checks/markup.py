"""Inline markup: each link and each sub- or superscript of the source once in the target, nesting valid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from glosspress.article import Mark, Rich
from glosspress.checks.check import Check, Context, Pair, Report
from glosspress.translation import Severity

_OURS = frozenset({"pin"})


def examine(pair: Pair, _context: Context) -> Iterator[Report]:
    """Invalid marks block, lost links and scripts block, other lost formatting warns, invented marks block."""
    target = pair.target
    for fault in faults(target):
        yield Severity.BLOCK, fault
    wanted, got = _signatures(pair.source), _signatures(target)
    for (tag, attrs), count in (wanted - got).items():
        link = dict(attrs).get("href", "")
        grade = Severity.BLOCK if tag in ("a", "sub", "sup", "code") else Severity.WARN
        yield grade, f"{count} × <{tag}> lost" + (f" ({link})" if link else "")
    for (tag, _), count in (got - wanted).items():
        yield Severity.BLOCK, f"{count} × <{tag}> more than in the source"


def _signatures(rich: Rich) -> Counter[tuple[str, tuple[tuple[str, str], ...]]]:
    return Counter(
        (mark.tag, mark.attrs) for mark in rich.marks if mark.tag not in _OURS and not _is_ordinal(rich.text, mark)
    )


def _is_ordinal(text: str, mark: Mark) -> bool:
    """The raised ending of an English ordinal (`10th`): other languages write another, or none."""
    raised = mark.tag == "sup" and text[mark.start : mark.end].lower() in {"st", "nd", "rd", "th"}
    return raised and text[max(0, mark.start - 1) : mark.start].isdigit()


def faults(rich: Rich) -> Iterator[str]:
    """Marks outside the text, and marks that cross."""
    marks = [mark for mark in rich.marks if mark.tag not in _OURS]
    for mark in marks:
        if not 0 <= mark.start <= mark.end <= len(rich.text):
            yield f"<{mark.tag}> lies outside the text"
    for number, one in enumerate(marks):
        for other in marks[number + 1 :]:
            if _cross(one, other):
                yield f"<{one.tag}> and <{other.tag}> cross"


def _cross(one: Mark, other: Mark) -> bool:
    return one.start < other.start < one.end < other.end or other.start < one.start < other.end < one.end


CHECK = Check(
    "markup",
    "Every inline code of the source is in the target once, and codes nest.",
    "translate-html #19; LibreTranslate #806, #288",
    examine,
)
