"""What the line model knows of each part of a plain text: sixty shallow numbers about its words, place and neighbours."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from glosspress.article import Kind
from glosspress.clean.nodes import Node
from glosspress.clean.rulebook import Language

OWN = (
    "length", "word_length", "sentence", "commas", "capitals", "titled", "figures", "lower_start", "question",
    "exclaims", "address", "year", "money", "signs", "cut_off", "colon", "number_first", "quoted", "heading", "item",
    "top", "stopwords", "cues", "any_cue", "persons", "known", "in_title", "repeated", "shield", "talk",
)  # fmt: skip
"""Of the part itself."""
PLACE = (
    "place", "from_start", "from_end", "before_prose", "after_prose", "since_prose", "until_prose", "since_heading",
    "under_cue", "talk_above", "same_kind", "rest",
)  # fmt: skip
"""Of where it stands."""
NEAR = ("length", "sentence", "heading", "cues", "known", "persons")
"""Of the parts before and after it, and on average of the three and the eight parts around it."""
PAGE = ("lines", "prose_share", "short_share", "cue_share")
NAMES = (
    *OWN,
    *PLACE,
    *(f"{name}_{side}" for side in ("before", "after", "near", "wide") for name in NEAR),
    *(f"page_{name}" for name in PAGE),
)
_PROSE = 25
"""Words from which a part that ends like a sentence is prose."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_SENTENCE = re.compile(r"[.!?…][\"”’»')\]]*\Z")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S|\w\.(?:com|org|net|io|co)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONEY = re.compile(r"[$€£¥]\s?\d|\d\s?[$€£¥]")
_SIGNS = re.compile(r"[|»›→←«‹•©®™✓★/\t>]")
_UNKNOWN = Language("")


def vectors(parts: Sequence[Node], title: str, language: Language | None) -> list[list[float]]:
    """One vector (in the order of NAMES) a part."""
    context = _Context(parts, title, language or _UNKNOWN)
    return [context.vector(number) for number in range(len(parts))]


def is_prose(part: Node) -> bool:
    """Whether a part is long and ends like a sentence."""
    return bool(_SENTENCE.search(part.text)) and len(_WORD.findall(part.text)) >= _PROSE


class _Context:
    """What all parts of a text share."""

    def __init__(self, parts: Sequence[Node], title: str, language: Language) -> None:
        self.parts, self.language = parts, language
        self.words = [[word.lower() for word in _WORD.findall(part.text)] for part in parts]
        self.title = set(_WORD.findall(title.lower())) - language.stopwords
        self.counts = Counter(word for words in self.words for word in set(words))
        self.texts = Counter(" ".join(words) for words in self.words)
        self.own = [self._own(number) for number in range(len(parts))]
        sizes = [len(part.text) for part in parts]
        self.total = max(1, sum(sizes))
        self.starts = [0]
        for size in sizes:
            self.starts.append(self.starts[-1] + size)
        prose = [is_prose(part) for part in parts]
        places = [number for number, is_prose in enumerate(prose) if is_prose]
        self.first, self.last = (places[0], places[-1]) if places else (0, len(parts) - 1)
        self.since = _away(prose)
        self.until = _away(prose[::-1])[::-1]
        self.since_heading = _away([part.kind is Kind.HEADING for part in parts])
        self.page = [
            math.log1p(len(parts)) / 6,
            sum(size for size, is_prose in zip(sizes, prose, strict=True) if is_prose) / self.total,
            sum(len(words) < 6 for words in self.words) / max(1, len(parts)),
            sum(own["any_cue"] for own in self.own) / max(1, len(parts)),
        ]

    def _own(self, number: int) -> dict[str, float]:
        part, words, language = self.parts[number], self.words[number], self.language
        text, count = part.text, max(1, len(words))
        telling = [word for word in words if word not in language.stopwords and len(word) > 3]
        cues = sum(word in language.cues for word in words)
        return {
            "length": math.log1p(len(words)) / 5,
            "word_length": sum(map(len, words)) / count / 10,
            "sentence": float(bool(_SENTENCE.search(text))),
            "commas": text.count(",") / count,
            "capitals": sum(map(str.isupper, text)) / max(1, len(text)),
            "titled": sum(word[0].isupper() for word in text.split()) / max(1, len(text.split())),
            "figures": sum(map(str.isdigit, text)) / max(1, len(text)),
            "lower_start": float(text[:1].islower()),
            "question": float(text.endswith("?")),
            "exclaims": float("!" in text),
            "address": float(bool(_ADDRESS.search(text))),
            "year": float(bool(_YEAR.search(text))),
            "money": float(bool(_MONEY.search(text))),
            "signs": float(bool(_SIGNS.search(text))),
            "cut_off": float(text.endswith(("...", "…", "[…]"))),
            "colon": float(text.endswith(":")),
            "number_first": float(text[:1].isdigit()),
            "quoted": float(text[:1] in "\"“«„‘'"),
            "heading": float(part.kind is Kind.HEADING),
            "item": float(part.kind is Kind.ITEM),
            "top": float(part.fields.get("level") == 1),
            "stopwords": sum(word in language.stopwords for word in words) / count,
            "cues": cues / count,
            "any_cue": float(cues > 0),
            "persons": sum(word in language.persons for word in words) / count,
            "known": sum(self.counts[word] > 1 for word in telling) / len(telling) if telling else 0.5,
            "in_title": sum(word in self.title for word in telling) / len(telling) if telling else 0.0,
            "repeated": float(self.texts[" ".join(words)] > 1),
            "shield": float(bool(part.shield)),
            "talk": float(any(word in language.talk for word in words)),
        }

    def _place(self, number: int) -> list[float]:
        count = len(self.parts)
        back = self.since_heading[number]
        head = self.own[number - back] if back <= number else None
        talk = sum(self.own[at]["talk"] for at in range(max(0, number - 12), number) if len(self.words[at]) < 12)
        kind = self.parts[number].kind
        run = sum(
            self.parts[at].kind is kind for at in range(max(0, number - 4), min(count, number + 5)) if at != number
        )
        return [
            self.starts[number] / self.total,
            min(1.0, math.log1p(number) / 5),
            min(1.0, math.log1p(count - 1 - number) / 5),
            float(number < self.first),
            float(number > self.last),
            min(1.0, math.log1p(self.since[number]) / 4),
            min(1.0, math.log1p(self.until[number]) / 4),
            min(1.0, math.log1p(back) / 4),
            head["any_cue"] if head else 0.0,
            min(1.0, talk / 4),
            run / 8,
            min(1.0, (self.total - self.starts[number]) / 5000),
        ]

    def _around(self, number: int, reach: int) -> list[float]:
        near = [self.own[at] for at in range(max(0, number - reach), min(len(self.own), number + reach + 1))]
        return [sum(own[name] for own in near) / len(near) for name in NEAR]

    def _beside(self, number: int) -> list[float]:
        return [self.own[number][name] for name in NEAR] if 0 <= number < len(self.own) else [0.0] * len(NEAR)

    def vector(self, number: int) -> list[float]:
        """The vector of one part."""
        return [
            *self.own[number].values(),
            *self._place(number),
            *self._beside(number - 1),
            *self._beside(number + 1),
            *self._around(number, 3),
            *self._around(number, 8),
            *self.page,
        ]


def _away(marked: Sequence[bool]) -> list[int]:
    """How many parts back the last marked one is; as many as there are and more when there is none."""
    found, away = [], len(marked)
    for mark in marked:
        away = 0 if mark else away + 1
        found.append(away)
    return found
