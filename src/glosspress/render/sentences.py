"""Where each translated sentence stands in the published text of its unit, so that `verify` can check a page again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from glosspress.article import Kind
from glosspress.digest import sha256
from glosspress.errors import PublishError
from glosspress.page import Page
from glosspress.render.text import legible
from glosspress.translation import Pin, Translation

TITLE = "title"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a page. `text[start:end]` of its unit is the translation's target."""

    unit: str
    number: int
    start: int
    end: int
    translation: Translation

    @property
    def id(self) -> str:
        """Key of the record: `3.1#2`, as in findings."""
        return f"{self.unit}#{self.number}"

    @property
    def target(self) -> str:
        """The text as published."""
        return legible(self.translation.target.text)

    @property
    def source_sha256(self) -> str:
        """Identity of the source sentence; its text may not be ours to publish."""
        return sha256(legible(self.translation.source.text))

    @property
    def target_sha256(self) -> str:
        """Identity of the published sentence."""
        return sha256(self.target)


def unit_texts(page: Page) -> dict[str, str]:
    """Published text of every translated unit by its path."""
    texts = {path: legible(block.text.text) for path, block in page.target.walk() if block.kind is not Kind.RULE}
    texts[TITLE] = legible(page.target.title)
    return {path: texts.get(path, "") for path, _ in page.translations}


def sentences(page: Page) -> Iterator[Sentence]:
    """All sentences in page order.

    PublishError: a sentence is held, or its verified target is not in the text of its unit.
    """
    for item in placed_sentences(page):
        where = f"{page.id} ({page.locale}) {item.id}"
        if item.translation.held:
            raise PublishError("a held sentence must not be published", where, "review the page first")
        if item.start < 0:
            raise PublishError("the verified translation is not in the page's text", where)
        yield item


def placed_sentences(page: Page) -> Iterator[Sentence]:
    """All sentences in page order; `start` is -1 where the target is not in the text after the sentence before it."""
    texts = unit_texts(page)
    for path, translations in page.translations:
        position = 0
        for number, translation in enumerate(translations):
            target = legible(translation.target.text)
            start = texts[path].find(target, position)
            position = start + len(target) if start >= 0 else position
            yield Sentence(path, number, start, start + len(target), translation)


def pin_records(sentence: Sentence) -> list[dict[str, object]]:
    """The pins of a sentence with their allowed forms and the span where each was found (offsets in the sentence)."""
    return [
        {
            **{name: getattr(result.pin, name) for name in Pin.__slots__ if name not in ("start", "end")},
            "targets": list(result.pin.targets),
            "found": result.found,
            "target": result.target,
            "start": result.start,
            "end": result.end,
        }
        for result in sentence.translation.pins
    ]
