"""What a repair may do to a sentence: a pin that is put in takes the place of its own words, and of no others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from glosspress.checks.stopwords import stopwords
from glosspress.locales import Locale
from glosspress.pins.occurrences import spans
from glosspress.translate.attempt import Attempt
from glosspress.translation import Finding, Pin, PinResult, Severity

_NEAR = 2
_STEM = 4
"""Letters by which a word is known again in another inflection."""
_ROOT = 6
"""Letters that two words share by chance only seldom."""
_MOST_MISSING = 0.3
"""A repair that lacks more of the model's own words has lost a part of the sentence, not found another way to say it."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_SHORT_WORD = re.compile(r"[^\W\d_]{3,}")
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Repair:
    """A sentence in which missing pins were put, beside what the model wrote itself."""

    text: str
    results: Sequence[PinResult]
    own: Attempt
    """What plain decoding wrote."""
    renderings: Mapping[Pin, Sequence[str]]
    """The model's own words for missing pins, in lower case."""
    locale: Locale

    def findings(self) -> list[Finding]:
        """A term that stands too often or beside the model's own word for it, and words that were lost: all block."""
        said = [("repetition", message) for message in (*self._too_often(), *self._beside_own())]
        if self.missing > _MOST_MISSING:
            words = ", ".join(f"“{word}”" for word in self._lacking[:4])
            said.append(("dropped", f"the repair lost words of the sentence: {words}"))
        return [Finding(check, Severity.BLOCK, message) for check, message in said]

    @cached_property
    def missing(self) -> float:
        """Share of the model's own words, those for missing pins apart, that the repair lacks."""
        return len(self._lacking) / max(1, len(self._plain_words))

    @cached_property
    def _plain_words(self) -> list[str]:
        """What plain decoding said, without its words for the pins that it missed."""
        if not self.own.whole:
            return []
        language = self.locale.language
        missed = [result.pin for result in self.own.lost]
        own = {word for pin in missed for word in (*self.renderings.get(pin, ()), *_telling(pin.source, language))}
        return [word for word in _telling(self.own.text, language) if word not in own]

    @cached_property
    def _lacking(self) -> list[str]:
        """Of those words the ones the repair lacks, inflected or not: a long form makes the model forget the rest."""
        there = {word[:_STEM] for word in _telling(self.text, self.locale.language)}
        lacking = [word for word in self._plain_words if word[:_STEM] not in there]
        unknown = [result.pin for result in self.own.lost if result.pin not in self.renderings]
        spare = sum(max(1, len(_words(pin.source))) for pin in unknown if not self._copied(pin))
        return lacking[spare:]  # as many may have been the model's words for those pins

    def _copied(self, pin: Pin) -> bool:
        """Whether plain decoding left the term as it stands in the source."""
        return bool(re.search(rf"(?<!\w){re.escape(pin.source)}(?!\w)", self.own.text))

    @cached_property
    def _put_in(self) -> list[PinResult]:
        """The terms that plain decoding missed and the repair has."""
        missed = {result.pin for result in self.own.lost if result.pin.kind == "term"}
        return [result for result in self.results if result.found and result.pin in missed]

    def _too_often(self) -> Iterator[str]:
        """A term that was put in and is written more often than the source has it: `DEPR DEPR is common`."""
        taken = [(result.start, result.end) for result in self.results if result.found]
        for form in dict.fromkeys(result.target for result in self._put_in):
            pin = next(result.pin for result in self.results if result.target == form)
            there = spans(replace(pin, targets=(form,)), self.text, self.locale)
            if any(all(end <= low or high <= start for low, high in taken) for start, end in there):
                yield f"“{form}” is written more often than the source has it"

    def _beside_own(self) -> Iterator[str]:
        """A word of the form, or the model's own word for it in some inflection, that stands beside the form as often as in plain
        decoding: `casos confirmados de casos de covid-19`, `marcador o sentine viu` where it was `a sentinela viu`.
        """
        plain = _words(self.own.text)
        for result in self._put_in:
            before, behind = _words(self.text[: result.start]), _words(self.text[result.end :])
            own = set(self.renderings.get(result.pin, ()))
            if not self._copied(result.pin):  # else the model copied the term, and the form's words are others
                own.update(_words(result.target))
            for word in (*before[-_NEAR:], *behind[:_NEAR]):
                if _kin(word, own) and len(_kin(word, [*before, *behind])) >= len(_kin(word, plain)) > 0:
                    yield f"“{word}” stands beside “{result.target}”"
                    break


def _words(text: str) -> list[str]:
    """Words of four letters or more, in lower case."""
    return [match[0].lower() for match in _WORD.finditer(text)]


def _telling(text: str, language: str) -> list[str]:
    """Words of three letters or more (`dor`, `viu`) that are no function words, in lower case."""
    function = stopwords().get(language, _NONE)
    return [word for match in _SHORT_WORD.finditer(text) if (word := match[0].lower()) not in function]


def _kin(word: str, others: Iterable[str]) -> list[str]:
    """Those that are the word, or begin as it does."""
    return [other for other in others if other == word or (other[:_ROOT] == word[:_ROOT] and len(word) >= _ROOT)]
