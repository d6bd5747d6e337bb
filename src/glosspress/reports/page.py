"""A difference of term bases and its impact as one HTML page: no other file, no network, no framework."""

from __future__ import annotations

import base64
import difflib
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from glosspress import locales
from glosspress.glossary.diff import Change, Diff
from glosspress.reports.changes import cost
from glosspress.steps.impact import Impact, Preview, by_change, changes_of
from glosspress.translation import PinResult

Span = tuple[int, int, str]
"""Start, end, `term` or `edit`."""
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is shown in one way."""

    text: str
    term: bool
    edit: bool


def html(found: Diff | Impact) -> str:
    """The page. A translator reads it from top to bottom: each change with the sentences it touches."""
    impact = found if isinstance(found, Impact) else Impact(found, (), None)
    touched = by_change(impact)
    cards = [
        _card(change, len(items), [item for item in impact.previews if change in changes_of(item.touched, impact.diff)])
        for change, items in zip(impact.diff.changes, touched, strict=True)
    ]
    style, script = (environment().get_template(name).render() for name in ("glossary.css", "glossary.js"))
    return (
        environment()
        .get_template("glossary.html")
        .render(
            diff=impact.diff,
            cards=cards,
            cost=cost(impact) if isinstance(found, Impact) else "",
            notes=impact.notes,
            languages=sorted({language for card in cards for language in card["languages"]}),
            style=Markup(style),  # noqa: S704 - our own files
            script=Markup(script),  # noqa: S704
            hashes=[csp_hash(style), csp_hash(script)],
        )
    )


def runs(text: str, spans: Iterable[Span]) -> list[Run]:
    """A text cut wherever a span begins or ends."""
    known = list(spans)
    cuts = sorted({0, len(text), *(place for start, end, _ in known for place in (start, end))})
    return [
        Run(
            text[start:end],
            any(low <= start and end <= high for low, high, kind in known if kind == "term"),
            any(low <= start and end <= high for low, high, kind in known if kind == "edit"),
        )
        for start, end in pairwise(cuts)
        if start < end
    ]


def edits(before: str, after: str) -> tuple[list[Span], list[Span]]:
    """Word by word, what is only in the one and only in the other; a space between two edited words belongs to them."""
    one, other = (_TOKEN.findall(text) for text in (before, after))
    places = [_starts(tokens) for tokens in (one, other)]
    spans: tuple[list[Span], list[Span]] = ([], [])
    for tag, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            for side, (start, end) in enumerate(((a, b), (c, d))):
                if start < end:
                    spans[side].append((places[side][start], places[side][end], "edit"))
    return _closed(before, spans[0]), _closed(after, spans[1])


def _card(change: Change, sentences: int, previews: Sequence[Preview]) -> dict[str, Any]:
    shown = [_sentence(item) for item in previews]
    return {
        "change": change,
        "fields": [(field, *_cells(field.before, field.after)) for field in change.fields],
        "whole": len(change.before) != 1 or len(change.after) != 1,
        "sentences": sentences,
        "previews": shown,
        "languages": sorted({_language(change.pair.partition("-")[2]), *(item["language"] for item in shown)}),
    }


def _cells(before: str, after: str) -> tuple[list[Run], list[Run]]:
    gone, come = edits(before, after)
    return runs(before, gone), runs(after, come)


def _sentence(item: Preview) -> dict[str, Any]:
    tag, terms = item.touched.locale, set(item.touched.terms)
    source = item.before.source.text
    gone, come = edits(item.before.target.text, item.after.target.text)
    return {
        "locale": tag,
        "language": _language(tag),
        "direction": locales.parse(tag).direction,
        "page": item.page,
        "pages": len({page.id for page in item.touched.pages}),
        "online": item.touched.online,
        "person": item.touched.human.newest.actor if item.touched.human else "",
        "source": runs(source, [(r.pin.start, r.pin.end, "term") for r in (*item.before.pins, *item.after.pins)
                                if r.pin.term_id in terms]),
        "before": runs(item.before.target.text, [*gone, *_found(item.before.pins, terms)]),
        "after": runs(item.after.target.text, [*come, *_found(item.after.pins, terms)]),
        "same": item.before.target.text == item.after.target.text,
        "reasons": item.after.reasons,
        "proposal": item.proposal,
    }  # fmt: skip


def _found(pins: Iterable[PinResult], terms: set[str]) -> list[Span]:
    return [(result.start, result.end, "term") for result in pins if result.found and result.pin.term_id in terms]


def _language(tag: str) -> str:
    """`pt` of `pt-BR`; a pseudo locale is a language of its own."""
    return tag if tag.endswith(("-XA", "-XB")) else tag.split("-")[0]


def _starts(tokens: Sequence[str]) -> list[int]:
    places = [0]
    for token in tokens:
        places.append(places[-1] + len(token))
    return places


def _closed(text: str, spans: Sequence[Span]) -> list[Span]:
    closed: list[Span] = []
    for start, end, kind in spans:
        if closed and not text[closed[-1][1] : start].strip():
            closed[-1] = (closed[-1][0], end, kind)
        else:
            closed.append((start, end, kind))
    return closed


def csp_hash(text: str) -> str:
    """For the content security policy: nothing but our own style and script runs, whatever a term base holds."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates of the reports; everything is escaped."""
    return Environment(
        loader=PackageLoader("glosspress.reports", "theme"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
