"""Pinned terms, and forbidden renderings."""

from __future__ import annotations

from collections.abc import Iterator

from glosspress.checks.check import Check, Context, Pair, Report, missing
from glosspress.glossary.boundaries import starts_word, word_end
from glosspress.glossary.view import fold, normalise, view
from glosspress.translation import Severity


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """A missing binding term blocks, advice warns; a forbidden rendering outside the found pins blocks."""
    for result in missing(pair, frozenset({"term"})):
        pin = result.pin
        wanted = " / ".join(f"“{form}”" for form in pin.targets[:4])
        yield (Severity.BLOCK if pin.binding else Severity.WARN), f"“{pin.source}” is not rendered as {wanted}"
    if context.glossary is None or not any(term.forbidden for term in context.glossary.terms):
        return
    covered = [(result.start, result.end) for result in pair.found]
    for term in {match.term for match in context.glossary.matcher.find(pair.source.text)}:
        for form in term.forbidden:
            if _occurs(form, pair.target.text, covered):
                instead = f"; use “{term.target}”" if term.target else ""
                yield Severity.BLOCK, f"forbidden rendering “{form}” of “{term.source}”{instead}"


def _occurs(form: str, target: str, covered: list[tuple[int, int]]) -> bool:
    """Whether a form stands in the target as a word, not inside an allowed one that is longer."""
    seen, wanted = view(target), fold(normalise(form))
    start = seen.folded.find(wanted)
    while start >= 0:
        end = word_end(seen, start, start + len(wanted))
        if end is not None and starts_word(seen, start):
            low, high = seen.raw(start, end)
            if not any(first <= low and high <= last for first, last in covered):
                return True
        start = seen.folded.find(wanted, start + 1)
    return False


CHECK = Check(
    "terms",
    "Every pinned term of the source stands in the target in an approved form, and no forbidden rendering does.",
    "LibreTranslate #775, #944; weblate #1297",
    examine,
)
