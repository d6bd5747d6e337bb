"""Memory: what persons wrote or approved, found again wherever the sentence stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from glosspress.article import Rich
from glosspress.event import Event, segment_subject
from glosspress.exchange.codes import adopted
from glosspress.review.standing import SEGMENT_KINDS, History, Human, fold

_QUOTES = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "´": "'", "`": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00ad": None, "\u200b": None, "\u2060": None,
})  # fmt: skip
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")


@dataclass(frozen=True, slots=True)
class Recalled:
    """A human text that serves for a sentence."""

    human: Human
    target: Rich
    """Its target, with the marks of this sentence and its first letter's case."""
    exact: bool
    """False: the sentences differ in quotation marks or in the case of their first letter."""


@dataclass(frozen=True)
class Memory:
    """All human sentences of a locale."""

    locale: str
    histories: dict[str, History] = field(default_factory=dict)
    """By segment subject."""
    alike: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Subjects by normalised source."""

    def history(self, source: Rich) -> History:
        """What persons said of exactly this sentence."""
        return self.histories.get(segment_subject(source.text, self.locale), History())

    def recall(self, source: Rich, page: str = "", *, post_edited: bool = False) -> Recalled | None:
        """The human text for a sentence of a page (its subject): approved ones, and those post-edited on this page.

        `post_edited`: those post-edited on other pages too. Of several that are alike the approved one, then the newest, is
        taken. A sentence that differs in a number or a word is never served (`offers` shows it).
        """
        exact = self.history(source).human
        if exact is not None and _serves(exact, page, post_edited):
            return Recalled(exact, adopted(exact.target, exact.source, source), exact=True)
        found = [self.histories[subject].human for subject in self.alike.get(normalised(source.text), ())]
        good = [human for human in found if human is not None and _serves(human, page, post_edited)]
        if not good:
            return None
        best = max(good, key=lambda human: (human.approved, human.newest.number))
        return Recalled(best, _fitted(best, source), exact=False)

    def humans(self) -> list[Human]:
        """All human sentences that count, oldest first."""
        found = [history.human for history in self.histories.values() if history.human is not None]
        return sorted(found, key=lambda human: human.newest.number)


def remember(events: Iterable[Event], locale: str) -> Memory:
    """The memory of a locale; events of other locales and kinds are passed over. They come in their order."""
    return extended(Memory(locale), events)


def extended(memory: Memory, events: Iterable[Event]) -> Memory:
    """The memory with later events; the given one stays as it is."""
    histories, alike = dict(memory.histories), dict(memory.alike)
    for event in events:
        if event.locale != memory.locale or event.kind not in SEGMENT_KINDS:
            continue
        before = histories.get(event.subject)
        after = histories[event.subject] = fold([event], before or History())
        if (before is None or before.human is None) and after.human is not None:
            form = normalised(after.human.source.text)
            known = alike.get(form, ())
            alike[form] = known if event.subject in known else (*known, event.subject)
    return Memory(memory.locale, histories, alike)


def normalised(text: str) -> str:
    """Equal for sentences that differ in white space, quotation marks, or the case of a capitalised first letter."""
    same = " ".join(text.translate(_QUOTES).split())
    return same[:1].lower() + same[1:] if same[1:2].islower() or same[1:2] == " " else same


def without_numbers(text: str) -> str:
    """Equal for sentences that differ in their numbers only."""
    return _NUMBER.sub("0", normalised(text))


def _serves(human: Human, page: str, post_edited: bool) -> bool:
    return human.approved or post_edited or any(event.body.get("page") == page for event in human.made)


def _fitted(human: Human, source: Rich) -> Rich:
    """The target with the first letter's case of the new source, where the sources differ in it."""
    target = adopted(human.target, human.source, source)
    mine, theirs, first = human.source.text.strip()[:1], source.text.strip()[:1], target.text[:1]
    if mine == theirs or mine.lower() != theirs.lower() or first.isupper() != mine.isupper():
        return target
    changed = first.upper() if theirs.isupper() else first.lower()
    return Rich(changed + target.text[1:], target.marks) if len(changed) == 1 else target
