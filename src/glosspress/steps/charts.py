"""Charts of a run as SVG for image artifacts: two plain forms that load nothing and run no script.

Own code on purpose: of the libraries, matplotlib weighs 60 MB, and pygal puts a script into each chart and a hook into Python's
import.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

_WIDTH, _HEIGHT = 720, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 40, 56
_COLORS = ("#1d5b8f", "#b3541e", "#3c7a3c", "#7a3c74", "#8a6d00", "#9c1f1f")
_TICKS = 4
_ROOM = 1.1
_MOST_LABELS = 12


def line(title: str, labels: Sequence[str], values: Sequence[float]) -> str:
    """Values over the runs, from 0 upwards; the last one is written beside its point."""
    top, step = _axis(max(values))
    across = _WIDTH - _LEFT - _RIGHT
    points = [(_LEFT + across * (n + 0.5) / len(values), _y(value, top)) for n, value in enumerate(values)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts = [f'<polyline points="{path}" fill="none" stroke="{_COLORS[0]}" stroke-width="2"/>']
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{_COLORS[0]}"/>' for x, y in points]
    x, y = points[-1]
    parts.append(_text(min(x, _WIDTH - 40), y - 9, _number(values[-1]), "middle", bold=True))
    return _document(title, [*_scale(top, step), *parts, *_below([x for x, _ in points], labels)])


def bars(title: str, rows: Mapping[str, Mapping[str, int]]) -> str:
    """One bar a row, its counts stacked, each count's name in the legend."""
    names = list(dict.fromkeys(name for counts in rows.values() for name in counts))
    top, step = _axis(max(sum(counts.values()) for counts in rows.values()), least=1)
    across = (_WIDTH - _LEFT - _RIGHT) / max(1, len(rows))
    parts, middles = [], []
    for number, counts in enumerate(rows.values()):
        left, done = _LEFT + across * number, 0
        middles.append(left + across / 2)
        for color, name in zip(_cycle(len(names)), names, strict=True):
            high = _y(done, top) - _y(done + counts.get(name, 0), top)
            done += counts.get(name, 0)
            at = f'x="{left + across * 0.2:.1f}" y="{_y(done, top):.1f}" width="{across * 0.6:.1f}" height="{high:.1f}"'
            parts.append(f'<rect {at} fill="{color}"/>')
    return _document(title, [*_scale(top, step), *parts, *_below(middles, list(rows)), *_legend(names)])


def data_url(svg: str) -> str:
    """An SVG document as an address that needs no server."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")


def _document(title: str, parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" '
        f'role="img" font-family="sans-serif" font-size="12"><title>{escape(title)}</title>'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
    )
    return head + _text(_LEFT, 22, title, "start", bold=True) + "".join(parts) + "</svg>"


def _scale(top: float, step: float) -> Iterator[str]:
    for tick in range(round(top / step) + 1):
        value = step * tick
        y = _y(value, top)
        yield f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield _text(_LEFT - 8, y + 4, _number(value), "end")


def _below(middles: Sequence[float], labels: Sequence[str]) -> Iterator[str]:
    every = -(-len(labels) // _MOST_LABELS)
    for number, (x, label) in enumerate(zip(middles, labels, strict=True)):
        if number % max(1, every) == 0:
            yield _text(x, _HEIGHT - _BOTTOM + 18, label, "middle")


def _legend(names: Sequence[str]) -> Iterator[str]:
    x = float(_LEFT)
    for color, name in zip(_cycle(len(names)), names, strict=True):
        yield f'<rect x="{x:.0f}" y="{_HEIGHT - 22}" width="12" height="12" fill="{color}"/>'
        yield _text(x + 17, _HEIGHT - 12, name, "start")
        x += 34 + 6.6 * len(name)


def _cycle(number: int) -> list[str]:
    return [_COLORS[index % len(_COLORS)] for index in range(number)]


def _axis(highest: float, least: float = 0.0) -> tuple[float, float]:
    """(top, step) of an axis with about four round steps (1, 2 or 5 of a power of ten, at least `least`) and room above."""
    wanted = max(highest, 0.0) * _ROOM / _TICKS
    if not wanted:
        return 1.0, 1.0 if least else 0.25
    size = 10.0 ** math.floor(math.log10(wanted))
    step = max(least, next(size * factor for factor in (1, 2, 5, 10) if size * factor >= wanted))
    return step * math.ceil(highest * _ROOM / step), step


def _y(value: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / top


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _text(x: float, y: float, text: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{weight} fill="#222">{escape(text)}</text>'
