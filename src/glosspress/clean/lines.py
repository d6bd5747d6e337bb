"""The text rules: what is boilerplate by its words and its place, in pages and in plain text alike.

Each function looks at the parts that are still kept, in order, and gives verdicts. `apply` runs all until nothing
changes, so that cleaning a cleaned article changes nothing.
"""

from __future__ import annotations

from glosspress.article import Kind
from glosspress.clean import duplicates, endings, heads
from glosspress.clean.draft import Draft, act, cut_out, verdict_of

_LONGEST_LINE = 400
_ROUNDS = 6


def apply(draft: Draft) -> None:
    """Run all text rules until a round changes nothing."""
    heads.removed_facts(draft)
    for _ in range(_ROUNDS):
        before = _state(draft)
        heads.title_echo(draft)
        heads.bylines(draft)
        endings.author_box(draft)
        endings.tails(draft)
        lines(draft)
        endings.biographies(draft)
        endings.closing(draft)
        phrases(draft)
        duplicates.contents(draft)
        duplicates.remove(draft)
        if _state(draft) == before:
            return


def _state(draft: Draft) -> tuple[int, int]:
    parts = draft.parts
    return len(parts), sum(len(part.text) for part in parts)


def lines(draft: Draft) -> None:
    """Lines that are boilerplate by their words alone."""
    group = draft.book.group("line", draft.language)
    for part in draft.parts:
        if len(part.text) > _LONGEST_LINE or part.kind in (Kind.CODE, Kind.CELL):
            continue
        found = group.first(part.text.strip())
        if found is None:
            continue
        rule = found[0]
        if part.kind is Kind.FIGURE:
            if rule.id in ("any.slot", "en.ad.label"):
                part.remove(verdict_of(rule))
            continue
        act(draft, part, rule)


def phrases(draft: Draft) -> None:
    """Promotional phrases inside sentences: the piece named `cut` goes, the sentence stays."""
    group = draft.book.group("phrase", draft.language)
    for part in draft.parts:
        if part.kind in (Kind.CODE, Kind.FIGURE, Kind.REFERENCE):
            continue
        for _ in range(20):
            found = group.first(part.text)
            if found is None or draft.book.promotion == "keep":
                break
            rule, match = found
            if draft.book.promotion == "flag" or rule.action == "flag":
                part.flag(verdict_of(rule))
                break
            cut_out(part, *match.span("cut"), verdict_of(rule))
