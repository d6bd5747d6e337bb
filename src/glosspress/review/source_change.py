"""What became of a page's sentences when its source changed: which keep their human text, which need a person again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from glosspress.article import Article, Block, Kind, Rich
from glosspress.changes import ChangeKind, Fact, classify
from glosspress.glossary import Glossary
from glosspress.page import Page
from glosspress.translation import Translation

_ALIKE = 0.4
_MOST_PAIRS = 2_500
"""Comparisons inside one changed stretch; above it sentences are paired in their order."""
_WORD = re.compile(r"\s+|\d+(?:[.,]\d+)*|\w+|[^\s\w]")


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence of the new version that is not in the old one, or one of the old version that is gone."""

    where: str
    """In the new version, `3.1#2`; empty: the sentence is gone."""
    kind: ChangeKind
    before: str
    """Old source; empty: the sentence is new."""
    after: str
    old_target: Rich = field(default_factory=Rich)
    """Of the old sentence."""
    facts: tuple[Fact, ...] = ()
    """Numbers, doses, negations, terms ... that differ."""

    @property
    def diff(self) -> tuple[tuple[str, str], ...]:
        """(`same`, `removed` or `added`; words), in reading order."""
        return tuple(difference(self.before, self.after))


_Sentence = tuple[str, Translation]


def sentence_changes(old: Page, new: Page, glossary: Glossary | None = None) -> list[SentenceChange]:
    """The sentences that differ, in the order of the new version; `glossary` makes its terms facts."""
    before, after = _flat(old), _flat(new)
    matcher = SequenceMatcher(None, [_words(item) for item in before], [_words(item) for item in after], autojunk=False)
    found = []
    for code, low, high, start, end in matcher.get_opcodes():
        if code != "equal":
            found += [_change(*pair, new, glossary) for pair in _paired(before[low:high], after[start:end])]
    return found


def gravest(changes: Sequence[SentenceChange]) -> ChangeKind:
    """The class of all changes together."""
    order = list(ChangeKind)
    return max((item.kind for item in changes), key=order.index, default=ChangeKind.UNCHANGED)


def _flat(page: Page) -> list[_Sentence]:
    return [(f"{path}#{number}", item) for path, items in page.translations for number, item in enumerate(items)]


def _words(sentence: _Sentence) -> str:
    return " ".join(sentence[1].source.text.split())


def _paired(old: list[_Sentence], new: list[_Sentence]) -> Iterator[tuple[_Sentence | None, _Sentence | None]]:
    """Each new sentence with the old one most like it, then the old ones that are gone."""
    free = list(old)
    for number, sentence in enumerate(new):
        if len(old) == len(new) == 1 or len(old) * len(new) > _MOST_PAIRS:
            best = old[number] if number < len(old) else None
        else:
            best = max(free, key=lambda item: _likeness(item, sentence), default=None)
            best = best if best is not None and _likeness(best, sentence) >= _ALIKE else None
        if best is not None:
            free.remove(best)
        yield best, sentence
    for item in free:
        yield item, None


def _likeness(one: _Sentence, other: _Sentence) -> float:
    return SequenceMatcher(None, _words(one).split(), _words(other).split(), autojunk=False).ratio()


def _change(old: _Sentence | None, new: _Sentence | None, page: Page, glossary: Glossary | None) -> SentenceChange:
    change = classify(_article(old), _article(new), page.source_locale, glossary)
    facts = tuple(fact for part in change.parts for fact in part.facts)
    return SentenceChange(
        where=new[0] if new else "",
        kind=change.kind,
        before=old[1].source.text if old else "",
        after=new[1].source.text if new else "",
        old_target=old[1].target if old else Rich(),
        facts=facts,
    )


def _article(sentence: _Sentence | None) -> Article:
    return Article("", (Block(Kind.PARAGRAPH, sentence[1].source),) if sentence else ())


def difference(before: str, after: str) -> Iterator[tuple[str, str]]:
    """(`same`, `removed` or `added`; words) of two texts, in reading order."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    for code, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if code == "equal":
            yield "same", "".join(old[low:high])
        else:
            if low < high:
                yield "removed", "".join(old[low:high])
            if start < end:
                yield "added", "".join(new[start:end])
