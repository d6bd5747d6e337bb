"""A sentence as stretches that are shown in one way: plain text, inline codes, pins that were found or are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glosspress.article import Mark, Rich
from glosspress.exchange.codes import numbered
from glosspress.pins.marking import unmarked
from glosspress.translation import PinResult


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text."""

    kind: str
    """`text`, `code`, `found`, `missing` or `advice` (a pin that never holds a sentence and was not found)."""
    text: str
    label: str = ""
    """What a pin asks for, for a person."""


_Span = tuple[int, int, str, str]
"""Start, end, kind, label."""


def source_pieces(source: Rich, pins: Sequence[PinResult]) -> list[Piece]:
    """The source with all its pins."""
    plain = unmarked(source)
    spans = [(item.pin.start, item.pin.end, _kind(item), label(item)) for item in pins]
    return _cut(plain.text, numbered(plain, plain), spans)


def target_pieces(target: Rich, source: Rich, pins: Sequence[PinResult]) -> list[Piece]:
    """The target with the pins that were found; codes are numbered as in the source."""
    plain = unmarked(target)
    spans = [(item.start, item.end, "found", label(item)) for item in pins if item.found and item.start >= 0]
    return _cut(plain.text, numbered(plain, unmarked(source)), spans)


def label(item: PinResult) -> str:
    """A pin in words: `dose: 0.5 mg/kg`, `term missing: NMDA or ...`."""
    name = f"{item.pin.kind} {item.pin.term_id}".strip()
    wanted = " or ".join(item.pin.targets[:3]) or item.pin.source
    if item.found:
        return f"{name}: {item.target}"
    return f"{name} {'missing' if item.pin.binding else 'advised'}: {wanted}"


def _kind(item: PinResult) -> str:
    return "found" if item.found else "missing" if item.pin.binding else "advice"


def _cut(text: str, numbers: Sequence[tuple[Mark, int]], spans: Sequence[_Span]) -> list[Piece]:
    codes: dict[int, list[str]] = {}
    for mark, number in numbers:
        if mark.start < mark.end:
            codes.setdefault(mark.end, []).insert(0, f"</{number}>")
    for mark, number in numbers:
        codes.setdefault(mark.start, []).append(f"<{number}>" if mark.start < mark.end else f"<{number}/>")
    apart = _apart(spans, len(text))
    cuts = sorted({0, len(text), *codes, *(edge for span in apart for edge in span[:2])})
    found = []
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        found += [Piece("code", code) for code in codes.get(start, ())]
        if start < end:
            over = next((span for span in apart if span[0] <= start < span[1]), None)
            found.append(Piece(over[2] if over else "text", text[start:end], over[3] if over else ""))
    return found


def _apart(spans: Sequence[_Span], length: int) -> list[_Span]:
    """Spans inside the text that do not overlap: of two the longer one."""
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda item: item[0] - item[1]):
        if 0 <= span[0] < span[1] <= length and all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return kept
